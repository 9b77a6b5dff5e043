"""A freed seat goes to the waiting list in its order, by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.partnership.services import set_quotas
from programs.pilots.choices import AnsweredBy, NominationState, OfferState, PilotOutcome
from programs.pilots.errors import NoFreeSeat, OfferEnded, OfferOpen
from programs.pilots.graduation.services import graduate_pilot
from programs.pilots.models import Nomination, Pilot, Seat, SeatOffer
from programs.pilots.services import (
    accept_nomination,
    accept_offer,
    decline_nomination,
    decline_offer,
    end_pilot,
    lapse_offer,
    waitlist_nomination,
    withdraw_nomination,
    withdraw_offer,
)
from programs.pilots.tasks import carry_on_offers
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from tests.factories import make_nomination, make_phase, make_pilot, make_province, make_user
from tests.programs.pilots.embryo import make_ready

from .makers import REASON, offered, told, wait_in_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_user(Role.JAMKRINDO, full_name="Rina Suryani")


def asked() -> list[tuple[int, str]]:
    """Each offer: the rank of the asked in the beginning is the order of the nominations' keys."""
    return [(offer.nomination_id, offer.state) for offer in SeatOffer.objects.order_by("pk")]


def later(offer: SeatOffer) -> bool:
    return lapse_offer(offer=offer, now=offer.answer_by + timedelta(minutes=1))


@pytest.fixture
def clock(monkeypatch):
    """`clock(offer)` lets its deadline pass for everyone."""

    def pass_deadline(offer: SeatOffer) -> None:
        moment = offer.answer_by + timedelta(minutes=1)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return pass_deadline


def test_pilot_that_withdraws_has_its_seat_offered_in_the_same_transaction(staff):
    offer = offered(by=staff, waiting=2)
    first, second = Nomination.objects.filter(state="waitlisted").order_by("waitlist_rank")
    assert asked() == [(first.pk, "open")]
    occasions = [
        (row.occasion, row.recipient) for row in Message.objects.filter(subject_ref=f"offer:{offer.pk}")
    ]
    assert occasions == [("offer_made", first.business.owner.user), ("offer_told", first.nominated_by)]
    assert second.waitlist_rank == 2


@pytest.mark.parametrize(
    ("province", "clock"), [("32", "23.59 WIB"), ("91", "23.59 WIT")], ids=["Jawa Barat", "Papua"]
)
def test_deadline_is_at_the_end_of_the_day_in_the_province(staff, province, clock):
    place = make_province(province)
    phase = make_phase(provinces=[place], quota=1, answer_days=3)
    pilot = make_pilot(phase=phase, province=place)
    waits = make_nomination(phase=phase, province=place)
    waitlist_nomination(nomination=waits, by=staff)
    end_pilot(pilot=pilot, outcome=PilotOutcome.REPLACED, reason=REASON, by=staff)
    offer = SeatOffer.objects.get()
    local = offer.answer_by.astimezone(place.zone)
    assert (local.date() - offer.offered_at.astimezone(place.zone).date()).days == 3
    assert (local.hour, local.minute) == (23, 59)
    body = Message.objects.get(occasion="offer_made").body
    assert clock in body
    assert "/tawaran/" in body


def test_accepting_seats_the_business_by_the_decision_of_who_put_it_on_the_list(staff):
    offer = offered(by=staff)
    owner = offer.nomination.business.owner.user
    accept_offer(offer=offer, by=owner, how=AnsweredBy.LINK)
    pilot, nomination = Pilot.objects.active().get(), Nomination.objects.get(pk=offer.nomination_id)
    offer.refresh_from_db()
    assert (pilot.seat, pilot.nomination, pilot.accepted_by) == (offer.seat, nomination, staff)
    assert (nomination.state, nomination.waitlist_rank) == (NominationState.ACCEPTED, None)
    assert (offer.state, offer.ended_by, offer.answered_by) == (OfferState.ACCEPTED, owner, AnsweredBy.LINK)
    assert told()[-2:] == [
        ("offer_accepted", owner.full_name),
        ("offer_accepted", nomination.nominated_by.full_name),
    ]


