"""From cases to what is compared: pairs within strata, group means that add up to the effect. Arithmetic only."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from programs.impact.cases import Case
from programs.impact.choices import (
    ENOUGH_CASES,
    LEAST_CASES,
    LEAST_STRATA,
    Group,
    Outcome,
    State,
)

Stratum = tuple[int, str, str]


@dataclass(frozen=True)
class Row:
    """One business of which both moments are known."""

    is_pilot: bool
    stratum: Stratum
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before

    @property
    def group(self) -> Group:
        return Group.PILOT if self.is_pilot else Group.COMPARISON


def _sales(case: Case) -> tuple[float, float] | None:
    """Logarithms, so that a change is a share: a stall that doubles weighs as much as a factory that does.

    Without sales in one of the years there is no share.
    """
    if not case.before or not case.before.sales or not case.sales_after:
        return None
    return math.log(case.before.sales), math.log(case.sales_after)


def _employees(case: Case) -> tuple[float, float] | None:
    if not case.before or not case.after or case.before.employees is None or case.after.employees is None:
        return None
    return float(case.before.employees), float(case.after.employees)


def _bank(case: Case) -> tuple[float, float] | None:
    return (float(case.had_access), float(case.has_access)) if case.is_ripe else None


MEASURES: dict[Outcome, Callable[[Case], tuple[float, float] | None]] = {
    Outcome.SALES: _sales,
    Outcome.EMPLOYEES: _employees,
    Outcome.BANK: _bank,
}


@dataclass(frozen=True)
class Compared:
    """What one outcome is estimated from, and how many fell out on the way."""

    due: dict[Group, int]  # decided long enough ago
    known: dict[Group, int]  # both moments are known
    rows: list[Row]  # and somebody of the other group is in the same stratum
    strata: int

    def of(self, group: Group) -> list[Row]:
        return [row for row in self.rows if row.group == group]

    @property
    def state(self) -> State:
        least = min(len(self.of(group)) for group in Group)
        if least < LEAST_CASES or self.strata < LEAST_STRATA:
            return State.TOO_FEW
        return State.FEW if least < ENOUGH_CASES else State.ENOUGH


def compared(outcome: Outcome, cases: Iterable[Case]) -> Compared:
    measure, found = MEASURES[outcome], list(cases)
    rows = [
        Row(case.is_pilot, case.stratum, *values)
        for case in found
        if case.size and (values := measure(case)) is not None
    ]
    both = {row.stratum for row in rows if row.is_pilot} & {row.stratum for row in rows if not row.is_pilot}
    due = [case.is_pilot for case in found if (case.is_ripe if outcome == Outcome.BANK else case.is_due)]
    return Compared(
        due={group: due.count(group == Group.PILOT) for group in Group},
        known={group: sum(row.group == group for row in rows) for group in Group},
        rows=[row for row in rows if row.stratum in both],
        strata=len(both),
    )


def weighted_means(rows: list[Row]) -> dict[Group, tuple[float, float]]:
    """{group: (before, after)}, each stratum weighing the same in both groups: p·c / (p + c), for p pilots and c others.

    These are the weights by which a regression with indicators of the strata sums them up, so the difference of the
    two changes shown is the very effect.
    """
    strata: dict[Stratum, dict[Group, list[Row]]] = defaultdict(lambda: {group: [] for group in Group})
    for row in rows:
        strata[row.stratum][row.group].append(row)
    sums = {group: [0.0, 0.0] for group in Group}
    total = 0.0
    for groups in strata.values():
        counts = [len(found) for found in groups.values()]
        weight = math.prod(counts) / sum(counts)
        total += weight
        for group, found in groups.items():
            sums[group][0] += weight * sum(row.before for row in found) / len(found)
            sums[group][1] += weight * sum(row.after for row in found) / len(found)
    return {group: (before / total, after / total) for group, (before, after) in sums.items()}
