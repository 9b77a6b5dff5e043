"""Proposing, deciding, ending: what each rule does, refuses and tells."""

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
    NotNominable,
    OwnBusiness,
    PhaseNotOpen,
    ReasonMissing,
)
from programs.pilots.models import Nomination
from programs.pilots.services import (
    accept_nomination,
    decline_nomination,
    end_pilot,
    nominate_business,
    waitlist_nomination,
    withdraw_nomination,
)
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import (
    make_business,
    make_cadre,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_user,
)
from umkm.businesses.choices import BusinessState

pytestmark = pytest.mark.django_db

MOTIVATION = "Usahanya tumbuh tiga tahun dan pembukuannya rapi."
REASON = "Catatan penjualannya belum genap enam bulan."


@pytest.fixture
def staff():
    return make_user(Role.JAMKRINDO, full_name="Rina Suryani")


def nominate(business, *, phase=None, by=None):
    province = business.province
    return nominate_business(
        business=business,
        phase=phase or make_phase(provinces=[province]),
        motivation=MOTIVATION,
        by=by or make_user(Role.COORDINATOR, province=province),
    )


def told() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("pk").select_related("recipient")
    return [(row.occasion, row.recipient.full_name) for row in rows]


def test_nomination_is_made_and_the_owner_told():
    business = make_business()
    nomination = nominate(business)
    assert (nomination.state, nomination.province, nomination.motivation) == (
        NominationState.PROPOSED,
        business.province,
        MOTIVATION,
    )
    message = Message.objects.get()
    assert (message.occasion, message.recipient, message.subject_ref) == (
        "nomination_made",
        business.owner.user,
        f"nomination:{nomination.pk}",
    )
    assert business.name in message.body
    assert f"/usulan/{nomination.pk}/" in message.body


def test_owner_without_account_is_no_obstacle():
    business = make_business()
    business.owner.user = None
    business.owner.save()
    assert nominate(business).state == NominationState.PROPOSED
    assert told() == []


def test_coordinator_never_nominates_an_own_business():
    coordinator = make_user(Role.COORDINATOR, Role.CADRE, province=make_province())
    business = make_business(owner=make_cadre(user=coordinator))
    with pytest.raises(OwnBusiness):
        nominate(business, by=coordinator)


def test_coordinator_of_another_province_is_refused():
    foreign = make_user(Role.COORDINATOR, province=make_province("91"))
    with pytest.raises(NotNominable, match="Hanya koordinator"):
        nominate(make_business(), by=foreign)


def test_board_nominates_only_where_nobody_coordinates():
    board = make_user(Role.BOARD)
    assert nominate(make_business(), by=board).nominated_by == board
    make_user(Role.COORDINATOR, province=make_province())
    with pytest.raises(NotNominable, match="punya koordinator sendiri"):
        nominate(make_business(), by=board)


@pytest.mark.parametrize("role", [Role.JAMKRINDO, Role.ADMIN, Role.CADRE])
def test_others_do_not_nominate(role):
    with pytest.raises(NotNominable):
        nominate(make_business(), by=make_user(role))


@pytest.mark.parametrize("state", [PhaseState.PLANNED, PhaseState.CLOSED])
def test_phase_must_be_open(state):
    with pytest.raises(PhaseNotOpen):
        nominate(make_business(), phase=make_phase(state=state))


def test_province_must_take_part_in_the_phase():
    with pytest.raises(PhaseNotOpen, match="tidak ikut"):
        nominate(make_business(), phase=make_phase(provinces=[make_province("91")]))


def test_business_must_be_verified():
    with pytest.raises(NotNominable, match="belum terverifikasi"):
        nominate(make_business(state=BusinessState.SUBMITTED))


def test_second_nomination_reads_who_was_first():
    first = make_nomination(nominated_by=make_user(Role.COORDINATOR, full_name="Siti Aminah"))
    with pytest.raises(NotNominable, match="Siti Aminah"):
        nominate(first.business, phase=first.phase)


def test_pilot_of_another_phase_is_not_nominated():
    pilot = make_pilot()
    with pytest.raises(AlreadyPilot):
        nominate(pilot.business)


def test_declined_business_may_be_proposed_again(staff):
    nomination = make_nomination()
    decline_nomination(nomination=nomination, by=staff, reason=REASON)
    again = nominate(nomination.business, phase=nomination.phase)
    assert again.state == NominationState.PROPOSED


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


def test_acceptance_from_the_waiting_list_once_a_seat_is_free(staff):
    pilot = make_pilot(phase=make_phase(quota=1))
    waiting = make_nomination(phase=pilot.seat.phase)
    waitlist_nomination(nomination=waiting, by=staff)
    with pytest.raises(NoFreeSeat):
        accept_nomination(nomination=waiting, by=staff)
    end_pilot(pilot=pilot, outcome=PilotOutcome.WITHDRAWN, reason=REASON, by=staff)
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


def test_withdrawal_frees_the_business_and_takes_back_what_was_planned():
    business, phase = make_business(), make_phase()
    nomination = nominate(business, phase=phase)
    withdraw_nomination(nomination=nomination, by=nomination.nominated_by)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.decided_by) == ("withdrawn", nomination.nominated_by)
    assert list(Message.objects.order_by("pk").values_list("occasion", "state")) == [
        ("nomination_made", "cancelled"),
        ("nomination_withdrawn", "pending"),
    ]
    assert nominate(business, phase=phase).state == NominationState.PROPOSED


def test_withdrawal_is_for_the_nominating_side():
    nomination = make_nomination()
    for other in (make_user(Role.JAMKRINDO), make_user(Role.COORDINATOR, province=make_province("91"))):
        with pytest.raises(NotNominable):
            withdraw_nomination(nomination=nomination, by=other)
    successor = make_user(Role.COORDINATOR, province=nomination.province)
    assert withdraw_nomination(nomination=nomination, by=successor).decided_by == successor


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
    ended = end_pilot(pilot=pilot, outcome=PilotOutcome.GRADUATED, reason=REASON, by=staff)
    assert (ended.outcome, ended.end_reason, ended.ended_by) == ("graduated", REASON, staff)
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
