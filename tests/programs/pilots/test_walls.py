"""The database refuses what the rules refuse, past the services too."""

from datetime import timedelta

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase, PhaseProvince
from programs.pilots.choices import NominationState, PilotOutcome
from programs.pilots.models import Nomination, Pilot, Seat
from soksi_portal.accounts.choices import Role
from tests.factories import (
    make_business,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_user,
)
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business

pytestmark = pytest.mark.django_db


def check_deferred() -> None:
    """What a commit would check."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused(reason: str):
    return pytest.raises((IntegrityError, DatabaseError), match=reason)


def seat_numbers(phase: Phase) -> list[int]:
    return list(Seat.objects.filter(phase=phase).order_by("number").values_list("number", flat=True))


def test_seats_follow_the_quota_both_ways():
    phase = make_phase(quota=2)
    assert seat_numbers(phase) == [1, 2]
    PhaseProvince.objects.filter(phase=phase).update(quota=4)
    assert seat_numbers(phase) == [1, 2, 3, 4]
    PhaseProvince.objects.filter(phase=phase).update(quota=1)
    assert seat_numbers(phase) == [1]
    check_deferred()


def test_quota_stays_above_a_seat_that_somebody_had():
    pilot = make_pilot()
    end(pilot)
    other = make_pilot(phase=pilot.seat.phase)
    assert other.seat_id == pilot.seat_id  # free again
    PhaseProvince.objects.filter(phase=pilot.seat.phase).update(quota=1)
    PhaseProvince.objects.filter(phase=pilot.seat.phase).update(quota=2)
    third = make_pilot(phase=pilot.seat.phase)
    end(third)
    with refused("seats_follow_quota"), transaction.atomic():
        PhaseProvince.objects.filter(phase=pilot.seat.phase).update(quota=1)


def test_seats_cannot_be_added_or_taken_by_hand():
    phase = make_phase()
    seat = Seat.objects.filter(phase=phase).first()
    with refused("seat_count_is_quota"), transaction.atomic():
        Seat.objects.create(phase=phase, province=seat.province, number=3)
        check_deferred()
    with refused("seat_count_is_quota"), transaction.atomic():
        seat.delete()
        check_deferred()


def test_province_leaves_a_phase_only_while_it_is_planned():
    planned, opened = make_phase(state=PhaseState.PLANNED), make_phase()
    planned.provinces.all().delete()
    assert seat_numbers(planned) == []
    with refused("province_leaves_planned"), transaction.atomic():
        opened.provinces.all().delete()


def test_closed_phase_neither_opens_again_nor_changes_its_quota():
    phase = make_phase()
    Phase.objects.filter(pk=phase.pk).update(state=PhaseState.CLOSED)
    with refused("phase_flow|Invalid transition"), transaction.atomic():
        Phase.objects.filter(pk=phase.pk).update(state=PhaseState.OPEN)
    with refused("quota_of_closed_stays"), transaction.atomic():
        phase.provinces.update(quota=5)


@pytest.mark.parametrize("state", [PhaseState.PLANNED, PhaseState.CLOSED])
def test_nomination_needs_an_open_phase(state):
    phase = make_phase(state=state)
    with refused("nomination_fits"), transaction.atomic():
        make_nomination(phase=phase)


def test_nomination_needs_a_phase_with_the_province():
    phase = make_phase(provinces=[make_province("91")])
    with refused("nomination_fits"), transaction.atomic():
        make_nomination(phase=phase, province=make_province("32"))


@pytest.mark.parametrize("state", [BusinessState.DRAFT, BusinessState.SUBMITTED])
def test_nomination_needs_a_verified_business(state):
    with refused("nomination_fits"), transaction.atomic():
        make_nomination(business=make_business(state=state))


def test_nomination_needs_a_business_of_its_province():
    papua = make_province("91")
    with refused("nomination_fits"), transaction.atomic():
        make_nomination(
            phase=make_phase(provinces=[papua]),
            province=papua,
            business=make_business(province=make_province()),
        )


def test_nobody_nominates_an_own_business():
    business = make_business()
    with refused("nomination_fits"), transaction.atomic():
        make_nomination(business=business, nominated_by=business.owner.user)


def test_business_is_proposed_once_in_a_phase():
    nomination = make_nomination()
    with refused("nomination_live_once"), transaction.atomic():
        make_nomination(phase=nomination.phase, business=nomination.business)


def test_nomination_is_never_deleted_and_stays_what_it_was():
    nomination = make_nomination()
    with refused("keep_nomination|Cannot delete"), transaction.atomic():
        nomination.delete()
    with refused("nomination_stays|Cannot update"), transaction.atomic():
        Nomination.objects.filter(pk=nomination.pk).update(business=make_business())


def decide(nomination: Nomination, state: str, **values: object) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(
        state=state, decided_by=make_user(Role.JAMKRINDO), decided_at=timezone.now(), **values
    )


@pytest.mark.parametrize(
    "final", [NominationState.ACCEPTED, NominationState.DECLINED, NominationState.WITHDRAWN]
)
def test_decision_is_final(final):
    nomination = make_nomination()
    decide(nomination, final, decision_reason="Pembukuannya belum ada sama sekali.")
    with refused("nomination_flow"), transaction.atomic():
        Nomination.objects.filter(pk=nomination.pk).update(state=NominationState.PROPOSED)


@pytest.mark.parametrize(
    "change", [{"decision_reason": "Alasan yang ditulis ulang kemudian."}, {"decided_at": timezone.now()}]
)
def test_decision_is_not_rewritten(change):
    nomination = make_nomination()
    decide(nomination, NominationState.DECLINED, decision_reason="Pembukuannya belum ada sama sekali.")
    with refused("decision_stays|Cannot update"), transaction.atomic():
        Nomination.objects.filter(pk=nomination.pk).update(**change)


@pytest.mark.parametrize("state", [NominationState.ACCEPTED, NominationState.WAITLISTED])
def test_nobody_is_taken_in_a_closed_phase(state):
    nomination = make_nomination()
    Phase.objects.update(state=PhaseState.CLOSED)
    with refused("nomination_flow: phase not open"), transaction.atomic():
        decide(nomination, state, waitlist_rank=1)


def test_decline_needs_a_reason_of_twenty_letters():
    nomination = make_nomination()
    with refused("nomination_flow"), transaction.atomic():
        decide(nomination, NominationState.DECLINED, decision_reason="Belum siap.        ")


def test_rank_on_the_waiting_list_is_held_once():
    first, second = (make_nomination(phase=phase) for phase in [make_phase()] * 2)
    decide(first, NominationState.WAITLISTED, waitlist_rank=1)
    with refused("nomination_waitlist_rank_once"), transaction.atomic():
        decide(second, NominationState.WAITLISTED, waitlist_rank=1)
    with refused("nomination_waitlist_ranked"), transaction.atomic():
        decide(second, NominationState.WAITLISTED)


def end(pilot: Pilot) -> None:
    Pilot.objects.filter(pk=pilot.pk).update(
        ended_at=timezone.now() + timedelta(seconds=1),
        ended_by=make_user(Role.JAMKRINDO),
        outcome=PilotOutcome.WITHDRAWN,
        end_reason="Pindah ke luar negeri.",
    )


def accepted(phase: Phase, **fields: object) -> Nomination:
    return make_nomination(
        phase=phase,
        state="accepted",
        decided_by=make_user(Role.JAMKRINDO),
        decided_at=timezone.now(),
        **fields,
    )


def seat_pilot(seat: Seat, nomination: Nomination, **fields: object) -> Pilot:
    values = {"business": nomination.business, "accepted_by": nomination.decided_by, **fields}
    return Pilot.objects.create(seat=seat, nomination=nomination, **values)


def test_seat_holds_one_active_pilot():
    pilot = make_pilot()
    with refused("pilot_seat_held_once"), transaction.atomic():
        seat_pilot(pilot.seat, accepted(pilot.seat.phase))


def test_business_is_active_on_one_seat_over_all_phases():
    business, phase, other = make_business(), make_phase(), make_phase()
    nominations = [accepted(one, business=business) for one in (phase, other)]
    make_pilot(nomination=nominations[0])
    with refused("pilot_business_active_once"), transaction.atomic():
        seat_pilot(other.seats.first(), nominations[1])


def test_pilot_needs_its_accepted_nomination():
    phase = make_phase()
    seat = phase.seats.first()
    undecided = make_nomination(phase=phase)
    with refused("pilot_as_accepted"), transaction.atomic():
        seat_pilot(seat, undecided, accepted_by=make_user(Role.JAMKRINDO))
    with refused("pilot_as_accepted"), transaction.atomic():
        seat_pilot(seat, accepted(phase), business=make_business())
    with refused("pilot_as_accepted"), transaction.atomic():
        seat_pilot(seat, accepted(make_phase()))


def test_pilot_is_never_deleted_moved_or_ended_twice():
    pilot = make_pilot()
    other_seat = Seat.objects.exclude(pk=pilot.seat_id).first()
    with refused("keep_pilot|Cannot delete"), transaction.atomic():
        pilot.delete()
    with refused("pilot_stays|Cannot update|pilot_moves_on_record"), transaction.atomic():
        Pilot.objects.filter(pk=pilot.pk).update(seat=other_seat)
    end(pilot)
    with refused("pilot_ends_once|Cannot update"), transaction.atomic():
        Pilot.objects.filter(pk=pilot.pk).update(ended_at=None, outcome="")


def test_business_with_an_active_pilot_stays_verified_and_in_its_province():
    pilot = make_pilot()
    papua = make_province("91")
    businesses = Business.objects.filter(pk=pilot.business_id)
    # past the walls of the lower floor, which would refuse first
    lower = ("state_flow", "state_keeps_facts", "state_keeps_keys")
    with pgtrigger.ignore(*(f"businesses.Business:{name}" for name in lower)):
        for change in ({"state": BusinessState.RETURNED}, {"province": papua, "regency": None}):
            with refused("pilots_stay_verified"), transaction.atomic():
                businesses.update(**change)
        end(pilot)
        assert businesses.update(state=BusinessState.RETURNED) == 1
