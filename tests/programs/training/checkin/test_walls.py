"""What the database refuses, whoever asks: each test goes past the services."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from programs.training.models import Attendance, AttendanceTick, SheetScan
from programs.training.models.sessions import ARRIVALS_CLOSE_AFTER, ATTENDANCE_OPENS_BEFORE
from tests.programs.training.checkin.makers import make_guest, make_running, make_scan

pytestmark = pytest.mark.django_db


def write(guest, **fields):
    fields = {
        "invitation": guest, "province": guest.province, "status": "present", "method": "qr_self",
        "recorded_by": guest.person, "arrived_at": timezone.now(),
    } | fields  # fmt: skip
    with transaction.atomic():
        return Attendance.objects.create(**fields)


@pytest.fixture
def guest():
    return make_guest(make_running())


def test_arrival_is_a_presence_by_code(guest):
    for wrong in (
        {"method": "magic"},
        {"status": "sick"},
        {"status": "sick", "arrived_at": None},
        {"arrived_at": None},
        {"method": "list"},
        {"method": "offline"},
    ):
        with pytest.raises(IntegrityError):
            write(guest, **wrong)
    write(guest)


def test_nobody_checks_in_for_another(guest):
    with pytest.raises(IntegrityError, match="arrival_in_time"):
        write(guest, recorded_by=guest.session.trainer)


@pytest.mark.parametrize("seconds", [1, -1])
def test_minutes_of_the_wall_are_those_of_the_rule(guest, seconds):
    session = guest.session
    early = session.starts_at - ATTENDANCE_OPENS_BEFORE - timedelta(seconds=seconds)
    late = session.ends_at + ARRIVALS_CLOSE_AFTER + timedelta(seconds=seconds)
    for at in (early, late):
        if seconds > 0:
            with pytest.raises(IntegrityError, match="arrival_in_time"):
                write(guest, arrived_at=at)
        else:
            with transaction.atomic():
                assert write(guest, arrived_at=at).pk
                transaction.set_rollback(True)


def test_correction_to_an_own_scan_meets_the_wall_too(guest):
    found = write(guest, method="list", status="absent", arrived_at=None, recorded_by=guest.session.trainer)
    with pytest.raises(IntegrityError, match="arrival_in_time"), transaction.atomic():
        Attendance.objects.filter(pk=found.pk).update(
            method="qr_self", status="present", arrived_at=timezone.now()
        )


def test_older_mark_never_replaces_a_newer_record(guest):
    found = write(guest, method="list", arrived_at=None, recorded_by=guest.session.trainer)
    earlier = found.recorded_at - timedelta(seconds=1)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Attendance.objects.filter(pk=found.pk).update(method="offline", status="sick", recorded_at=earlier)


def test_mark_comes_in_once_and_stays_as_it_came(guest):
    fields = {
        "key": uuid.uuid4(), "invitation": guest, "status": "present", "ticked_at": timezone.now() - timedelta(minutes=1),
        "sent_by": guest.session.trainer, "outcome": "applied",
    }  # fmt: skip
    AttendanceTick.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceTick.objects.create(**fields)
    for change in (lambda rows: rows.update(outcome="same"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change(AttendanceTick.objects.all())
    for wrong in ({"status": "x"}, {"outcome": "x"}, {"ticked_at": timezone.now() + timedelta(hours=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AttendanceTick.objects.create(**fields | {"key": uuid.uuid4()} | wrong)


def test_signed_sheet_stays_and_is_there_once(guest):
    make_scan(guest.session)
    with pytest.raises(IntegrityError, match="sheetscan_once"), transaction.atomic():
        make_scan(guest.session)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        SheetScan.objects.all().delete()


def test_session_keeps_ten_sheets_at_most(guest):
    fields = {
        "session": guest.session,
        "kind": "pdf",
        "file": "x",
        "size": 1,
        "uploaded_by": guest.session.trainer,
    }
    for number in range(10):
        SheetScan.objects.create(sha256=str(number), **fields)
    with pytest.raises(IntegrityError, match="scan_limit"), transaction.atomic():
        SheetScan.objects.create(sha256="x", **fields)
