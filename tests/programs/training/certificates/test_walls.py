"""What the database refuses, past every service."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from programs.training.certificates.issuing import certificates_for
from programs.training.models import Attendance, Certificate, Module
from tests.factories import make_pilot, make_session, make_user
from tests.programs.training.certificates.makers import make_certificate, make_held, make_present

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, InternalError)


def unsaved(invitation, **fields) -> Certificate:
    session = invitation.session
    (one,) = certificates_for([invitation], session=session, by=session.trainer, at=timezone.now())
    for name, value in fields.items():
        setattr(one, name, value)
    return one


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except REFUSED:
        return True
    return False


def test_second_standing_one_is_refused():
    certificate = make_certificate()
    assert refused(unsaved(certificate.invitation).save)


@pytest.mark.parametrize("status", ["absent", "sick", "excused"])
def test_who_was_not_there_gets_none(status):
    assert refused(unsaved(make_present(make_held(), status=status)).save)


def test_session_that_was_not_held_gives_none():
    over = make_session(starts_at=timezone.now() - timedelta(days=7))
    assert refused(unsaved(make_present(over)).save)


def test_module_that_gives_none_gives_none():
    invitation = make_present(make_held())
    Module.objects.update(gives_certificate=False)
    assert refused(unsaved(invitation).save)


def test_it_is_about_its_own_invitation_only():
    invitation = make_present(make_held())
    assert refused(unsaved(invitation, person=make_user()).save)
    assert refused(unsaved(invitation, pilot=make_pilot()).save)
    assert refused(unsaved(invitation, session=make_held()).save)
    assert not refused(unsaved(invitation).save)


def test_it_replaces_only_what_was_replaced():
    other = make_certificate()
    assert refused(unsaved(make_present(make_held()), replaces=other).save)


CHANGES = {
    "number": "SJ-2026-AAAA-AAAA", "name": "Orang Lain", "business_name": "Usaha Lain", "hours": 99, "place": "Sana",
    "module_title": "Lain", "issued_at": timezone.now(), "time_zone": "Asia/Jayapura",
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_what_was_printed_never_changes(field):
    certificate = make_certificate()
    rows = Certificate.objects.filter(pk=certificate.pk)
    assert refused(lambda: rows.update(**{field: CHANGES[field]}))


def test_it_is_never_deleted_and_ends_once():
    certificate = make_certificate()
    rows = Certificate.objects.filter(pk=certificate.pk)
    assert refused(rows.delete)
    end = {"ended_at": timezone.now(), "ended_by": certificate.issued_by, "ending": "withdrawn"}
    assert refused(lambda: rows.update(**end))  # says not why
    assert not refused(lambda: rows.update(**end, end_reason="Keliru."))
    assert refused(lambda: rows.update(ended_at=None, ended_by=None, ending="", end_reason=""))
    assert refused(lambda: rows.update(ending="replaced"))


def test_name_goes_only_with_the_end():
    certificate = make_certificate()
    assert refused(lambda: Certificate.objects.filter(pk=certificate.pk).update(name=""))


def test_attendance_behind_a_standing_one_stays():
    certificate = make_certificate()
    rows = Attendance.objects.filter(invitation=certificate.invitation_id)
    assert refused(lambda: rows.update(status="absent"))
    assert refused(rows.delete)
