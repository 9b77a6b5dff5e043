"""The database refuses, past the services, what the rules of offers, moves and drafts refuse."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase, PhaseProvince
from programs.pilots.choices import DraftAnswer, DraftState, NominationState, OfferState
from programs.pilots.models import Draft, DraftDecision, Move, Nomination, Pilot, Seat, SeatOffer
from programs.pilots.services import waitlist_nomination
from soksi_portal.accounts.choices import Role
from tests.factories import make_nomination, make_phase, make_pilot, make_province, make_user

from .makers import REASON, offered
from .test_walls import check_deferred, decide, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_user(Role.JAMKRINDO)


def waiting(phase, staff) -> Nomination:
    return waitlist_nomination(nomination=make_nomination(phase=phase), by=staff)


def offer_of(seat: Seat, nomination: Nomination, **values) -> SeatOffer:
    values.setdefault("answer_by", timezone.now() + timedelta(days=7))
    return SeatOffer.objects.create(seat=seat, nomination=nomination, **values)


def end(offer: SeatOffer, state: str, **values) -> None:
    SeatOffer.objects.filter(pk=offer.pk).update(**{"state": state, "ended_at": timezone.now(), **values})


def test_seat_is_offered_to_one_at_a_time(staff):
    phase = make_phase()
    seat = phase.seats.first()
    offer_of(seat, waiting(phase, staff))
    with refused("offer_open_once_per_seat"), transaction.atomic():
        offer_of(seat, waiting(phase, staff))


def test_business_is_asked_about_one_seat_at_a_time(staff):
    phase = make_phase()
    nomination, (one, other) = waiting(phase, staff), phase.seats.all()
    offer_of(one, nomination)
    with refused("offer_open_once_per_nomination"), transaction.atomic():
        offer_of(other, nomination)


@pytest.mark.parametrize("state", [PhaseState.PLANNED, PhaseState.CLOSED])
def test_nothing_is_offered_outside_an_open_phase(staff, state):
    phase, seat = make_phase(), make_phase(state=state).seats.first()
    nomination = waiting(phase, staff)
    with refused("offer_fits: phase not open"), transaction.atomic():
        offer_of(seat, nomination)


def test_taken_seat_is_not_offered(staff):
    pilot = make_pilot()
    nomination = waiting(pilot.seat.phase, staff)
    with refused("offer_fits: somebody sits there"), transaction.atomic():
        offer_of(pilot.seat, nomination)


def test_only_the_list_of_that_seat_is_asked(staff):
    phase, other = make_phase(), make_phase()
    with refused("offer_fits: not on the waiting list"), transaction.atomic():
        offer_of(phase.seats.first(), make_nomination(phase=phase))
    with refused("offer_fits: not on the waiting list"), transaction.atomic():
        offer_of(phase.seats.first(), waiting(other, staff))


def test_offer_begins_open(staff):
    phase = make_phase()
    with refused("offer_fits: made open"), transaction.atomic():
        offer_of(phase.seats.first(), waiting(phase, staff), state="expired", ended_at=timezone.now())


def test_nobody_sits_on_a_seat_offered_to_another(staff):
    offer = offered(by=staff)
    accepted = make_nomination(
        phase=offer.seat.phase, state="accepted", decided_by=staff, decided_at=timezone.now()
    )
    with refused("pilot_seat_not_offered"), transaction.atomic():
        Pilot.objects.create(
            seat=offer.seat, business=accepted.business, nomination=accepted, accepted_by=staff
        )


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn"])
def test_who_is_asked_stays_on_the_list(staff, state):
    offer = offered(by=staff)
    with refused("nomination_offer_ends_first"), transaction.atomic():
        decide(offer.nomination, state, decision_reason=REASON)


def test_yes_without_a_seat_does_not_stand(staff):
    offer = offered(by=staff)
    with refused("offer_accepted_is_seated"), transaction.atomic():
        end(offer, OfferState.ACCEPTED, ended_by=staff, answered_by="staff")
        check_deferred()


@pytest.mark.parametrize(
    ("state", "values", "wall"),
    [
        ("declined", {}, "offer_answer_signed_in_time"),
        ("expired", {}, "offer_expires_after_deadline"),
        ("withdrawn", {}, "offer_withdrawal_explained"),
        ("vanished", {}, "offer_state_known"),
        ("withdrawn", {"reason": REASON, "ended_at": None}, "offer_end_dated"),
    ],
)
def test_end_of_an_offer_is_signed_in_time_and_explained(staff, state, values, wall):
    offer = offered(by=staff)
    with refused(wall), transaction.atomic():
        end(offer, state, **values)


def test_answer_after_the_deadline_does_not_stand(staff):
    offer = offered(by=staff)
    late = {"ended_at": offer.answer_by + timedelta(minutes=1), "ended_by": staff, "answered_by": "link"}
    with refused("offer_answer_signed_in_time"), transaction.atomic():
        end(offer, OfferState.DECLINED, **late)


def test_offer_ends_once_stays_what_it_was_and_is_never_deleted(staff):
    offer = offered(by=staff)
    with refused("offer_stays|Cannot update"), transaction.atomic():
        SeatOffer.objects.filter(pk=offer.pk).update(answer_by=timezone.now() + timedelta(days=60))
    with refused("keep_offer|Cannot delete"), transaction.atomic():
        offer.delete()
    end(offer, OfferState.WITHDRAWN, reason=REASON)
    with refused("offer_ends_once|Cannot update"), transaction.atomic():
        SeatOffer.objects.filter(pk=offer.pk).update(reason="Alasan lain yang ditulis kemudian.")


def test_quota_stays_above_a_seat_that_is_or_was_offered(staff):
    phase = make_phase(quota=2)
    offer = offer_of(phase.seats.get(number=2), waiting(phase, staff))
    with refused("seats_follow_quota"), transaction.atomic():
        PhaseProvince.objects.filter(phase=phase).update(quota=1)
    end(offer, OfferState.WITHDRAWN, reason=REASON)
    with refused("seats_follow_quota"), transaction.atomic():
        PhaseProvince.objects.filter(phase=phase).update(quota=1)


def move(pilot: Pilot, seat: Seat, staff, **values) -> None:
    Move.objects.create(
        pilot=pilot, from_seat=pilot.seat, to_seat=seat, moved_by=staff, reason=REASON, **values
    )


def test_move_is_on_record_and_happens_or_neither(staff):
    pilot = make_pilot()
    free = Seat.objects.free().first()
    with refused("pilot_moves_on_record"), transaction.atomic():
        Pilot.objects.filter(pk=pilot.pk).update(seat=free)
    with refused("move_has_happened"), transaction.atomic():
        move(pilot, free, staff)
        check_deferred()
    move(pilot, free, staff)
    Pilot.objects.filter(pk=pilot.pk).update(seat=free)
    check_deferred()
    assert Seat.objects.get(pk=pilot.seat_id).freed_at is not None
    with refused("keep_move|Cannot"), transaction.atomic():
        Move.objects.update(reason="Alasan lain yang ditulis kemudian.")


def test_move_goes_neither_abroad_nor_into_a_closed_phase_nor_to_an_offered_seat(staff):
    pilot = make_pilot()
    abroad = make_phase(provinces=[make_province("91")]).seats.first()
    closed = make_phase(state=PhaseState.CLOSED).seats.first()
    kept = Seat.objects.of(pilot.seat.phase, pilot.seat.province).free().get()
    offer_of(kept, waiting(pilot.seat.phase, staff))
    for seat, wall in (
        (abroad, "pilot_verified_and_local"),
        (closed, "pilot_moves_on_record: phase not open"),
        (kept, "pilot_seat_not_offered"),
    ):
        with refused(wall), transaction.atomic():
            move(pilot, seat, staff)
            Pilot.objects.filter(pk=pilot.pk).update(seat=seat)


def draft_of(phase: Phase, staff) -> Draft:
    return Draft.objects.create(phase=phase, started_by=staff)


def test_phase_has_one_open_draft_and_only_while_it_is_open(staff):
    phase = make_phase()
    draft_of(phase, staff)
    with refused("draft_open_once_per_phase"), transaction.atomic():
        draft_of(phase, staff)
    with refused("draft_in_open_phase"), transaction.atomic():
        draft_of(make_phase(state=PhaseState.CLOSED), staff)


def test_draft_decides_once_on_a_nomination_of_its_phase(staff):
    nomination = make_nomination()
    draft = draft_of(nomination.phase, staff)
    line = {"draft": draft, "answer": DraftAnswer.SEAT, "drafted_by": staff}
    DraftDecision.objects.create(nomination=nomination, **line)
    with refused("draft_decides_once"), transaction.atomic():
        DraftDecision.objects.create(nomination=nomination, **line)
    with refused("another phase"), transaction.atomic():
        DraftDecision.objects.create(nomination=make_nomination(), **line)
    with refused("draft_rank_for_waiting"), transaction.atomic():
        DraftDecision.objects.update(rank=1)


def test_published_draft_stands(staff):
    nomination = make_nomination()
    draft = draft_of(nomination.phase, staff)
    line = DraftDecision.objects.create(
        draft=draft, nomination=nomination, answer=DraftAnswer.SEAT, drafted_by=staff
    )
    with refused("draft_end_signed"), transaction.atomic():
        Draft.objects.update(state=DraftState.PUBLISHED)
    Draft.objects.update(state=DraftState.PUBLISHED, ended_by=staff, ended_at=timezone.now())
    for change in (line.delete, lambda: DraftDecision.objects.update(reason="Lain"), lambda: line.save()):
        with refused("draft_decision_while_open"), transaction.atomic():
            change()
    with refused("draft_ends_once|Cannot update"), transaction.atomic():
        Draft.objects.update(reason="Lain")
    with refused("keep_draft|Cannot delete"), transaction.atomic():
        Draft.objects.all()._raw_delete("default")
    assert Nomination.objects.get().state == NominationState.PROPOSED
