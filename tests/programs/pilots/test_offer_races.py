"""Offers, answers and drafts at the same instant. Real threads, real connections."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from programs.partnership.services import set_quotas
from programs.pilots.choices import AnsweredBy, OfferState, PilotOutcome
from programs.pilots.models import Nomination, Pilot, SeatOffer
from programs.pilots.services import (
    accept_nomination,
    accept_offer,
    decline_nomination,
    decline_offer,
    draft_decision,
    end_pilot,
    lapse_offer,
    move_pilot,
    offer_free_seats,
    open_draft,
    publish_draft,
    withdraw_nomination,
)
from programs.pilots.tasks import carry_on_offers
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_nomination, make_phase, make_pilot, make_province, make_user
from tests.parallel import in_parallel

from .makers import REASON, offered, wait_in_line

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff():
    return make_user(Role.JAMKRINDO)


def together(*tasks):
    return in_parallel(lambda task: task(), tasks)


def test_yes_pressed_five_times_and_no_five_times_is_one_answer(staff):
    offer = offered(by=staff, waiting=2)
    answers = together(
        *[lambda: accept_offer(offer=offer, by=staff, how=AnsweredBy.STAFF).state] * 5,
        *[lambda: decline_offer(offer=offer, by=staff, how=AnsweredBy.STAFF).state] * 5,
    )
    offer.refresh_from_db()
    assert Counter(answers) == {offer.state: 1, "OfferEnded": 9}
    assert Pilot.objects.active().count() == (offer.state == OfferState.ACCEPTED)


def test_answer_beside_three_clocks_has_one_end(staff, monkeypatch):
    offer = offered(by=staff, waiting=2)
    late = offer.answer_by + timedelta(minutes=1)
    answers = together(
        lambda: accept_offer(offer=offer, by=staff, how=AnsweredBy.STAFF).state,
        *[lambda: lapse_offer(offer=offer, now=late)] * 3,
    )
    offer.refresh_from_db()
    if offer.state == OfferState.ACCEPTED:
        assert answers == ["accepted", False, False, False]
    else:
        assert (answers[0], sorted(answers[1:])) == ("OfferEnded", [False, False, True])
        assert SeatOffer.objects.open().count() == 1  # the next, once


def test_four_workers_end_and_offer_once(staff, monkeypatch):
    offer = offered(by=staff, waiting=3)
    late = offer.answer_by + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: late)
    answers = together(*[carry_on_offers] * 4)
    assert sum(lapsed for lapsed, _offered, _reminded in answers) == 1
    assert SeatOffer.objects.count() == 2
    assert Message.objects.filter(occasion="offer_made").count() == 2


def test_freed_seats_are_offered_once_by_four(staff):
    phase = make_phase(quota=1)
    wait_in_line(phase, by=staff, number=3)
    province = make_province()
    set_quotas(phase=phase, quotas={province: 3}, by=make_user(Role.ADMIN))
    answers = together(*[lambda: len(offer_free_seats(phase_id=phase.pk, province_id=province.pk))] * 4)
    assert sorted(answers) == [0, 0, 0, 2]


def test_seat_that_becomes_free_is_offered_and_nobody_passes_the_list(staff):
    """Four who press "accept" for others at the moment at which a pilot leaves: the list has the seat."""
    phase = make_phase(quota=1)
    pilot = make_pilot(phase=phase)
    (first,) = wait_in_line(phase, by=staff)
    others = [make_nomination(phase=phase) for _ in range(4)]
    answers = together(
        lambda: end_pilot(pilot=pilot, outcome=PilotOutcome.REPLACED, reason=REASON, by=staff).outcome,
        *[lambda one=one: accept_nomination(nomination=one, by=staff) for one in others],
    )
    assert Counter(answers) == {"replaced": 1, "NoFreeSeat": 4}
    assert SeatOffer.objects.open().get().nomination_id == first.pk


def test_offered_business_declined_withdrawn_and_accepted_at_once_has_one_fate(staff):
    offer = offered(by=staff, waiting=2)
    nomination = offer.nomination
    answers = together(
        lambda: accept_offer(offer=offer, by=staff, how=AnsweredBy.STAFF).state,
        lambda: decline_nomination(nomination=nomination, by=staff, reason=REASON).state,
        lambda: withdraw_nomination(nomination=nomination, by=nomination.nominated_by).state,
    )
    nomination.refresh_from_db()
    assert answers.count(nomination.state) == 1
    assert set(answers) - {nomination.state} <= {"OfferEnded", "AlreadyDecided"}
    assert SeatOffer.objects.open().count() == (nomination.state != "accepted")


def test_two_pilots_moved_to_one_seat_and_one_accepted_there_have_one_winner(staff):
    phase = make_phase(quota=3)
    pilots = [make_pilot(phase=phase) for _ in range(2)]
    free = phase.seats.get(number=3)
    nomination = make_nomination(phase=phase)
    answers = together(
        *[
            lambda one=one: move_pilot(pilot=one, to_seat=free, reason=REASON, by=staff).seat.number
            for one in pilots
        ],
        lambda: accept_nomination(nomination=nomination, by=staff).seat.number,
    )
    assert Pilot.objects.active().filter(seat=free).count() == 1
    assert len(set(Pilot.objects.active().values_list("seat", flat=True))) == Pilot.objects.active().count()
    assert set(answers) <= {1, 2, 3, "SeatNotFree", "NoFreeSeat"}


def test_pilots_that_change_phases_crosswise_do_not_wait_in_a_circle(staff):
    phases = [make_phase(quota=2) for _ in range(2)]
    pilots = [make_pilot(phase=phase) for phase in phases for _ in range(2)]
    targets = [
        *[phases[1].seats.get(number=n) for n in (1, 2)],
        *[phases[0].seats.get(number=n) for n in (1, 2)],
    ]
    tasks = [
        lambda one=one, seat=seat: move_pilot(pilot=one, to_seat=seat, reason=REASON, by=staff)
        for one, seat in zip(pilots, targets, strict=True)
    ]
    assert set(together(*tasks)) == {"SeatNotFree"}  # all taken, and nobody met a database error


def test_draft_published_by_four_at_once_is_published_once(staff):
    phase = make_phase()
    for answer in ("seat", "seat", "wait"):
        nomination = make_nomination(phase=phase)
        draft_decision(nomination=nomination, answer=answer, rank=1 if answer == "wait" else None, by=staff)
    draft = open_draft(phase)
    people = [make_user(Role.JAMKRINDO) for _ in range(4)]
    answers = in_parallel(lambda by: publish_draft(draft=draft, by=by).seated, people)
    assert Counter(answers) == {2: 1, "DraftEnded": 3}
    assert Message.objects.count() == 6  # owner and nominator, each once


def test_draft_published_beside_single_decisions_is_whole_or_not_at_all(staff):
    phase = make_phase(quota=1)
    drafted, single = (make_nomination(phase=phase) for _ in range(2))
    declined = make_nomination(phase=phase)
    draft_decision(nomination=drafted, answer="seat", by=staff)
    draft_decision(nomination=declined, answer="decline", reason=REASON, by=staff)
    draft = open_draft(phase)
    answers = together(
        lambda: publish_draft(draft=draft, by=staff).seated,
        lambda: accept_nomination(nomination=single, by=staff).seat.number,
    )
    assert answers in ([1, "NoFreeSeat"], ["DraftRefused", 1])
    states = dict(Nomination.objects.values_list("pk", "state"))
    whole = answers[0] == 1
    assert states[drafted.pk] == ("accepted" if whole else "proposed")
    assert states[declined.pk] == ("declined" if whole else "proposed")


def test_first_lines_of_a_draft_written_by_five_begin_one_draft(staff):
    phase = make_phase()
    nominations = [make_nomination(phase=phase) for _ in range(5)]
    drafts = in_parallel(
        lambda one: draft_decision(nomination=one, answer="seat", by=staff).draft_id, nominations
    )
    assert len(set(drafts)) == 1
    assert open_draft(phase).decisions.count() == 5
