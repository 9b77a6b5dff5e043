"""What may be taken along: sums of groups, never of one business.

Rows of single businesses are not given out even without names. Who the pilots are is public, two in a province: a
province, a size class and a change of sales would be enough to know whose they are, and financial data of a person are
specific personal data (UU 27/2022 article 4). So there is no province in here, a cell of fewer than SMALLEST_CELL is
withheld, and with it a second one where the sum would give the first away. Amounts are shares, rounded.
"""

from __future__ import annotations

import statistics
from typing import Any

from programs.impact.choices import SMALLEST_CELL, Group
from programs.impact.comparing import Row
from umkm.businesses.choices import SizeClass

ALL = "all"
SIZES = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
DIGITS = 3  # of a mean: a night later one business more would otherwise tell its own figure


def cells(rows: list[Row]) -> list[dict[str, Any]]:
    """One for each group as a whole, then for each size class that has somebody."""
    return [cell for group in Group for cell in _of_group(group, [row for row in rows if row.group == group])]


def _of_group(group: Group, rows: list[Row]) -> list[dict[str, Any]]:
    by_size = {size: [row for row in rows if row.stratum[2] == size] for size in SIZES}
    present = {size: found for size, found in by_size.items() if found}
    hidden = withheld({size: len(found) for size, found in present.items()})
    sized = [_cell(group, size, found, hidden=size in hidden) for size, found in present.items()]
    return [_cell(group, ALL, rows, hidden=len(rows) < SMALLEST_CELL), *sized]


def withheld(counts: dict[SizeClass, int]) -> set[SizeClass]:
    """The small ones; where that is a single one, the next smallest too."""
    small = {size for size, count in counts.items() if count < SMALLEST_CELL}
    rest = sorted((count, size) for size, count in counts.items() if size not in small)
    if len(small) == 1 and rest:
        small.add(rest[0][1])
    return small


def _cell(group: Group, size: str, rows: list[Row], *, hidden: bool) -> dict[str, Any]:
    told = {"group": str(group.value), "size": str(size)}
    if hidden:
        return told | {"cases": None, "before": None, "after": None, "change": None, "spread": None}
    changes = [row.change for row in rows]
    return told | {
        "cases": len(rows),
        "before": round(statistics.fmean(row.before for row in rows), DIGITS),
        "after": round(statistics.fmean(row.after for row in rows), DIGITS),
        "change": round(statistics.fmean(changes), DIGITS),
        "spread": round(statistics.stdev(changes), DIGITS),
    }
