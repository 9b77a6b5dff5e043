"""Deciding and ending: what each rule does, refuses and tells."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.pilots.choices import NominationState, PilotOutcome
from programs.pilots.errors import (
    AlreadyDecided,
    AlreadyEnded,
    AlreadyPilot,
    NoFreeSeat,
    OwnBusiness,
    PhaseNotOpen,
    ReasonMissing,
)
from programs.pilots.graduation.services import graduate_pilot
from programs.pilots.models import Nomination
from programs.pilots.services import (
    accept_nomination,
    decline_nomination,
    end_pilot,
    waitlist_nomination,
    withdraw_nomination,
)
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import (
    make_business,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_user,
)
from tests.programs.pilots.embryo import make_ready

from .makers import REASON, told

pytestmark = pytest.mark.django_db


def test_acceptance_takes_the_lowest_free_seat_and_tells_both(staff):
    phase = make_phase()
    first, second = make_nomination(phase=phase), make_nomination(phase=phase)
    assert accept_nomination(nomination=first, by=staff).seat.number == 1
    pilot = accept_nomination(nomination=second, by=staff)
    second.refresh_from_db()
    assert (pilot.seat.number, pilot.business, pilot.accepted_by) == (2, second.business, staff)
    assert (second.state, second.decided_by, second.decided_at) == ("accepted", staff, pilot.accepted_at)
    assert told()[2:] == [
        ("nomination_accepted", second.business.owner.full_name),
        ("nomination_accepted", second.nominated_by.full_name),
    ]


def full_province(code: str, quota: int) -> Phase:
    return make_phase(provinces=[make_province(code)], quota=quota)


@pytest.mark.parametrize(
    ("quota", "words"),
    [
        (1, "Satu-satunya kursi Aceh sudah terisi pada pukul 10.42 WIB oleh keputusan Rina S. "),
        (2, "Kedua kursi Aceh sudah terisi pada pukul 10.42 WIB oleh keputusan Rina S. "),
        (3, "Semua 3 kursi Aceh sudah terisi pada pukul 10.42 WIB oleh keputusan Rina S. "),
    ],
)
def test_no_free_seat_names_who_was_faster_and_when(staff, quota, words):
    phase, aceh = full_province("11", quota), make_province("11")
    with time_machine.travel(datetime(2026, 11, 23, 3, 42, tzinfo=UTC), tick=False):
        for _ in range(quota):
            accept_nomination(nomination=make_nomination(phase=phase, province=aceh), by=staff)
        late = make_nomination(phase=phase, province=aceh)
        with pytest.raises(NoFreeSeat) as refusal:
            accept_nomination(nomination=late, by=staff)
    assert refusal.value.message == words.rstrip() + " Usulan ini masuk daftar tunggu bila Anda setuju."


def test_no_free_seat_of_an_earlier_day_names_the_day_on_the_provinces_clock(staff):
    phase, papua = full_province("91", 2), make_province("91")
    with time_machine.travel(datetime(2026, 11, 20, 3, 42, tzinfo=UTC), tick=False):
        for _ in range(2):
            accept_nomination(nomination=make_nomination(phase=phase, province=papua), by=staff)
    waiting = make_nomination(phase=phase, province=papua)
    waitlist_nomination(nomination=waiting, by=staff)
    with (
        time_machine.travel(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), tick=False),
        pytest.raises(NoFreeSeat) as refusal,
    ):
        accept_nomination(nomination=waiting, by=staff)
    assert refusal.value.message == (
        "Kedua kursi Papua sudah terisi pada 20 November 2026 pukul 12.42 WIT oleh keputusan Rina S."
        " Usulan ini tetap di daftar tunggu."
    )
    waiting.refresh_from_db()
    assert waiting.state == NominationState.WAITLISTED


@pytest.mark.parametrize("decide", ["accept", "waitlist", "decline", "withdraw"])
def test_decided_nomination_names_who_decided_what(staff, decide):
    nomination = make_nomination()
    decline_nomination(nomination=nomination, by=staff, reason=REASON)
    later = make_user(Role.JAMKRINDO)
    with pytest.raises(AlreadyDecided, match=r"sudah ditolak oleh Rina Suryani pada .+ pukul .+ WIB\."):
        {
            "accept": lambda: accept_nomination(nomination=nomination, by=later),
            "waitlist": lambda: waitlist_nomination(nomination=nomination, by=later),
            "decline": lambda: decline_nomination(nomination=nomination, by=later, reason=REASON),
            "withdraw": lambda: withdraw_nomination(nomination=nomination, by=nomination.nominated_by),
        }[decide]()


def test_waiting_list_counts_on_and_tells_both(staff):
    phase = make_phase()
    ranks = [
        waitlist_nomination(nomination=make_nomination(phase=phase), by=staff).waitlist_rank for _ in range(3)
    ]
    assert ranks == [1, 2, 3]
    assert [occasion for occasion, _name in told()] == ["nomination_waiting"] * 6


def test_acceptance_from_the_waiting_list_once_a_graduate_leaves_the_seat(staff):
    pilot = make_ready(phase=make_phase(quota=1))
    waiting = make_nomination(phase=pilot.seat.phase)
    waitlist_nomination(nomination=waiting, by=staff)
    with pytest.raises(NoFreeSeat):
        accept_nomination(nomination=waiting, by=staff)
    graduate_pilot(pilot=pilot, by=staff)
    seated = accept_nomination(nomination=waiting, by=staff)
    waiting.refresh_from_db()
    assert (seated.seat_id, waiting.waitlist_rank) == (pilot.seat_id, None)


@pytest.mark.parametrize("reason", ["", "   ", "Belum siap.", "Belum siap.           ", "x" * 1001])
def test_decline_needs_a_reason_that_helps(staff, reason):
    nomination = make_nomination()
    with pytest.raises(ReasonMissing) as refusal:
        decline_nomination(nomination=nomination, by=staff, reason=reason)
    assert refusal.value.field == "reason"
    nomination.refresh_from_db()
    assert nomination.state == NominationState.PROPOSED


def test_decline_tells_both_the_reason(staff):
    nomination = make_nomination()
    decline_nomination(nomination=nomination, by=staff, reason=f"  {REASON}  ")
    nomination.refresh_from_db()
    assert nomination.decision_reason == REASON
    assert [REASON in body for body in Message.objects.values_list("body", flat=True)] == [True, True]


def test_nobody_decides_on_an_own_business():
    nomination = make_nomination()
    owner = nomination.business.owner.user
    for decide in (
        lambda: accept_nomination(nomination=nomination, by=owner),
        lambda: waitlist_nomination(nomination=nomination, by=owner),
        lambda: decline_nomination(nomination=nomination, by=owner, reason=REASON),
    ):
        with pytest.raises(OwnBusiness):
            decide()


def test_closed_phase_takes_no_more_pilots_but_answers_may_still_be_given(staff):
    nomination = make_nomination()
    Phase.objects.filter(pk=nomination.phase_id).update(state=PhaseState.CLOSED)
    for decide in (accept_nomination, waitlist_nomination):
        with pytest.raises(PhaseNotOpen):
            decide(nomination=nomination, by=staff)
    assert decline_nomination(nomination=nomination, by=staff, reason=REASON).state == "declined"


def test_pilot_of_another_phase_is_not_accepted_twice(staff):
    business = make_business()
    first, second = make_nomination(business=business), make_nomination(business=business)
    accept_nomination(nomination=first, by=staff)
    with pytest.raises(AlreadyPilot):
        accept_nomination(nomination=second, by=staff)


def test_end_of_a_pilot_is_signed_explained_and_told(staff):
    pilot = make_pilot(accepted_at=timezone.now() - timedelta(days=90))
    ended = end_pilot(pilot=pilot, outcome=PilotOutcome.WITHDRAWN, reason=REASON, by=staff)
    assert (ended.outcome, ended.end_reason, ended.ended_by) == ("withdrawn", REASON, staff)
    assert not ended.seat.is_taken()
    assert told() == [
        ("pilot_ended", pilot.business.owner.full_name),
        ("pilot_ended", pilot.nomination.nominated_by.full_name),
    ]


def test_end_of_a_pilot_needs_outcome_and_reason_and_happens_once(staff):
    pilot = make_pilot()
    with pytest.raises(ReasonMissing):
        end_pilot(pilot=pilot, outcome="", reason=REASON, by=staff)
    with pytest.raises(ReasonMissing):
        end_pilot(pilot=pilot, outcome=PilotOutcome.REPLACED, reason="Diganti.", by=staff)
    end_pilot(pilot=pilot, outcome=PilotOutcome.REPLACED, reason=REASON, by=staff)
    with pytest.raises(AlreadyEnded, match="Rina Suryani"):
        end_pilot(pilot=pilot, outcome=PilotOutcome.REPLACED, reason=REASON, by=staff)


def test_audit_trail_says_who_decided_and_why(staff):
    nomination = make_nomination()
    decline_nomination(nomination=nomination, by=staff, reason=REASON)
    event = nomination.events.select_related("pgh_context").order_by("-pgh_id").first()
    assert event.pgh_context.metadata == {"reason": REASON, "user": staff.pk}
    assert Nomination.objects.undecided().count() == 0


def test_news_that_is_out_of_date_does_not_leave_any_more(staff):
    nomination = make_nomination()
    waitlist_nomination(nomination=nomination, by=staff)
    accept_nomination(nomination=nomination, by=staff)
    states = Message.objects.order_by("pk").values_list("occasion", "state")
    assert (
        list(states) == [("nomination_waiting", "cancelled")] * 2 + [("nomination_accepted", "pending")] * 2
    )
