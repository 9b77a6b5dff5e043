"""One fact of each nomination in one row."""

from __future__ import annotations

from dataclasses import dataclass

from programs.pilots.models import Nomination


@dataclass(frozen=True)
class CompareCell:
    nomination: Nomination
    text: str
    bar: str = ""  # width of the bar in per cent; empty: a fact that is not a quantity
    is_most: bool = False


@dataclass(frozen=True)
class CompareRow:
    label: str
    cells: list[CompareCell]
    long: bool = False
    differs: bool = True  # False: all say the same, so it decides nothing
