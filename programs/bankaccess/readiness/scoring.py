"""From facts to points: no database, no clock, no words. Better facts never give fewer points.

Points are whole hundredths: a weight of 20 is 2,000 of them, and a share of it in per cent has no remainder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from programs.bankaccess.choices import Criterion, SlikStatus

MONTHS = 6  # the finances of so many reported months
# For a full share; working agreements of the programme, no rule of a regulation. Read together with the weights.
FULL_MARGIN = 10  # of Rp 100 sold
FULL_COVER = (
    125  # per cent of the instalments that the business itself brings in: banks look for 1.2 to 1.3 times
)
FULL_OWN_SHARE = 50  # per cent of what there is that is not owed
FRESH_DAYS = 183  # an answer about SLIK is older than half a year: ask again
SLIK_SHARE = {SlikStatus.NONE: 100, SlikStatus.CURRENT: 100, SlikStatus.WATCHED: 50}


@dataclass(frozen=True)
class Month:
    sales: int
    profit: int
    operating_cash: int
    debt_service: int


@dataclass(frozen=True)
class Facts:
    """Of one business on one day."""

    has_nib: bool = False
    has_npwp: bool = False
    licences: int = 0
    complete_six: int = 0
    in_time_six: int = 0
    complete_twelve: int = 0
    in_time_twelve: int = 0
    months: tuple[Month, ...] = ()  # the last six that were reported
    assets: int = 0
    debt: int = 0
    trainings: int = 0  # modules with a certificate that stands
    is_guaranteeable: bool = False
    slik: str = SlikStatus.UNKNOWN
    answer_age: int | None = None  # days


@dataclass(frozen=True)
class Point:
    """What one record brings: `points` of `most`, since `got` of `of` (months, modules, per cent) are there."""

    key: str
    criterion: str
    points: int
    most: int
    got: int
    of: int

    @property
    def gain(self) -> int:
        return self.most - self.points


def points_of(facts: Facts, weights: Mapping[Criterion, int], trainings_needed: int) -> list[Point]:
    found = []
    for criterion, key, share, got, of, exact in _measured(facts, trainings_needed):
        most = weights[criterion] * share
        above, below = exact
        found.append(Point(key, criterion.value, most * min(max(above, 0), below) // below, most, got, of))
    return found


def as_rows(points: list[Point]) -> list[dict[str, Any]]:
    return [asdict(one) for one in points]


def from_rows(rows: list[dict[str, Any]]) -> list[Point]:
    return [Point(**row) for row in rows]


# criterion, key, share of the criterion's weight in per cent, what is shown, and the fraction that counts
Measured = tuple[Criterion, str, int, int, int, tuple[int, int]]


def _measured(facts: Facts, needed: int) -> Iterator[Measured]:
    """The shares of a criterion make 100."""
    yield _counted(Criterion.LEGALITY, "nib", 40, facts.has_nib, 1)
    yield _counted(Criterion.LEGALITY, "npwp", 30, facts.has_npwp, 1)
    yield _counted(Criterion.LEGALITY, "licences", 30, facts.licences, 1)
    yield _counted(Criterion.BOOKKEEPING, "complete_six", 30, facts.complete_six, 6)
    yield _counted(Criterion.BOOKKEEPING, "in_time_six", 25, facts.in_time_six, 6)
    yield _counted(Criterion.BOOKKEEPING, "complete_twelve", 25, facts.complete_twelve, 12)
    yield _counted(Criterion.BOOKKEEPING, "in_time_twelve", 20, facts.in_time_twelve, 12)
    positive = sum(one.operating_cash > 0 for one in facts.months)
    yield _counted(Criterion.FINANCE, "cash_flow", 40, positive, MONTHS)
    yield _margin(facts.months)
    yield _debt_service(facts.months)
    yield _counted(Criterion.MANAGEMENT, "trainings", 100, facts.trainings, needed)
    own = max(facts.assets - facts.debt, 0)
    yield _share(Criterion.COLLATERAL, "own_share", 60, own, facts.assets, FULL_OWN_SHARE)
    yield _counted(Criterion.COLLATERAL, "guarantee", 40, facts.is_guaranteeable, 1)
    yield _counted(Criterion.CREDIT, "slik", 70, SLIK_SHARE.get(SlikStatus(facts.slik), 0), 100)
    is_fresh = facts.answer_age is not None and facts.answer_age <= FRESH_DAYS
    yield _counted(Criterion.CREDIT, "answer", 30, is_fresh, 1)


def _counted(criterion: Criterion, key: str, share: int, got: int, of: int) -> Measured:
    return criterion, key, share, int(got), of, (int(got), of)


def _share(criterion: Criterion, key: str, share: int, part: int, whole: int, full: int) -> Measured:
    """`part` is `full` per cent of `whole`, or more, for all of it."""
    if whole <= 0 or part <= 0:
        return criterion, key, share, 0, full, (0, 1)
    return criterion, key, share, min(part * 100 // whole, 999), full, (part * 100, whole * full)


def _margin(months: tuple[Month, ...]) -> Measured:
    profit, sales = sum(one.profit for one in months), sum(one.sales for one in months)
    return _by_months(_share(Criterion.FINANCE, "margin", 30, profit, sales, FULL_MARGIN), len(months))


def _debt_service(months: tuple[Month, ...]) -> Measured:
    """Without instalments, what comes in is enough."""
    cash, owed = sum(one.operating_cash for one in months), sum(one.debt_service for one in months)
    if owed <= 0 < cash:
        found: Measured = (Criterion.FINANCE, "debt_service", 30, FULL_COVER, FULL_COVER, (1, 1))
    else:
        found = _share(Criterion.FINANCE, "debt_service", 30, cash, owed, FULL_COVER)
    return _by_months(found, len(months))


def _by_months(measured: Measured, known: int) -> Measured:
    """One good month is not yet six."""
    criterion, key, share, got, of, (above, below) = measured
    return criterion, key, share, got, of, (min(above, below) * min(known, MONTHS), below * MONTHS)