def test_declining_leaves_the_list_and_asks_the_next(staff):
    offer = offered(by=staff, waiting=2)
    owner = offer.nomination.business.owner.user
    decline_offer(offer=offer, by=owner, how=AnsweredBy.OWNER, note="Toko pindah tempat.")
    left, second = Nomination.objects.exclude(state="accepted").order_by("pk")
    assert (left.state, left.decided_by) == (NominationState.WITHDRAWN, owner)
    assert left.decision_reason == "Pemilik tidak mengambil kursi 1. Toko pindah tempat."
    assert asked() == [(left.pk, "declined"), (second.pk, "open")]
    assert second.waitlist_rank == 1
    declined = [name for occasion, name in told() if occasion == "offer_declined"]
    assert sorted(declined) == sorted([owner.full_name, left.nominated_by.full_name])


def test_silence_goes_to_the_end_of_the_list_and_asks_the_next(staff, clock):
    offer = offered(by=staff, waiting=3)
    first, second, third = Nomination.objects.filter(state="waitlisted").order_by("waitlist_rank")
    clock(offer)
    assert carry_on_offers() == (1, 0, 0)
    assert carry_on_offers() == (0, 0, 0)
    assert asked() == [(first.pk, "expired"), (second.pk, "open")]
    in_order = Nomination.objects.filter(state="waitlisted").order_by("waitlist_rank")
    assert list(in_order.values_list("pk", "waitlist_rank")) == [(second.pk, 1), (third.pk, 2), (first.pk, 3)]
    assert [occasion for occasion, _name in told()].count("offer_lapsed") == 2


def test_silent_twice_is_left_to_a_person_and_the_seat_to_a_decision(staff):
    offer = offered(by=staff)
    assert later(offer)
    again = SeatOffer.objects.open().get()
    assert again.nomination_id == offer.nomination_id
    assert later(again)
    assert not SeatOffer.objects.open().exists()
    assert Seat.objects.get().freed_at is None
    assert accept_nomination(nomination=offer.nomination, by=staff).seat_id == offer.seat_id


def test_reminder_two_days_before_the_deadline_once(staff, monkeypatch):
    offer = offered(by=staff)
    assert carry_on_offers() == (0, 0, 0)
    soon = offer.answer_by - timedelta(days=2) + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: soon)
    assert (carry_on_offers(), carry_on_offers()) == ((0, 0, 1), (0, 0, 0))
    reminder = Message.objects.get(occasion="offer_reminder")
    assert (reminder.recipient, reminder.expires_at) == (
        offer.nomination.business.owner.user,
        offer.answer_by,
    )
    decline_offer(offer=offer, by=reminder.recipient, how=AnsweredBy.OWNER)
    reminder.refresh_from_db()
    assert reminder.state == MessageState.CANCELLED


def test_answer_after_the_deadline_is_refused_with_a_sentence(staff, clock):
    offer = offered(by=staff)
    clock(offer)
    with pytest.raises(OfferEnded, match=r"berlaku sampai .* pukul 23.59 WIB"):
        accept_offer(offer=offer, by=offer.nomination.business.owner.user, how=AnsweredBy.LINK)


def test_second_answer_reads_what_the_first_was(staff):
    offer = offered(by=staff)
    owner = offer.nomination.business.owner.user
    accept_offer(offer=offer, by=owner, how=AnsweredBy.LINK)
    with pytest.raises(OfferEnded, match="Kursi 1 sudah diterima"):
        decline_offer(offer=offer, by=owner, how=AnsweredBy.LINK)


def test_direct_acceptance_takes_neither_the_offered_seat_nor_the_offered_business(staff):
    offer = offered(by=staff)
    other = make_nomination(phase=offer.seat.phase)
    with pytest.raises(NoFreeSeat, match=f"kursi 1 sedang ditawarkan kepada {offer.nomination.business}"):
        accept_nomination(nomination=other, by=staff)
    with pytest.raises(OfferOpen, match="Pemiliknya menjawab paling lambat"):
        accept_nomination(nomination=offer.nomination, by=staff)


