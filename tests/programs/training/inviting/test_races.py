"""Answers at the same instant, while places are freed. Real threads, real connections."""

from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from programs.training.choices import InvitationState
from programs.training.models import Invitation, Session
from programs.training.services import (
    answer_invitation,
    fill_places,
    invite_observers,
    name_substitute,
    withdraw_observer,
)
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_invitation, make_pilot, make_session, make_user
from tests.parallel import in_parallel
from tests.programs.training.inviting.makers import (
    SISTER,
    make_observer,
    make_open,
    make_seated,
    make_waitlisted,
)

pytestmark = pytest.mark.django_db(transaction=True)


def states(session: Session) -> Counter[str]:
    return Counter(Invitation.objects.filter(session=session).values_list("state", flat=True))


def test_mixed_answers_leave_no_place_empty_and_skip_nobody():
    """Ten hold and give up five places while twenty more say yes: whoever waits after that waited behind others."""
    session, pilot = make_session(capacity=10), make_pilot()
    people = [make_invitation(session=session, pilot=pilot, person=make_user(Role.CADRE)) for _ in range(34)]
    for one in people[:14]:
        answer_invitation(invitation=one, attends=True)
    waiting = [one.pk for one in people[10:14]]

    def act(one: Invitation) -> str:
        leaves = one in people[:5]
        return answer_invitation(invitation=one, attends=not leaves, why="busy" if leaves else "").state

    in_parallel(act, [*people[:5], *people[14:]])

    assert states(session) == {"confirmed": 10, "waiting": 19, "declined": 5}
    earlier = Invitation.objects.filter(pk__in=waiting).values_list("state", flat=True)
    assert set(earlier) == {"confirmed"}  # none of the twenty came before them
    queue = list(session.invitations.queue().values_list("answered_at", flat=True))
    moved = set(Message.objects.filter(occasion="invitation_moved_up").values_list("recipient", flat=True))
    last = max(
        Invitation.objects.filter(person__in=moved, state="confirmed").values_list("answered_at", flat=True)
    )
    assert last <= min(queue)


def test_pilots_get_their_places_whatever_observers_answer_beside_them():
    session = make_open(6)
    pilots = [make_seated(session) for _ in range(2)]
    observers = [make_observer(session, rank=rank) for rank in range(1, 9)]
    answers = in_parallel(
        lambda one: answer_invitation(invitation=one, attends=True).state,
        [*observers[:4], *pilots, *observers[4:]],
    )
    assert Counter(answers) == {"confirmed": 6, "waiting": 4}
    assert set(
        Invitation.objects.filter(pk__in=[one.pk for one in pilots]).values_list("state", flat=True)
    ) == {"confirmed"}


def test_observers_past_the_services_meet_the_wall_of_pilots():
    session = make_open(4)
    observers = [make_observer(session, rank=rank) for rank in range(1, 7)]

    def confirm(one: Invitation) -> str:
        Invitation.objects.filter(pk=one.pk).update(state=InvitationState.CONFIRMED)
        return "confirmed"

    assert Counter(in_parallel(confirm, observers)) == {"confirmed": 2, "IntegrityError": 4}


def test_two_workers_at_the_deadline_fill_each_place_once():
    session = make_open(3)
    for rank in range(1, 6):
        answer_invitation(invitation=make_observer(session, rank=rank), attends=True)
    Session.objects.filter(pk=session.pk).update(pilots_first_until=timezone.now())
    assert sorted(in_parallel(lambda _: fill_places(session=session), range(4))) == [0, 0, 0, 2]
    assert states(session) == {"confirmed": 3, "waiting": 2}
    assert Message.objects.filter(occasion="invitation_moved_up").count() == 2


def test_withdrawing_beside_answers_keeps_every_place_taken():
    session, staff = make_open(3, deadline_passed=True), make_user(Role.JAMKRINDO)
    observers = [make_observer(session, rank=rank) for rank in range(1, 9)]
    for one in observers[:5]:
        answer_invitation(invitation=one, attends=True)

    def act(one: Invitation) -> Any:
        if one in observers[:2]:
            return withdraw_observer(invitation=one, reason="Keliru", by=staff)
        return answer_invitation(invitation=one, attends=True).state

    in_parallel(act, [*observers[:2], *observers[5:]])
    assert states(session) == {"confirmed": 3, "waiting": 3, "cancelled": 2}


def test_two_staff_invite_the_same_observers_once():
    session, staff = make_session(capacity=9), make_user(Role.JAMKRINDO)
    chosen = [make_waitlisted(session, rank).business_id for rank in (1, 2)]
    answers = in_parallel(
        lambda _: len(invite_observers(session=session, businesses=chosen, by=staff)), range(4)
    )
    assert Counter(answers) == {2: 1, "ObserversRefused": 3}
    assert session.invitations.count() == 2


def test_one_substitute_named_by_four_gets_one_place():
    session, pilot = make_session(), make_pilot()
    people = [make_invitation(session=session, pilot=pilot, person=make_user(Role.CADRE)) for _ in range(4)]
    answers = in_parallel(lambda one: name_substitute(invitation=one, guest=SISTER).state, people)
    assert Counter(answers) == {"confirmed": 1, "SubstituteRefused": 3}
    assert states(session) == {"confirmed": 1, "invited": 3}
