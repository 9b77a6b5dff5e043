"""What the database refuses of sessions, invitations and attendance, past every service."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from programs.training.choices import InvitationState, SessionState
from programs.training.models import Attendance, Invitation, Session, SessionProvince
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.services import end_role
from tests.factories import (
    make_business,
    make_invitation,
    make_module,
    make_nomination,
    make_pilot,
    make_session,
    make_user,
)
from tests.programs.training.assessment.makers import make_over, make_sitting
from tests.programs.training.certificates.makers import make_certificate, make_held, make_present

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], Any]) -> str:
    """What the database says; empty where it lets it pass."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return str(error)
    return ""


def test_session_that_was_cancelled_or_held_stays_so():
    now = timezone.now()
    cancelled = make_session(state=SessionState.CANCELLED, cancelled_at=now)
    held = make_held()
    for session in (cancelled, held):
        for state in SessionState.values:
            rows = Session.objects.filter(pk=session.pk)
            said = refused(lambda rows=rows, state=state: rows.update(state=state, cancelled_at=now))
            assert bool(said) == (state != session.state), (session.state, state)


def test_module_stays_once_a_certificate_or_a_test_is_about_it():
    certified, tested = make_certificate().session, make_present(make_over()).session
    make_sitting(tested.invitations.get(), "post")
    free = make_session()
    answers = [
        refused(lambda one=one: Session.objects.filter(pk=one.pk).update(module=make_module()))
        for one in (certified, tested, free)
    ]
    assert ["module_stays" in answer for answer in answers] == [True, True, False]


def test_session_its_provinces_and_attendance_are_never_deleted():
    session = make_held()
    make_present(session)
    alone = make_session()
    assert "Cannot delete" in refused(alone.session_provinces.all().delete)
    assert "Cannot delete" in refused(session.session_provinces.get().delete)
    assert "Cannot delete" in refused(lambda: Session.objects.filter(pk=alone.pk)._raw_delete("default"))
    assert "Cannot delete" in refused(Attendance.objects.all().delete)


def test_province_of_a_session_stays():
    one, other = make_session(), make_session()
    row = SessionProvince.objects.filter(session=one)
    assert "Cannot update" in refused(lambda: row.update(session=other))
    assert "Cannot update" in refused(lambda: row.update(province="94"))


def test_session_is_given_only_to_a_trainer():
    session, former = make_session(), make_user(Role.TRAINER)
    end_role(user=former, role=Role.TRAINER, by=make_user(Role.ADMIN), reason="Pindah tugas.")
    gone = make_user(Role.TRAINER, is_active=False)
    for person in (make_user(Role.CADRE), former, gone):
        rows = Session.objects.filter(pk=session.pk)
        assert "trained_by_trainer" in refused(lambda rows=rows, person=person: rows.update(trainer=person))
        assert "trained_by_trainer" in refused(lambda person=person: make_session(trainer=person))
    assert not refused(lambda: Session.objects.update(trainer=make_user(Role.TRAINER)))


def test_what_was_trained_stays_with_the_trainer_whose_role_ended():
    session = make_session()
    end_role(user=session.trainer, role=Role.TRAINER, by=make_user(Role.ADMIN), reason="Pindah tugas.")
    session.refresh_from_db()
    assert not refused(session.save)


def test_invitation_stays_with_its_session_person_and_secret():
    invitation, other = make_invitation(), make_invitation()
    for changed in ({"session": other.session}, {"person": make_user(Role.CADRE)}, {"token": "x" * 43}):
        rows = Invitation.objects.filter(pk=invitation.pk)
        assert "Cannot update" in refused(lambda rows=rows, changed=changed: rows.update(**changed))


def test_invitation_speaks_for_another_business_only_of_the_same_person():
    invitation, stranger = make_invitation(), make_pilot()
    rows = Invitation.objects.filter(pk=invitation.pk)
    foreign = {"pilot": stranger, "business": stranger.business}
    assert "business_stays" in refused(lambda: rows.update(**foreign))
    rows.update(state=InvitationState.CANCELLED)
    assert "business_stays" in refused(lambda: rows.update(state=InvitationState.INVITED, **foreign))
    province = stranger.seat.province
    staff = make_user(Role.JAMKRINDO)
    nomination = make_nomination(
        business=make_business(owner=invitation.business.owner, province=province),
        province=province,
        state="accepted",
        decided_by=staff,
        decided_at=timezone.now(),
    )
    own = make_pilot(nomination=nomination, province=province)
    assert not refused(lambda: rows.update(pilot=own, business=own.business))


def test_business_of_an_invitation_changes_only_with_the_pilot():
    invitation = make_invitation()
    other = make_business(owner=invitation.business.owner)
    rows = Invitation.objects.filter(pk=invitation.pk)
    assert refused(lambda: rows.update(business=other))
