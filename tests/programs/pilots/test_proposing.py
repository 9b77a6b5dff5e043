"""Proposing and taking back: what each rule does, refuses and tells."""

import pytest

from programs.partnership.choices import PhaseState
from programs.pilots.choices import NominationState
from programs.pilots.errors import (
    AlreadyPilot,
    NotNominable,
    OwnBusiness,
    PhaseNotOpen,
)
from programs.pilots.queries import candidates_for
from programs.pilots.services import (
    decline_nomination,
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
    without_account,
)
from umkm.businesses.choices import BusinessState

from .makers import MOTIVATION, REASON, nominate, told

pytestmark = pytest.mark.django_db


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
    business = make_business(owner=without_account(make_cadre()))
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


def test_board_nominates_the_business_of_the_only_coordinator():
    coordinator = make_user(Role.COORDINATOR, Role.CADRE, province=make_province())
    business = make_business(owner=make_cadre(user=coordinator))
    board = make_user(Role.BOARD)
    make_phase()
    assert list(candidates_for(board)) == [business]
    assert nominate(business, by=board).nominated_by == board


def test_board_leaves_the_business_of_one_coordinator_to_the_other():
    coordinator = make_user(Role.COORDINATOR, Role.CADRE, province=make_province())
    other = make_user(Role.COORDINATOR, province=make_province())
    business = make_business(owner=make_cadre(user=coordinator))
    board = make_user(Role.BOARD)
    make_phase()
    assert (list(candidates_for(board)), list(candidates_for(other))) == ([], [business])
    with pytest.raises(NotNominable, match="punya koordinator sendiri"):
        nominate(business, by=board)
    assert nominate(business, by=other).nominated_by == other


def test_board_finds_nothing_where_somebody_coordinates_whoever_owns_it():
    make_user(Role.COORDINATOR, province=make_province())
    make_phase()
    make_business(owner=without_account(make_cadre()))
    assert list(candidates_for(make_user(Role.BOARD))) == []


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
