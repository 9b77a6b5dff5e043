"""People who press at the same instant. Real threads, real connections."""

from collections import Counter

import pytest

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.partnership.services import close_phase, set_quotas
from programs.pilots.choices import NominationState, PilotOutcome
from programs.pilots.models import Nomination, Pilot, Seat
from programs.pilots.services import (
    accept_nomination,
    deciding,
    end_pilot,
    nominate_business,
    waitlist_nomination,
    withdraw_nomination,
)
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_business, make_nomination, make_phase, make_pilot, make_province, make_user
from tests.parallel import in_parallel
from tests.reviewing import make_consent

from .makers import scores_of

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Pemiliknya pindah ke luar negeri."


def test_twenty_acceptances_at_once_seat_exactly_two():
    aceh = make_province("11")
    phase = make_phase(provinces=[aceh])
    staff = make_user(Role.JAMKRINDO)
    nominations = [make_nomination(phase=phase, province=aceh) for _ in range(20)]

    answers = in_parallel(lambda one: accept_nomination(nomination=one, by=staff).seat.number, nominations)

    assert Counter(answers) == {"NoFreeSeat": 18, 1: 1, 2: 1}
    assert Counter(Nomination.objects.values_list("state", flat=True)) == {"accepted": 2, "proposed": 18}
    assert Pilot.objects.active().count() == 2
    assert Message.objects.filter(occasion="nomination_accepted").count() == 4  # two owners, two nominators


def test_race_is_real_without_the_lock(monkeypatch):
    """What the lock is for: without it the wall still holds, but people get a database error instead of a sentence."""
    monkeypatch.setattr(
        deciding,
        "lock_seats",
        lambda phase, province: list(Seat.objects.of(phase, province).order_by("number")),
    )
    phase, staff = make_phase(), make_user(Role.JAMKRINDO)
    nominations = [make_nomination(phase=phase) for _ in range(20)]

    answers = Counter(
        in_parallel(lambda one: accept_nomination(nomination=one, by=staff).seat.number, nominations)
    )

    assert answers["IntegrityError"] > 0
    assert Pilot.objects.active().count() == answers[1] + answers[2] <= 2


def test_one_nomination_decided_by_ten_at_once_is_decided_once():
    nomination = make_nomination()
    staff = [make_user(Role.JAMKRINDO) for _ in range(10)]

    answers = in_parallel(lambda by: accept_nomination(nomination=nomination, by=by).seat.number, staff)

    assert Counter(answers) == {"AlreadyDecided": 9, 1: 1}
    assert Pilot.objects.count() == 1


def test_acceptance_and_withdrawal_at_once_have_one_winner():
    nomination = make_nomination()
    staff = make_user(Role.JAMKRINDO)
    tasks = [
        lambda: accept_nomination(nomination=nomination, by=staff).nomination.state,
        lambda: withdraw_nomination(nomination=nomination, by=nomination.nominated_by).state,
    ]

    answers = in_parallel(lambda task: task(), tasks)

    nomination.refresh_from_db()
    assert sorted(answers) == sorted(["AlreadyDecided", nomination.state])
    assert Pilot.objects.count() == (nomination.state == NominationState.ACCEPTED)


def test_ten_put_on_the_waiting_list_at_once_get_ten_ranks():
    phase = make_phase()
    staff = make_user(Role.JAMKRINDO)
    nominations = [make_nomination(phase=phase) for _ in range(10)]

    ranks = in_parallel(lambda one: waitlist_nomination(nomination=one, by=staff).waitlist_rank, nominations)

    assert sorted(ranks) == list(range(1, 11))


def test_business_proposed_by_five_at_once_is_proposed_once():
    business, phase = make_business(), make_phase()
    make_consent(business)
    scores = scores_of(phase)
    coordinators = [make_user(Role.COORDINATOR) for _ in range(5)]

    answers = in_parallel(
        lambda by: (
            nominate_business(
                business=business,
                phase=phase,
                motivation="Usahanya tumbuh dan pembukuannya rapi sekali.",
                scores=scores,
                by=by,
            ).state
        ),
        coordinators,
    )

    assert Counter(answers) == {"proposed": 1, "NotNominable": 4}
    assert Message.objects.count() == 1


def test_business_accepted_in_two_phases_at_once_gets_one_seat():
    business = make_business()
    staff = make_user(Role.JAMKRINDO)
    nominations = [make_nomination(business=business) for _ in range(2)]

    answers = in_parallel(lambda one: accept_nomination(nomination=one, by=staff).seat.number, nominations)

    assert Counter(answers) == {1: 1, "AlreadyPilot": 1}


def test_seat_that_becomes_free_goes_to_one_of_those_who_wait():
    phase = make_phase(quota=1)
    pilot = make_pilot(phase=phase)
    staff = make_user(Role.JAMKRINDO)
    waiting = [make_nomination(phase=phase) for _ in range(4)]
    tasks = [lambda one=one: accept_nomination(nomination=one, by=staff).seat.number for one in waiting]
    tasks.append(
        lambda: end_pilot(pilot=pilot, outcome=PilotOutcome.WITHDRAWN, reason=REASON, by=staff).outcome
    )

    answers = Counter(in_parallel(lambda task: task(), tasks))

    assert answers["withdrawn"] == 1
    assert answers[1] + answers["NoFreeSeat"] == 4
    assert Pilot.objects.active().count() == answers[1] <= 1


def test_phase_closed_while_ten_are_accepted_has_no_pilot_later_than_its_end():
    phase = make_phase(quota=10)
    staff, admin = make_user(Role.JAMKRINDO), make_user(Role.ADMIN)
    tasks = [
        lambda one=one: accept_nomination(nomination=one, by=staff).seat.number > 0
        for one in [make_nomination(phase=phase) for _ in range(10)]
    ]
    tasks.insert(5, lambda: close_phase(phase=phase, by=admin).state)

    answers = Counter(in_parallel(lambda task: task(), tasks))

    closed = Phase.objects.get(pk=phase.pk)
    assert closed.state == PhaseState.CLOSED
    assert answers == Counter(
        {"closed": 1, True: Pilot.objects.count(), "PhaseNotOpen": 10 - Pilot.objects.count()}
    )
    assert not Pilot.objects.filter(accepted_at__gt=closed.closed_at).exists()


def test_quota_lowered_while_seats_are_taken_never_loses_a_pilot():
    phase = make_phase(quota=6)
    province = make_province()
    staff, admin = make_user(Role.JAMKRINDO), make_user(Role.ADMIN)
    tasks = [
        lambda one=one: accept_nomination(nomination=one, by=staff).seat.number
        for one in [make_nomination(phase=phase) for _ in range(6)]
    ]
    tasks.append(lambda: set_quotas(phase=phase, quotas={province: 2}, by=admin))

    answers = in_parallel(lambda task: task(), tasks)

    quota = phase.provinces.get().quota
    seated = [answer for answer in answers[:-1] if answer != "NoFreeSeat"]
    assert sorted(seated) == list(range(1, len(seated) + 1))
    assert (quota, answers[-1]) in ((2, 1), (6, "QuotaTaken"))
    assert len(seated) == quota == phase.seats.count() == Pilot.objects.active().count()
