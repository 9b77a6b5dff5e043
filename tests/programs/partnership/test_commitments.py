"""How commitments stand: by numbers from records, against their target and their time."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.partnership import keeping
from programs.partnership.choices import Measure, Standing
from programs.partnership.errors import AgreementRefused
from programs.partnership.keeping import Kept
from programs.partnership.models import Commitment
from programs.partnership.queries import overviews
from programs.partnership.services import Promise, correct_commitment, create_commitment, end_commitment
from programs.training.choices import SessionState
from soksi_portal.accounts.choices import Role
from tests.factories import (
    make_business,
    make_phase,
    make_pilot,
    make_province,
    make_session,
    make_user,
)
from tests.programs.partnership.makers import make_clause, make_commitment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)


@pytest.fixture
def admin():
    return make_user(Role.ADMIN)


@pytest.fixture
def gauge(monkeypatch):
    """Says what a test tells it, of every commitment."""

    def say(done: int, of: int) -> None:
        told = keeping.Gauge(
            count=lambda some: {one.pk: Kept(done, of, "") for one in some}, behind=lambda one: None
        )
        monkeypatch.setitem(keeping._gauges, Measure.SESSIONS_HELD, told)

    return say


def measured(**fields) -> Commitment:
    values = {"measure": Measure.SESSIONS_HELD, "target": 10, **fields}
    return make_commitment(make_phase().memorandum, **values)


def standing(commitment: Commitment) -> Standing:
    return keeping.accounts([commitment], today=TODAY)[0].standing


@pytest.mark.parametrize(
    ("done", "due_in", "expected"),
    [
        (10, -30, Standing.KEPT),
        (10, 30, Standing.KEPT),
        (9, -1, Standing.BEHIND),
        (9, 0, Standing.ON_THE_WAY),
        (0, None, Standing.ON_THE_WAY),
        (5, 40, Standing.ON_THE_WAY),  # 60 of 100 days, half done: within the slack
        (4, 40, Standing.BEHIND),
        (0, 92, Standing.ON_THE_WAY),  # 8 %: just begun
    ],
)
def test_standing_compares_the_result_with_the_time(gauge, done, due_in, expected):
    gauge(done, 10)
    due = None if due_in is None else TODAY + timedelta(days=due_in)
    start = (due or TODAY) - timedelta(days=100)
    assert standing(measured(starts_on=start, due_on=due)) == expected


def test_without_a_measure_or_records_it_is_not_measured(gauge):
    assert standing(measured(measure="", target=None)) == Standing.UNMEASURED
    gauge(0, 0)
    assert standing(measured()) == Standing.UNMEASURED


def test_sessions_held_in_the_memorandums_phases_are_counted():
    phase = make_phase()
    commitment = make_commitment(phase.memorandum, measure=Measure.SESSIONS_HELD, target=2)
    make_session(phase=phase, state=SessionState.HELD)
    make_session(phase=phase)
    make_session(state=SessionState.HELD)  # of another memorandum
    account = keeping.accounts([commitment])[0]
    assert (account.kept.done, account.kept.of) == (1, 2)
    assert account.kept.text == "1 dari 2 sesi pelatihan sudah terlaksana."
    lines = keeping.behind(commitment).lines
    assert [(line.label, line.values, line.is_lacking) for line in lines] == [("Jawa Barat", (1, 1), False)]


def test_provinces_that_lack_pilots_are_listed_first():
    phase = make_phase(provinces=[make_province("11"), make_province("32")])
    commitment = make_commitment(phase.memorandum, measure=Measure.PILOTS_PER_PROVINCE, target=1)
    make_pilot(phase=phase, province=make_province("11"))
    account = keeping.accounts([commitment])[0]
    assert (account.kept.done, account.kept.of) == (1, 2)
    lines = keeping.behind(commitment).lines
    assert [(line.label, line.is_lacking) for line in lines] == [("Jawa Barat", True), ("Aceh", False)]


def test_bank_access_is_the_share_of_the_registered_from_kept_numbers():
    for has_loan in (True, False, False):
        make_business(has_bank_loan=has_loan)
    commitment = make_commitment(make_phase().memorandum, measure=Measure.BANK_ACCESS, target=40)
    with CaptureQueriesContext(connection) as captured:
        account = keeping.accounts([commitment])[0]
    assert (account.kept.done, account.kept.of, len(captured)) == (33, 40, 2)
    assert [
        name in one["sql"] for one, name in zip(captured, ("businesstally", "banktally"), strict=True)
    ] == [True] * 2
    assert "1 dari 3 usaha terdaftar (33\u00a0%)" in account.kept.text
    assert keeping.behind(commitment).lines[0].values == (3, 1, "33\u00a0%", "33\u00a0%")


def test_list_of_memoranda_costs_the_same_for_one_and_for_three(django_assert_num_queries):
    def add() -> None:
        memorandum = make_phase(provinces=[make_province("32"), make_province("11")]).memorandum
        for measure in Measure:
            make_commitment(memorandum, measure=measure, target=1)

    add()
    with CaptureQueriesContext(connection) as first:
        overviews()
    for _ in range(2):
        add()
    with django_assert_num_queries(len(first)):
        found = overviews()
    assert [sum(number for _, number in one.standings) for one in found] == [len(Measure)] * 3


def promise(memorandum, **fields) -> Promise:
    values = {
        "clause": memorandum.clauses.first() or make_clause(memorandum),
        "owner": memorandum.parties.get(),
        "text": "Sepuluh pelatihan",
        "measure": Measure.SESSIONS_HELD,
        "target": 10,
    }
    return Promise(**{**values, **fields})


def test_commitment_is_written_corrected_and_ended_with_a_reason(admin):
    memorandum = make_phase().memorandum
    commitment = create_commitment(memorandum=memorandum, promise=promise(memorandum), by=admin)
    corrected = correct_commitment(commitment=commitment, promise=promise(memorandum, target=12), by=admin)
    assert corrected.target == 12
    with pytest.raises(AgreementRefused) as refusal:
        end_commitment(commitment=commitment, reason=" batal ", by=admin)
    assert refusal.value.field == "reason"
    ended = end_commitment(commitment=commitment, reason="Digantikan komitmen baru.", by=admin)
    assert (ended.ended_by, ended.ended_at is not None) == (admin, True)
    for act in (
        lambda: end_commitment(commitment=commitment, reason="Sekali lagi saja.", by=admin),
        lambda: correct_commitment(commitment=commitment, promise=promise(memorandum), by=admin),
    ):
        with pytest.raises(AgreementRefused, match="sudah diakhiri"):
            act()
    reasons = commitment.events.order_by("pgh_id").values_list("pgh_context__metadata__reason", flat=True)
    assert list(reasons) == ["Komitmen dicatat.", "Komitmen diperbaiki.", "Komitmen diakhiri."]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"target": None}, "target"),
        ({"due_on": date(2015, 8, 9)}, "due_on"),
        ({"starts_on": date(2015, 8, 8)}, "starts_on"),
        ({"starts_on": date(2026, 1, 2), "due_on": date(2026, 1, 2)}, "due_on"),
    ],
)
def test_senseless_commitment_is_explained(admin, fields, field):
    memorandum = make_phase().memorandum
    memorandum.refresh_from_db()
    with pytest.raises(AgreementRefused) as refusal:
        create_commitment(memorandum=memorandum, promise=promise(memorandum, **fields), by=admin)
    assert refusal.value.field == field


def test_database_refuses_what_the_rules_refuse(admin):
    memorandum, other = make_phase().memorandum, make_phase().memorandum
    commitment = make_commitment(memorandum, measure=Measure.SESSIONS_HELD, target=3)
    ended = make_commitment(
        memorandum, ended_at=timezone.now(), ended_by=admin, end_reason="Selesai dijalankan."
    )

    def change(row: Commitment, **values):
        Commitment.objects.filter(pk=row.pk).update(**values)

    for reason, act in (
        ("commitment_of_clause", lambda: change(commitment, clause=make_clause(other))),
        ("commitment_measured_by_target", lambda: change(commitment, target=None)),
        ("commitment_target_sane", lambda: change(commitment, target=0)),
        ("commitment_end_explained", lambda: change(commitment, ended_at=timezone.now())),
        ("Cannot update", lambda: change(ended, text="Lain")),
        ("Cannot update", lambda: change(ended, ended_at=None, ended_by=None, end_reason="")),
        ("Cannot delete", lambda: Commitment.objects.filter(pk=ended.pk)._raw_delete("default")),
    ):
        with pytest.raises(DatabaseError, match=reason), transaction.atomic():
            act()
