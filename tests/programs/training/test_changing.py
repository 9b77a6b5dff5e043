"""Moving and cancelling a session replaces what was planned about it and tells those invited."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.training.choices import InvitationState, SessionMode, SessionState
from programs.training.errors import CapacityTaken, ReasonMissing, SessionClosed, TrainerBooked
from programs.training.models import Session
from programs.training.services import Arrangement, cancel_session, reschedule_session
from soksi_portal.accounts.choices import Role
from soksi_portal.audit.queries import history
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import enqueue
from tests.factories import make_invitation, make_province, make_session, make_user, make_venue
from tests.programs.training.makers import make_arrangement

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    start = (timezone.now() + timedelta(days=9)).replace(hour=2, minute=0, second=0, microsecond=0)
    return make_session(starts_at=start, ends_at=start + timedelta(hours=3), capacity=2)


def arrangement_of(session: Session) -> Arrangement:
    names = ("trainer", "starts_at", "ends_at", "capacity", "mode", "venue", "link", "time_zone")
    return Arrangement(**{name: getattr(session, name) for name in names})


def change(session: Session, **changes) -> Session:
    arrangement = replace(arrangement_of(session), **changes)
    return reschedule_session(session=session, arrangement=arrangement, by=make_user(Role.JAMKRINDO))


def planned_reminder(session, person):
    return enqueue(
        occasion="session_reminder", subject_ref=session.subject_ref, recipient=person, title="x", body="x"
    )


def test_moved_session_tells_everyone_the_old_and_the_new_time(session):
    first, second = make_invitation(session=session), make_invitation(session=session, state="declined")
    reminder = planned_reminder(session, first.person)

    changed = change(
        session, starts_at=session.starts_at + timedelta(days=1), ends_at=session.ends_at + timedelta(days=1)
    )

    assert changed.revision == 1
    reminder.refresh_from_db()
    assert reminder.state == "cancelled"
    told = Message.objects.filter(occasion="session_changed", revision=1, state="pending")
    assert set(told.values_list("recipient", flat=True)) == {
        first.person_id,
        second.person_id,
        session.trainer_id,
    }
    body = told.get(recipient=first.person).body
    assert "Waktu berubah: dahulu " in body
    assert "pukul 09.00–12.00 WIB, sekarang " in body
    assert told.get(recipient=first.person).expires_at == changed.starts_at


def test_moved_session_is_told_in_each_recipients_zone(session):
    invitation = make_invitation(session=session)
    papua = make_province("91")
    invitation.province = papua
    invitation.save()
    change(session, venue=make_venue())
    body = Message.objects.get(occasion="session_changed", recipient=invitation.person).body
    assert "pukul 11.00–14.00 WIT (di tempat pelatihan: " in body
    assert "Tempat berubah: dahulu " in body


@pytest.mark.parametrize(("hours", "at_any_hour"), [(23, True), (25, False)])
def test_change_within_a_day_ignores_quiet_hours(hours, at_any_hour):
    session = make_session(starts_at=timezone.now() + timedelta(hours=hours))
    invitation = make_invitation(session=session)
    change(
        session, starts_at=session.starts_at + timedelta(days=5), ends_at=session.ends_at + timedelta(days=5)
    )
    message = Message.objects.get(occasion="session_changed", recipient=invitation.person)
    assert message.ignores_quiet_hours is at_any_hour


def test_new_trainer_is_assigned_and_the_old_released(session):
    old, new = session.trainer, make_user(Role.TRAINER)
    change(session, trainer=new)
    assert Message.objects.get(occasion="session_assigned").recipient == new
    released = Message.objects.get(occasion="session_changed")
    assert released.recipient == old
    assert f"sekarang dilatih oleh {new}" in released.body


def test_changed_link_is_told_without_the_link_itself():
    session = make_session(mode=SessionMode.ONLINE, link="https://rapat.test/satu")
    invitation = make_invitation(session=session)
    change(session, link="https://rapat.test/dua")
    body = Message.objects.get(occasion="session_changed", recipient=invitation.person).body
    assert "Tautan untuk bergabung berubah." in body
    assert "rapat.test" not in body  # only for who confirmed


def test_unchanged_session_tells_nobody(session):
    make_invitation(session=session)
    assert change(session).revision == 0
    assert not Message.objects.exists()


def test_more_places_move_up_those_who_wait_in_their_order(session):
    now = timezone.now()
    for _ in range(2):
        make_invitation(session=session, state=InvitationState.CONFIRMED)
    last = make_invitation(session=session, state=InvitationState.WAITING, answered_at=now)
    first = make_invitation(
        session=session, state=InvitationState.WAITING, answered_at=now - timedelta(hours=1)
    )

    changed = change(session, capacity=3)

    assert changed.revision == 0
    first.refresh_from_db()
    last.refresh_from_db()
    assert (first.state, last.state) == ("confirmed", "waiting")
    assert Message.objects.get().occasion == "invitation_moved_up"
    assert Message.objects.get().recipient == first.person


def test_capacity_below_the_confirmed_is_refused(session):
    for _ in range(2):
        make_invitation(session=session, state=InvitationState.CONFIRMED)
    with pytest.raises(CapacityTaken, match="2 orang sudah menyatakan hadir"):
        change(session, capacity=1)


def test_database_refuses_capacity_below_the_confirmed(session):
    for _ in range(2):
        make_invitation(session=session, state=InvitationState.CONFIRMED)
    with pytest.raises(IntegrityError, match="capacity_holds_confirmed"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(capacity=1)


def test_moving_onto_another_booking_is_refused(session):
    other = make_session()
    with pytest.raises(TrainerBooked):
        change(session, trainer=other.trainer, starts_at=other.starts_at, ends_at=other.ends_at)


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_at": timezone.now() - timedelta(hours=1)},
        {"state": SessionState.CANCELLED, "cancelled_at": timezone.now()},
        {"state": SessionState.HELD},
    ],
)
def test_only_upcoming_sessions_change_or_cancel(fields):
    session, staff = make_session(**fields), make_user(Role.JAMKRINDO)
    make_invitation(session=session)
    with pytest.raises(SessionClosed):
        reschedule_session(session=session, arrangement=make_arrangement(), by=staff)
    with pytest.raises(SessionClosed):
        cancel_session(session=session, reason="Banjir", by=staff)


def test_begun_session_to_which_nobody_was_invited_can_be_called_off():
    session = make_session(starts_at=timezone.now() - timedelta(hours=1))
    cancel_session(session=session, reason="Tidak ada peserta", by=make_user(Role.JAMKRINDO))
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED


def test_cancelled_session_tells_everyone_why_and_stops_reminders(session):
    invitation = make_invitation(session=session, state=InvitationState.CONFIRMED)
    reminder = planned_reminder(session, invitation.person)
    staff = make_user(Role.JAMKRINDO)

    cancelled = cancel_session(session=session, reason=" Banjir di lokasi ", by=staff)

    assert (cancelled.state, cancelled.cancelled_by, cancelled.cancel_reason) == (
        "cancelled",
        staff,
        "Banjir di lokasi",
    )
    reminder.refresh_from_db()
    invitation.refresh_from_db()
    assert (reminder.state, invitation.state) == ("cancelled", "confirmed")
    told = Message.objects.filter(occasion="session_cancelled")
    assert set(told.values_list("recipient", flat=True)) == {invitation.person_id, session.trainer_id}
    assert "Alasan: Banjir di lokasi" in told.get(recipient=invitation.person).body


def test_cancelling_needs_a_reason(session):
    with pytest.raises(ReasonMissing):
        cancel_session(session=session, reason="  ", by=make_user(Role.JAMKRINDO))


def test_audit_trail_says_who_cancelled_and_why(session):
    staff = make_user(Role.JAMKRINDO)
    cancel_session(session=session, reason="Banjir", by=staff)
    entry = history(Session.objects.get())[0]
    assert (entry.who, entry.why) == (staff.full_name, "Banjir")
