"""From facts to points, worked out by hand and for any facts at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.bankaccess.choices import Criterion, SlikStatus
from programs.bankaccess.readiness.loading import FIRST
from programs.bankaccess.readiness.scoring import Facts, Month, as_rows, from_rows, points_of
from programs.bankaccess.readiness.wording import TEXTS, steps_of

WEIGHTS = {one: FIRST[one.value] for one in Criterion}
GOOD_MONTH = Month(sales=6_000_000, profit=1_900_000, operating_cash=1_900_000, debt_service=0)
BEST = Facts(
    has_nib=True, has_npwp=True, licences=1, complete_six=6, in_time_six=6, complete_twelve=12, in_time_twelve=12,
    months=(GOOD_MONTH,) * 6, assets=10_000_000, debt=0, trainings=4, is_guaranteeable=True,
    slik=SlikStatus.CURRENT, answer_age=10,
)  # fmt: skip


def points(facts: Facts) -> dict[str, int]:
    return {one.key: one.points for one in points_of(facts, WEIGHTS, 4)}


def total(facts: Facts) -> int:
    return sum(points(facts).values())


def test_nothing_is_zero_and_everything_a_hundred():
    assert total(Facts()) == 0
    assert total(BEST) == 10_000
    assert set(points(BEST)) == set(TEXTS)


def test_shares_of_the_weights():
    """Legality 20: NIB 40 %. Books 25: five of six complete is 5/6 of 30 %. Trainings 15: two of four."""
    facts = Facts(has_nib=True, complete_six=5, trainings=2)
    found = {key: one for key, one in points(facts).items() if one}
    assert found == {"nib": 800, "complete_six": 625, "trainings": 750}


def test_money_counts_by_months_and_shares():
    """Two of six months; 5 of the 10 rupiah of margin; instalments covered by 100 of 125 per cent. Finance is 20."""
    month = Month(sales=1_000_000, profit=50_000, operating_cash=100_000, debt_service=100_000)
    found = points(Facts(months=(month,) * 2, assets=1_000_000, debt=750_000))
    assert found["cash_flow"] == 800 * 2 // 6
    assert found["margin"] == 600 * 5 * 2 // (10 * 6)
    assert found["debt_service"] == 600 * 100 * 2 // (125 * 6)
    assert found["own_share"] == 600 * 25 // 50


def test_late_slik_and_old_answer_count_less():
    assert points(replace(BEST, slik=SlikStatus.WATCHED))["slik"] == 350
    assert points(replace(BEST, slik=SlikStatus.BAD))["slik"] == 0
    assert points(replace(BEST, answer_age=184))["answer"] == 0


def test_points_survive_being_kept():
    found = points_of(BEST, WEIGHTS, 4)
    assert from_rows(as_rows(found)) == found


def test_steps_gain_the_most_first_and_together():
    """Without any report the books' four points are one step; a coordinator reads nothing of money and credit."""
    found = points_of(replace(BEST, complete_six=0, in_time_six=0, complete_twelve=0, in_time_twelve=0, slik="bad", licences=0), WEIGHTS, 4)  # fmt: skip
    assert [one.gain for one in steps_of(found, 1)] == [2_500, 700, 600]
    assert [one.gain for one in steps_of(found, 1, private=False)] == [2_500, 600]
    assert steps_of(points_of(BEST, WEIGHTS, 4), 1) == []


# --- for any facts ---------------------------------------------------------------------------------------
AMOUNT = st.integers(0, 10**10)
MONTH = st.builds(Month, AMOUNT, st.integers(-(10**10), 10**10), st.integers(-(10**10), 10**10), AMOUNT)
FACTS = st.builds(
    Facts,
    has_nib=st.booleans(), has_npwp=st.booleans(), licences=st.integers(0, 5),
    complete_six=st.integers(0, 6), in_time_six=st.integers(0, 6),
    complete_twelve=st.integers(0, 12), in_time_twelve=st.integers(0, 12),
    months=st.lists(MONTH, min_size=1, max_size=6).map(tuple), assets=AMOUNT, debt=AMOUNT,
    trainings=st.integers(0, 8), is_guaranteeable=st.booleans(),
    slik=st.sampled_from(SlikStatus.values), answer_age=st.none() | st.integers(0, 500),
)  # fmt: skip
# a busy machine is no failure
IN_PEACE = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
MORE = st.integers(0, 10**9)
BY_WORTH = ("unknown", "bad", "doubtful", "substandard", "watched", "current")


def _better_month(month: Month, more: int) -> dict[str, Month]:
    """More sold at the same costs; spent less; owed less."""
    sold = replace(
        month,
        sales=month.sales + more,
        profit=month.profit + more,
        operating_cash=month.operating_cash + more,
    )
    spared = replace(month, profit=month.profit + more, operating_cash=month.operating_cash + more)
    repaid = replace(month, debt_service=max(0, month.debt_service - more))
    return {"sold": sold, "spared": spared, "repaid": repaid}


def _better(facts: Facts, which: str, more: int) -> Facts:
    few = more % 4
    if which in ("sold", "spared", "repaid"):
        return replace(facts, months=(_better_month(facts.months[0], more)[which], *facts.months[1:]))
    ways: dict[str, Any] = {
        "nib": {"has_nib": True},
        "npwp": {"has_npwp": True},
        "licences": {"licences": facts.licences + few},
        "reported": {"complete_six": min(6, facts.complete_six + few), "complete_twelve": min(12, facts.complete_twelve + few)},
        "in_time": {"in_time_six": min(6, facts.in_time_six + few), "in_time_twelve": min(12, facts.in_time_twelve + few)},
        "assets": {"assets": facts.assets + more},
        "debt": {"debt": max(0, facts.debt - more)},
        "trainings": {"trainings": facts.trainings + few},
        "guarantee": {"is_guaranteeable": True},
        "slik": {"slik": BY_WORTH[min(len(BY_WORTH) - 1, (BY_WORTH.index(facts.slik) if facts.slik in BY_WORTH else 5) + few)]},
        "answer": {"answer_age": 0},
    }  # fmt: skip
    return replace(facts, **ways[which])


WHICH = (
    "sold", "spared", "repaid", "nib", "npwp", "licences", "reported", "in_time", "assets", "debt", "trainings",
    "guarantee", "slik", "answer",
)  # fmt: skip


@IN_PEACE
@given(FACTS, st.sampled_from(WHICH), MORE)
def test_readiness_never_falls_when_a_record_only_improves(facts, which, more):
    before, after = points(facts), points(_better(facts, which, more))
    assert {key: after[key] >= before[key] for key in before} == dict.fromkeys(before, True)


@IN_PEACE
@given(FACTS)
def test_points_stay_within_what_they_can_bring(facts):
    found = points_of(facts, WEIGHTS, 4)
    assert all(0 <= one.points <= one.most for one in found)
    assert sum(one.most for one in found) == 10_000
