"""Calendar, requirements and criteria of a phase: changed while it is planned, fixed while it selects."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from programs.partnership.choices import PhaseState, Stage
from programs.partnership.errors import PhaseRefused
from programs.partnership.models import Criterion, Phase, PhaseStage
from programs.partnership.queries import calendar, shares
from programs.partnership.services import (
    Judged,
    Requirements,
    open_phase,
    set_calendar,
    set_criteria,
    set_requirements,
)
from soksi_portal.accounts.choices import Role
from tests.factories import make_phase, make_user

pytestmark = pytest.mark.django_db
R, N, S = Stage.REGISTRATION, Stage.NOMINATION, Stage.SELECTION


@pytest.fixture
def admin():
    return make_user(Role.ADMIN)


@pytest.fixture
def phase():
    made = make_phase(state=PhaseState.PLANNED, starts_on=date(2026, 1, 5), ends_on=date(2026, 12, 18))
    made.refresh_from_db()
    return made


def days(month: int, first: int, last: int) -> tuple[date, date]:
    return date(2026, month, first), date(2026, month, last)


def judged(title: str, weight: int, pk: int | None = None) -> Judged:
    return Judged(title=title, guidance="", weight=weight, evidence="", pk=pk)


def requirements(phase: Phase, **fields) -> Requirements:
    names = Requirements.__dataclass_fields__
    return Requirements(**{**{name: getattr(phase, name) for name in names}, **fields})


def test_calendar_is_kept_changed_and_says_which_step_is_now(phase, admin):
    assert set_calendar(phase=phase, days={R: days(1, 5, 30), N: days(2, 2, 27)}, by=admin) == 2
    assert set_calendar(phase=phase, days={R: days(1, 5, 30), N: days(2, 2, 20)}, by=admin) == 1
    steps = calendar(phase, date(2026, 2, 3))
    assert [step.state for step in steps] == ["Selesai", "Sekarang", *["Belum ditetapkan"] * 3]


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        ({R: days(1, 30, 5)}, "registration_ends_on", "sesudah tanggal mulai"),
        ({N: days(1, 2, 9)}, "nomination_starts_on", "Pengusulan mulai sebelum tahapnya mulai"),
        ({S: days(12, 1, 19)}, "selection_ends_on", "Seleksi selesai sesudah tahapnya selesai"),
        (
            {R: days(2, 2, 9), N: days(1, 12, 30)},
            "nomination_starts_on",
            "Pengusulan tidak bisa mulai sebelum Pendaftaran mulai",
        ),
        (
            {R: days(1, 12, 30), S: days(1, 13, 29)},
            "selection_ends_on",
            "Seleksi tidak bisa selesai sebelum Pendaftaran selesai",
        ),
    ],
)
def test_calendar_that_cannot_be_kept_is_explained_beside_the_day(phase, admin, wanted, field, sentence):
    with pytest.raises(PhaseRefused, match=sentence) as refusal:
        set_calendar(phase=phase, days=wanted, by=admin)
    assert refusal.value.field == field
    assert not phase.stages.exists()


def test_step_of_an_open_phase_moves_but_does_not_vanish(phase, admin):
    set_calendar(phase=phase, days={R: days(1, 5, 30)}, by=admin)
    open_phase(phase=phase, by=admin)
    with pytest.raises(PhaseRefused, match="tidak dihapus"):
        set_calendar(phase=phase, days={R: None}, by=admin)
    assert set_calendar(phase=phase, days={R: days(1, 5, 31)}, by=admin) == 1
    with pytest.raises(DatabaseError, match="stage_leaves_planned"), transaction.atomic():
        PhaseStage.objects.all().delete()


def out_of_order(phase: Phase) -> None:
    phase.stages.create(stage=R, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 2))
    phase.stages.create(stage=N, starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 3))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would check


def test_database_keeps_the_steps_in_order(phase):
    with pytest.raises(DatabaseError, match="stages_in_order"), transaction.atomic():
        out_of_order(phase)
    closed = make_phase(state=PhaseState.CLOSED)
    with pytest.raises(DatabaseError, match="stage_of_closed_stays"), transaction.atomic():
        closed.stages.create(stage=R, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 2))


def test_criteria_are_added_changed_removed_and_change_places(phase, admin):
    first, second, *_rest = phase.criteria.order_by("number")
    wanted = [judged("Kedua", 30, second.pk), judged("Baru", 50), judged("Pertama", 20, first.pk)]
    set_criteria(phase=phase, criteria=wanted, by=admin)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would check
    rows = [(row.number, row.title, share) for row, share in shares(phase)]
    assert rows == [(1, "Kedua", "30\u00a0%"), (2, "Baru", "50\u00a0%"), (3, "Pertama", "20\u00a0%")]
    assert phase.criteria.get(number=3).pk == first.pk


def test_removed_criterion_and_step_stay_in_the_trail(phase, admin):
    gone = phase.criteria.order_by("number").last()
    set_criteria(phase=phase, criteria=[judged("Satu", 1)], by=admin)
    trail = Criterion._meta.get_field("events").related_model.objects.filter(pgh_obj_id=gone.pk)
    assert trail.order_by("pgh_id").last().pgh_label == "delete"


@pytest.mark.parametrize("wanted", [[], [judged("Satu", 1, pk=0)]])
def test_no_criteria_and_those_of_nobody_are_refused(phase, admin, wanted):
    with pytest.raises(PhaseRefused):
        set_criteria(phase=phase, criteria=wanted, by=admin)
    assert phase.criteria.count() == 5


def test_what_selects_stays_once_the_phase_is_open(phase, admin):
    assert (
        set_requirements(phase=phase, requirements=requirements(phase, least_years=2), by=admin).least_years
        == 2
    )
    phase = open_phase(phase=phase, by=admin)
    with pytest.raises(PhaseRefused, match="Syaratnya tetap"):
        set_requirements(phase=phase, requirements=requirements(phase, needs_nib=True), by=admin)
    with pytest.raises(PhaseRefused, match="bobotnya tetap"):
        set_criteria(phase=phase, criteria=[judged("Satu", 1)], by=admin)
    later = requirements(phase, ends_on=date(2027, 1, 8), answer_days=14)
    assert set_requirements(phase=phase, requirements=later, by=admin).answer_days == 14
    for values in ({"needs_nib": True}, {"least_years": 9}, {"largest_size": "micro"}, {"least_reviews": 3}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Phase.objects.filter(pk=phase.pk).update(**values)


def test_phase_does_not_shrink_below_its_calendar(phase, admin):
    set_calendar(phase=phase, days={R: days(6, 1, 30)}, by=admin)
    with pytest.raises(PhaseRefused, match="Pendaftaran selesai sesudah tahapnya selesai") as refusal:
        set_requirements(phase=phase, requirements=requirements(phase, ends_on=date(2026, 6, 29)), by=admin)
    assert refusal.value.field == "ends_on"
