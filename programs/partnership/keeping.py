"""How far a commitment is kept: told by the slice that has the records, registered in its AppConfig.ready.

Partnership knows the promise; pilots and trainings, on higher floors, know what became of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .choices import Measure
from .models import Commitment


@dataclass(frozen=True)
class Kept:
    """`done` of `of`, and the sentence that says of what."""

    done: int
    of: int
    text: str


Counter = Callable[[Commitment], Kept | None]
_counters: dict[str, Counter] = {}


def register(measure: Measure, counter: Counter) -> None:
    _counters[measure] = counter


def kept(commitment: Commitment) -> Kept | None:
    """None where nobody counts it."""
    counter = _counters.get(commitment.measure)
    return counter(commitment) if counter else None
