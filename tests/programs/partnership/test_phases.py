"""Phases: planned with their seats, opened one at a time, closed for good."""

from collections import Counter
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from programs.partnership.choices import PhaseState
from programs.partnership.errors import PhaseRefused, QuotaTaken
from programs.partnership.models import Memorandum, Phase, PhaseProvince
from programs.partnership.services import close_phase, create_phase, open_phase, set_quotas
from programs.pilots.models import Seat
from soksi_portal.accounts.choices import Role
from tests.factories import make_phase, make_pilot, make_province, make_user
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user(Role.ADMIN, full_name="Dewi Lestari")


def plan(admin, *, memorandum: Memorandum | None = None, name: str = "Tahap 2027", **fields) -> Phase:
    memorandum = memorandum or make_phase(state=PhaseState.PLANNED).memorandum
    values = {
        "starts_on": date(2027, 1, 4),
        "ends_on": date(2027, 12, 17),
        "provinces": [make_province("11"), make_province("91")],
        "quota": 3,
        **fields,
    }
    return create_phase(memorandum=memorandum, name=name, by=admin, **values)


def test_planned_phase_has_its_provinces_and_seats(admin):
    phase = plan(admin)
    assert (phase.state, phase.created_by) == (PhaseState.PLANNED, admin)
    assert list(phase.provinces.order_by("province").values_list("province_id", "quota")) == [
        ("11", 3),
        ("91", 3),
    ]
    assert Seat.objects.filter(phase=phase).count() == 6


def test_phase_does_not_end_before_it_starts(admin):
    with pytest.raises(PhaseRefused) as refusal:
        plan(admin, ends_on=date(2027, 1, 3))
    assert refusal.value.field == "ends_on"
    assert plan(admin, ends_on=date(2027, 1, 4)).ends_on == date(2027, 1, 4)


def test_phase_opens_and_closes_and_says_who_did(admin):
    phase = open_phase(phase=plan(admin), by=admin)
    assert phase.is_open
    assert phase.opened_at is not None
    phase = close_phase(phase=phase, by=admin)
    assert (phase.state, phase.closed_at > phase.opened_at) == (PhaseState.CLOSED, True)
    event = phase.events.select_related("pgh_context").order_by("-pgh_id").first()
    assert event.pgh_context.metadata == {"reason": "Tahap ditutup.", "user": admin.pk}


def test_closed_phase_never_opens_again(admin):
    phase = close_phase(phase=open_phase(phase=plan(admin), by=admin), by=admin)
    with pytest.raises(PhaseRefused, match="sudah ditutup pada"):
        open_phase(phase=phase, by=admin)
    assert close_phase(phase=phase, by=admin).closed_at == phase.closed_at


def test_phase_that_never_opened_is_not_closed(admin):
    with pytest.raises(PhaseRefused, match="belum pernah dibuka"):
        close_phase(phase=plan(admin), by=admin)


def test_one_phase_of_a_memorandum_is_open_at_a_time(admin):
    first = open_phase(phase=plan(admin), by=admin)
    second = plan(admin, memorandum=first.memorandum, name="Tahap 2028")
    with pytest.raises(PhaseRefused, match="Tahap 2027 masih dibuka"):
        open_phase(phase=second, by=admin)
    with pytest.raises(IntegrityError, match="phase_one_open_per_memorandum"), transaction.atomic():
        Phase.objects.filter(pk=second.pk).update(state=PhaseState.OPEN)
    assert open_phase(phase=first, by=admin).opened_at == first.opened_at  # pressed twice
    close_phase(phase=first, by=admin)
    assert open_phase(phase=second, by=admin).is_open


def test_phase_without_provinces_does_not_open(admin):
    with pytest.raises(PhaseRefused, match="belum punya provinsi"):
        open_phase(phase=plan(admin, provinces=[]), by=admin)


@pytest.mark.django_db(transaction=True)
def test_two_phases_opened_at_once_have_one_winner():
    admin = make_user(Role.ADMIN)
    first = plan(admin)
    second = plan(admin, memorandum=first.memorandum, name="Tahap 2028")
    answers = in_parallel(lambda phase: open_phase(phase=phase, by=admin).state, [first, second])
    assert Counter(answers) == {PhaseState.OPEN: 1, "PhaseRefused": 1}


def seats(phase: Phase) -> dict[str, int]:
    return dict(Counter(Seat.objects.filter(phase=phase).values_list("province_id", flat=True)))


def test_quotas_are_raised_lowered_added_and_taken_out(admin):
    phase = plan(admin)
    aceh, papua, jabar = (make_province(code) for code in ("11", "91", "32"))
    assert set_quotas(phase=phase, quotas={aceh: 4, papua: None, jabar: 1}, by=admin) == 3
    assert seats(phase) == {"11": 4, "32": 1}
    assert set_quotas(phase=phase, quotas={aceh: 4, papua: None, jabar: 1}, by=admin) == 0


def test_province_stays_in_an_open_phase(admin):
    phase = open_phase(phase=plan(admin), by=admin)
    with pytest.raises(PhaseRefused) as refusal:
        set_quotas(phase=phase, quotas={make_province("91"): None}, by=admin)
    assert refusal.value.field == "quota_91"
    assert set_quotas(phase=phase, quotas={make_province("91"): 1}, by=admin) == 1
    assert seats(phase) == {"11": 3, "91": 1}


def test_used_seats_are_never_taken_away(admin):
    phase = make_phase(quota=2)
    make_pilot(phase=phase)
    make_pilot(phase=phase)
    with pytest.raises(QuotaTaken, match="Kursi di atas nomor 1 di Jawa Barat") as refusal:
        set_quotas(phase=phase, quotas={make_province(): 1}, by=admin)
    assert refusal.value.field == "quota_32"
    assert seats(phase) == {"32": 2}


def test_quotas_of_a_closed_phase_stay(admin):
    phase = make_phase(state=PhaseState.CLOSED)
    with pytest.raises(PhaseRefused, match="Tahap ini sudah ditutup"):
        set_quotas(phase=phase, quotas={make_province(): 5}, by=admin)


@pytest.mark.parametrize("quota", [0, 21, -1])
def test_database_refuses_senseless_quotas(quota):
    phase = make_phase()
    with pytest.raises(IntegrityError), transaction.atomic():
        PhaseProvince.objects.filter(phase=phase).update(quota=quota)


def test_nothing_of_a_memorandum_is_deleted(admin):
    phase = make_phase()
    for row in (phase, phase.memorandum):
        with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")
