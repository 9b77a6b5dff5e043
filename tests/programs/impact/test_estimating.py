"""The estimator against an independent computation on the same data, and against effects that are known."""

from __future__ import annotations

import random
import statistics

import pytest

from programs.impact.choices import LEAST_CLUSTERS
from programs.impact.comparing import Group, Row, weighted_means
from programs.impact.counting import estimates, question

from .independent import clustered, hc3, least_squares, student_975

EFFECT = 0.31


def rows(*, provinces: int, seed: int, effect: float = EFFECT, noise: float = 0.4) -> list[Row]:
    """Uneven strata, each with a shock of its own."""
    chance = random.Random(seed)
    made = []
    for number in range(provinces):
        for size in ("micro", "small")[: 1 + number % 2]:
            shock = chance.gauss(0, 1)
            sides = [True] * chance.randint(1, 3) + [False] * chance.randint(1, 4)
            for is_pilot in sides:
                before = chance.gauss(18, 1)
                change = shock + effect * is_pilot + chance.gauss(0, noise)
                made.append(Row(is_pilot, (1, f"{number:02d}", size), before, before + change))
    return made


BALANCED = [
    Row(is_pilot, (1, province, "micro"), 10.0, 10.0 + change)
    for province, pilots, others in (("11", (4.0, 6.0), (1.0, 2.0)), ("12", (9.0, 8.0), (7.0, 3.0)))
    for is_pilot, changes in ((True, pilots), (False, others))
    for change in changes
]
FEW, MANY = rows(provinces=9, seed=1), rows(provinces=LEAST_CLUSTERS + 4, seed=2)
EXACT = {f"exact {seed}": rows(provinces=6, seed=seed, effect=seed / 7 - 1, noise=0) for seed in range(20)}


@pytest.fixture(scope="module")
def answers():
    """All in one process: loading the library takes seconds."""
    data = {"balanced": BALANCED, "few": FEW, "many": MANY, **EXACT}
    asked = {name: question(found) for name, found in data.items()}
    alone = {"change": [0.5, 0.0, 0.25, -0.25, 0.5], "province": [0, 1, 2, 3, 4]}
    too_thin = question(BALANCED[:2])
    return estimates(asked | {"alone": alone, "too thin": too_thin})


def test_balanced_strata_give_the_difference_of_plain_means(answers):
    changes = {group: [row.change for row in BALANCED if row.group == group] for group in Group}
    by_hand = statistics.fmean(changes[Group.PILOT]) - statistics.fmean(changes[Group.COMPARISON])
    assert by_hand == pytest.approx((4 + 6 + 9 + 8) / 4 - (1 + 2 + 7 + 3) / 4)
    assert answers["balanced"]["effect"] == pytest.approx(by_hand)
    assert answers["balanced"]["strata"] == 2


@pytest.mark.parametrize(("name", "data", "kind"), [("few", FEW, "robust"), ("many", MANY, "cluster")])
def test_effect_error_and_interval_are_those_of_the_independent_computation(answers, name, data, kind):
    asked, found = question(data), answers[name]
    strata = [row.stratum for row in data]
    design, coefficients, residuals = least_squares(asked["change"], asked["pilot"], strata)
    if kind == "cluster":
        clusters = [row.stratum[1] for row in data]
        error, freedom = clustered(design, residuals, clusters), len(set(clusters)) - 1
    else:
        error, freedom = hc3(design, residuals), design.shape[0] - design.shape[1]
    half = student_975(freedom) * error
    assert (found["covariance"], found["freedom"]) == (kind, freedom)
    assert found["effect"] == pytest.approx(coefficients[0], rel=1e-9)
    assert found["error"] == pytest.approx(error, rel=1e-9)
    assert found["low"] == pytest.approx(coefficients[0] - half, abs=1e-4)
    assert found["high"] == pytest.approx(coefficients[0] + half, abs=1e-4)


@pytest.mark.parametrize("name", EXACT)
def test_constant_effect_is_recovered_whatever_happened_to_the_strata(answers, name):
    effect = int(name.split()[1]) / 7 - 1
    assert answers[name]["effect"] == pytest.approx(effect, abs=1e-9)
    assert answers[name]["error"] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("name", "data"), [("few", FEW), ("many", MANY)])
def test_means_shown_add_up_to_the_effect(answers, name, data):
    means = weighted_means(data)
    (pilot_before, pilot_after), (before, after) = means[Group.PILOT], means[Group.COMPARISON]
    assert pilot_after - pilot_before - (after - before) == pytest.approx(answers[name]["effect"])


def test_one_group_alone_gives_its_mean_change(answers):
    assert answers["alone"]["effect"] == pytest.approx(0.2)
    assert answers["alone"]["low"] < 0.2 < answers["alone"]["high"]


def test_fewer_businesses_than_unknowns_give_nothing(answers):
    assert answers["too thin"] is None
