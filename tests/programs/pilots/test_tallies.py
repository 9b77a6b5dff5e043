"""The kept numbers equal counted ones after every kind of change, also in bulk, undone or folded."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from programs.pilots.choices import AnsweredBy, NominationState, PilotOutcome
from programs.pilots.models import Nomination, NominationScore, Pilot, PilotTally, SeatOffer
from programs.pilots.services import (
    accept_nomination,
    accept_offer,
    decline_nomination,
    end_pilot,
    waitlist_nomination,
    withdraw_nomination,
)
from programs.pilots.tasks import fold_tallies
from soksi_portal.accounts.choices import Role
from tests.factories import (
    make_business,
    make_cadre,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_user,
)
from tests.parallel import in_parallel
from tests.reviewing import make_consent

REASON = "Catatan penjualannya belum genap enam bulan."


def kept() -> dict[tuple[str, str], int]:
    totals = PilotTally.objects.totals()
    return {(code, measure): n for code, row in totals.items() for measure, n in row.items() if n}


def counted() -> dict[tuple[str, str], int]:
    """The same numbers, counted one by one."""
    found: dict[tuple[str, str], int] = {}

    def add(province: str, measure: str) -> None:
        found[province, measure] = found.get((province, measure), 0) + 1

    for one in Nomination.objects.exclude(state=NominationState.WITHDRAWN):
        add(one.province_id, f"nomination:{one.phase_id}")
        if one.is_open:
            add(one.province_id, f"candidate:{one.phase_id}")
    for pilot in Pilot.objects.active().select_related("seat"):
        add(pilot.seat.province_id, f"pilot:{pilot.seat.phase_id}")
    for offer in SeatOffer.objects.open().select_related("seat"):
        add(offer.seat.province_id, f"offer:{offer.seat.phase_id}")
    return found


@pytest.mark.django_db
def test_tallies_equal_the_rows_after_every_step():
    phase, staff = make_phase(quota=1), make_user(Role.JAMKRINDO)
    first, second, third, fourth = (make_nomination(phase=phase) for _ in range(4))
    pilot = accept_nomination(nomination=first, by=staff)
    steps = [
        lambda: waitlist_nomination(nomination=second, by=staff),
        lambda: waitlist_nomination(nomination=third, by=staff),
        lambda: decline_nomination(nomination=second, by=staff, reason=REASON),
        lambda: withdraw_nomination(nomination=fourth, by=fourth.nominated_by),
        lambda: end_pilot(pilot=pilot, outcome=PilotOutcome.REPLACED, reason=REASON, by=staff),
        lambda: accept_offer(offer=SeatOffer.objects.get(), by=staff, how=AnsweredBy.STAFF),
        fold_tallies,
    ]
    for step in steps:
        step()
        assert kept() == counted()
    assert kept() == {("32", f"nomination:{phase.pk}"): 3, ("32", f"pilot:{phase.pk}"): 1}


@pytest.mark.django_db
def test_bulk_statements_over_provinces_and_phases_are_counted():
    jabar, papua = make_province("32"), make_province("91")
    phases = [make_phase(provinces=[jabar, papua]) for _ in range(2)]
    by = make_user(Role.BOARD)
    made = Nomination.objects.bulk_create(
        Nomination(
            phase=phase,
            province=province,
            business=make_consent(make_business(owner=make_cadre(province=province))).business,
            motivation="Diusulkan sekaligus.",
            nominated_by=by,
        )
        for phase in phases
        for province in (jabar, papua, papua)
    )
    NominationScore.objects.bulk_create(
        NominationScore(nomination=one, criterion=criterion, score=3)
        for one in made
        for criterion in one.phase.criteria.all()
    )
    assert kept() == counted() != {}
    Nomination.objects.filter(province=papua).update(
        state=NominationState.WITHDRAWN, decided_by=by, decided_at=timezone.now()
    )
    assert kept() == counted()
    for phase in phases:
        make_pilot(phase=phase, province=papua)
    Pilot.objects.update(
        ended_at=timezone.now() + timedelta(seconds=1),
        ended_by=by,
        outcome=PilotOutcome.WITHDRAWN,
        end_reason=REASON,
    )
    assert kept() == counted()


@pytest.mark.django_db
def test_what_is_undone_is_not_counted():
    phase = make_phase()
    make_nomination(phase=phase)
    before = kept()
    with transaction.atomic():
        make_nomination(phase=phase)
        transaction.set_rollback(True)
    assert kept() == before == counted()


@pytest.mark.django_db(transaction=True)
def test_decisions_beside_folding_stay_exact():
    phase, staff = make_phase(quota=4), make_user(Role.JAMKRINDO)
    tasks = [
        lambda one=one: accept_nomination(nomination=one, by=staff)
        for one in [make_nomination(phase=phase) for _ in range(8)]
    ]
    in_parallel(lambda task: task(), tasks + [fold_tallies] * 4)
    assert kept() == counted()
    assert kept()["32", f"pilot:{phase.pk}"] == 4
