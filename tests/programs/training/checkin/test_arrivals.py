"""Who is checked in by a code, when, and what a scan does not overwrite."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.training.choices import AttendanceMethod, AttendanceStatus, InvitationState, SessionState
from programs.training.errors import AttendanceClosed, AttendanceRecorded
from programs.training.models import Attendance
from programs.training.services import check_in, record_attendance
from tests.programs.training.checkin.makers import make_guest, make_running

pytestmark = pytest.mark.django_db
OWN, TRAINER = AttendanceMethod.OWN_SCAN, AttendanceMethod.TRAINER_SCAN


@pytest.fixture
def session():
    return make_running()


def scan(invitation, method=OWN):
    by = invitation.person if method == OWN else invitation.session.trainer
    return check_in(invitation=invitation, method=method, by=by)


def test_scan_is_recorded_with_the_way_and_the_moment(session):
    invitation = make_guest(session)
    found = scan(invitation)
    assert (found.status, found.method, found.recorded_by) == ("present", "qr_self", invitation.person)
    assert found.arrived_at == found.recorded_at
    assert not session.is_late(found.arrived_at)


def test_second_scan_by_another_way_changes_nothing(session):
    invitation = make_guest(session)
    first = scan(invitation)
    assert scan(invitation, TRAINER) == first
    assert Attendance.objects.get().method == OWN


def test_who_comes_after_a_quarter_of_an_hour_is_late():
    session = make_running(starts_at=timezone.now() - timedelta(minutes=20))
    assert session.is_late(scan(make_guest(session)).arrived_at)


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        (timedelta(minutes=62), timedelta(minutes=180), "mulai satu jam sebelum"),
        (-timedelta(minutes=120), -timedelta(minutes=31), "Kode kehadiran ditutup .* staf Jamkrindo"),
    ],
)
def test_own_scan_out_of_time_says_who_can_still_record(starts, ends, sentence):
    now = timezone.now()
    session = make_running(starts_at=now + starts, ends_at=now + ends)
    with pytest.raises(AttendanceClosed, match=sentence):
        scan(make_guest(session))


def test_trainer_scans_later_too_but_that_is_no_arrival():
    now = timezone.now()
    session = make_running(starts_at=now - timedelta(hours=5), ends_at=now - timedelta(hours=2))
    found = scan(make_guest(session), TRAINER)
    assert (found.status, found.arrived_at) == ("present", None)


def test_cancelled_session_takes_no_scan(session):
    session.state, session.cancelled_at = SessionState.CANCELLED, timezone.now()
    session.save()
    with pytest.raises(AttendanceClosed, match="dibatalkan"):
        scan(make_guest(session))


def test_invitation_that_ended_takes_no_scan(session):
    with pytest.raises(AttendanceClosed, match="tidak berlaku lagi"):
        scan(make_guest(session, state=InvitationState.CANCELLED))


@pytest.mark.parametrize("state", ["invited", "declined", "waiting"])
def test_who_was_not_expected_but_is_there_is_there(session, state):
    assert scan(make_guest(session, state=state)).status == "present"


def test_own_scan_does_not_overwrite_what_the_trainer_recorded(session):
    invitation = make_guest(session)
    record_attendance(session=session, statuses={invitation.pk: "excused"}, by=session.trainer)
    with pytest.raises(AttendanceRecorded, match="sudah mencatat Anda: Izin"):
        scan(invitation)
    assert scan(invitation, TRAINER).status == AttendanceStatus.PRESENT


def test_correction_by_list_ends_the_arrival(session):
    invitation = make_guest(session)
    scan(invitation)
    record_attendance(session=session, statuses={invitation.pk: "sick"}, by=session.trainer)
    found = Attendance.objects.get()
    assert (found.status, found.method, found.arrived_at) == ("sick", "list", None)