@pytest.mark.parametrize("how", ["decline", "withdraw"])
def test_whoever_leaves_the_list_otherwise_leaves_no_open_offer(staff, how):
    offer = offered(by=staff, waiting=2)
    nomination = offer.nomination
    if how == "decline":
        decline_nomination(nomination=nomination, by=staff, reason=REASON)
    else:
        withdraw_nomination(nomination=nomination, by=nomination.nominated_by, reason="Pindah usaha.")
    assert [state for _pk, state in asked()] == ["withdrawn", "open"]
    assert SeatOffer.objects.open().get().nomination.waitlist_rank == 1


def test_offer_taken_back_keeps_the_rank_and_leaves_the_seat_to_a_decision(staff):
    offer = offered(by=staff, waiting=2)
    withdraw_offer(offer=offer, reason="Usahanya belum siap mengikuti pelatihan.", by=staff)
    nomination = offer.nomination
    withdrawn = [name for occasion, name in told() if occasion == "offer_withdrawn"]
    assert sorted(withdrawn) == sorted(
        [nomination.business.owner.user.full_name, nomination.nominated_by.full_name]
    )
    assert carry_on_offers() == (0, 0, 0)
    assert Nomination.objects.get(pk=offer.nomination_id).waitlist_rank == 1
    other = make_nomination(phase=offer.seat.phase)
    assert accept_nomination(nomination=other, by=staff).seat_id == offer.seat_id


def test_seat_never_taken_is_not_offered_but_one_that_a_quota_adds_is(staff):
    phase = make_phase(quota=1)
    (waits,) = wait_in_line(phase, by=staff)
    assert carry_on_offers() == (0, 0, 0)
    set_quotas(phase=phase, quotas={make_province(): 2}, by=make_user(Role.ADMIN))
    assert carry_on_offers() == (0, 1, 0)
    offer = SeatOffer.objects.get()
    assert (offer.seat.number, offer.nomination_id) == (2, waits.pk)


def test_graduate_leaves_the_seat_to_a_decision(staff):
    pilot = make_ready(phase=make_phase(quota=1))
    wait_in_line(pilot.seat.phase, by=staff)
    graduate_pilot(pilot=pilot, by=staff)
    assert asked() == []


def test_without_a_waiting_list_the_seat_is_free_for_decisions(staff):
    pilot = make_pilot(phase=make_phase(quota=1))
    end_pilot(pilot=pilot, outcome=PilotOutcome.WITHDRAWN, reason=REASON, by=staff)
    assert (asked(), Seat.objects.get().freed_at) == ([], None)


def test_closed_phase_offers_nothing_and_ends_what_is_open(staff):
    offer = offered(by=staff, waiting=2)
    Phase.objects.update(state=PhaseState.CLOSED)
    assert carry_on_offers() == (1, 0, 0)
    offer.refresh_from_db()
    assert (offer.state, offer.reason) == (OfferState.WITHDRAWN, "Tahapnya sudah ditutup.")
    assert asked() == [(offer.nomination_id, "withdrawn")]


def test_who_no_longer_fits_is_passed_over_and_keeps_the_rank(staff):
    phase = make_phase(quota=1)
    pilot = make_pilot(phase=phase)
    elsewhere, fits = wait_in_line(phase, by=staff, number=2)
    make_pilot(
        nomination=make_nomination(
            business=elsewhere.business, state="accepted", decided_by=staff, decided_at=timezone.now()
        )
    )
    end_pilot(pilot=pilot, outcome=PilotOutcome.WITHDRAWN, reason=REASON, by=staff)
    assert asked() == [(fits.pk, "open")]
    elsewhere.refresh_from_db()
    assert elsewhere.waitlist_rank == 1
