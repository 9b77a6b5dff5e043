"""What a pilot has reached: counted by the slice that has the records, registered in its AppConfig.ready.

Partnership keeps what a phase asks for; trainings, on a higher floor, know who came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from programs.partnership.choices import GraduationMeasure
from programs.pilots.models import Pilot

Counter = Callable[[Pilot], int]
_counters: dict[str, Counter] = {}


def register(measure: GraduationMeasure, counter: Counter) -> None:
    _counters[measure] = counter


@dataclass(frozen=True)
class Figure:
    """One requirement with what is reached; None: nobody counts it, so nobody can say that it is met."""

    measure: GraduationMeasure
    least: int
    reached: int | None

    @property
    def label(self) -> str:
        return str(self.measure.label)

    @property
    def is_met(self) -> bool:
        return self.reached is not None and self.reached >= self.least

    def as_record(self) -> dict[str, Any]:
        return {"measure": self.measure.value, "least": self.least, "reached": self.reached}


def figures_of(pilot: Pilot) -> list[Figure]:
    """Every requirement of the pilot's phase, as it stands now."""
    found = []
    for requirement in pilot.seat.phase.graduation_requirements.all():
        counter = _counters.get(requirement.measure)
        reached = counter(pilot) if counter else None
        found.append(Figure(GraduationMeasure(requirement.measure), requirement.least, reached))
    return found


def figures_from(records: list[dict[str, Any]]) -> list[Figure]:
    """As they were when the graduation was confirmed."""
    return [Figure(GraduationMeasure(one["measure"]), one["least"], one["reached"]) for one in records]


def months_on_seat(pilot: Pilot) -> int:
    """Whole months from the seat's beginning to its end, or to now."""
    return _whole_months(pilot.accepted_at, pilot.ended_at or timezone.now())


def _whole_months(start: datetime, end: datetime) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    unfinished = (end.day, end.timetz()) < (start.day, start.timetz())
    return max(0, months - unfinished)
