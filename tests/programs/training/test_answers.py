"""Answers to invitations, the waiting list, and who moves up."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.training.choices import InvitationState, SessionState
from programs.training.errors import InvitationEnded, ReasonMissing, SessionClosed
from programs.training.models import Invitation
from programs.training.queries import place_in_queue, places_left
from programs.training.services import answer_invitation
from soksi_portal.outbox.models import Message
from tests.factories import make_invitation, make_session

pytestmark = pytest.mark.django_db


def state_of(invitation: Invitation) -> str:
    return Invitation.objects.get(pk=invitation.pk).state


def confirm(invitation: Invitation) -> Invitation:
    return answer_invitation(invitation=invitation, attends=True)


def decline(invitation: Invitation, reason: str = "Ada hajatan") -> Invitation:
    return answer_invitation(invitation=invitation, attends=False, reason=reason)


def test_free_place_is_confirmed():
    invitation = confirm(make_invitation())
    assert state_of(invitation) == InvitationState.CONFIRMED
    assert invitation.answered_at is not None
    assert places_left(invitation.session) == 19


def test_full_session_puts_on_the_waiting_list_in_the_order_of_answers():
    session = make_session(capacity=1)
    confirm(make_invitation(session=session))
    second, third = make_invitation(session=session), make_invitation(session=session)
    confirm(third)
    confirm(second)
    places = [place_in_queue(Invitation.objects.get(pk=one.pk)) for one in (third, second)]
    assert places == [1, 2]


def test_same_answer_again_changes_nothing():
    session = make_session(capacity=1)
    confirm(make_invitation(session=session))
    first, second = make_invitation(session=session), make_invitation(session=session)
    for one in (first, second, first, first):
        confirm(one)
    assert place_in_queue(Invitation.objects.get(pk=first.pk)) == 1


def test_first_who_waits_moves_up_and_is_told_when_a_confirmed_one_declines():
    session = make_session(capacity=1)
    confirmed, waiting, later = (make_invitation(session=session) for _ in range(3))
    for one in (confirmed, waiting, later):
        confirm(one)
    decline(confirmed)
    assert [state_of(one) for one in (confirmed, waiting, later)] == ["declined", "confirmed", "waiting"]
    message = Message.objects.get()
    assert (message.occasion, message.recipient, message.expires_at) == (
        "invitation_moved_up", waiting.person, session.starts_at,
    )  # fmt: skip


def test_who_waits_can_leave_the_queue():
    session = make_session(capacity=1)
    confirm(make_invitation(session=session))
    waiting = make_invitation(session=session)
    confirm(waiting)
    decline(waiting)
    assert state_of(waiting) == InvitationState.DECLINED
    assert not Message.objects.exists()


def test_mind_can_change_until_the_start():
    invitation = make_invitation()
    decline(invitation, "Ada hajatan")
    confirm(invitation)
    assert Invitation.objects.values_list("state", "reason").get() == ("confirmed", "")


def test_declining_needs_a_reason():
    invitation = make_invitation()
    with pytest.raises(ReasonMissing):
        decline(invitation, "  ")
    assert state_of(invitation) == InvitationState.INVITED


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts_at": timezone.now() - timedelta(minutes=1)}, "sudah dimulai"),
        ({"state": SessionState.CANCELLED, "cancelled_at": timezone.now()}, "dibatalkan"),
    ],
)
def test_answer_too_late_is_refused(fields, sentence):
    invitation = make_invitation(session=make_session(**fields))
    with pytest.raises(SessionClosed, match=sentence):
        confirm(invitation)


def test_invitation_taken_back_cannot_be_answered():
    with pytest.raises(InvitationEnded):
        confirm(make_invitation(state=InvitationState.CANCELLED))


def test_database_refuses_more_confirmed_than_places():
    session = make_session(capacity=1)
    make_invitation(session=session, state=InvitationState.CONFIRMED)
    with pytest.raises(IntegrityError, match="confirmed_within_capacity"), transaction.atomic():
        make_invitation(session=session, state=InvitationState.CONFIRMED)
    other = make_invitation(session=session)
    with pytest.raises(IntegrityError, match="confirmed_within_capacity"), transaction.atomic():
        Invitation.objects.filter(pk=other.pk).update(state=InvitationState.CONFIRMED)


def test_who_moves_up_twice_is_told_twice():
    """The same thing can happen to one person again without the session having changed."""
    session = make_session(capacity=1)
    first = make_invitation(session=session, state=InvitationState.CONFIRMED)
    second = make_invitation(session=session)
    for _round in range(2):
        answer_invitation(invitation=second, attends=True)
        answer_invitation(invitation=first, attends=False, reason="Sakit")
        answer_invitation(invitation=second, attends=False, reason="Sakit")
        answer_invitation(invitation=first, attends=True)
    told = Message.objects.filter(occasion="invitation_moved_up", recipient=second.person)
    assert sorted(told.values_list("revision", flat=True)) == [0, 1]
