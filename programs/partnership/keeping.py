"""How far commitments are kept: counted by the slice that has the records, registered in its AppConfig.ready.

Partnership knows the promise; pilots and trainings, on higher floors, know what became of it. A gauge counts all
commitments of a page at once, from kept numbers or from few rows: never business by business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.common.display import day

from .choices import Measure, Standing
from .models import Commitment

SLACK = 10  # percentage points that a result may lie below the time that has passed: work comes in steps


@dataclass(frozen=True)
class Kept:
    """`done` of `of`, and the sentence that says of what."""

    done: int
    of: int
    text: str

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.of) if self.of else 0


@dataclass(frozen=True)
class Line:
    """One row of the list behind a number."""

    label: str
    values: tuple[int | str, ...]
    url: str = ""
    is_lacking: bool = False


@dataclass(frozen=True)
class Behind:
    """The list behind a number: headings and rows, with a sentence on where they come from."""

    headings: tuple[str, ...]
    lines: Sequence[Line]
    source: str = ""

    @property
    def rows(self) -> list[dict[str, object]]:
        """For a page: each value beside its heading."""
        return [
            {
                "label": line.label,
                "url": line.url,
                "is_lacking": line.is_lacking,
                "cells": list(zip(self.headings, line.values, strict=True)),
            }
            for line in self.lines
        ]


Counts = Mapping[int, Kept]


@dataclass(frozen=True)
class Gauge:
    """Counts commitments (by their pk; those that nothing on record speaks of are left out), and lists what is behind one."""

    count: Callable[[Sequence[Commitment]], Counts]
    behind: Callable[[Commitment], Behind | None]


_gauges: dict[str, Gauge] = {}


def register(measure: Measure, gauge: Gauge) -> None:
    _gauges[measure] = gauge


@dataclass(frozen=True)
class Account:
    """A commitment with how it stands, and why."""

    commitment: Commitment
    kept: Kept | None
    standing: Standing
    why: str
    elapsed: int | None = None  # per cent of its time


def accounts(commitments: Iterable[Commitment], *, today: date | None = None) -> list[Account]:
    """In the given order. What a page costs depends on the measures, not on how many commitments it shows."""
    rows = list(commitments)
    by_measure: dict[str, list[Commitment]] = defaultdict(list)
    for row in rows:
        if row.measure in _gauges and row.ended_at is None:
            by_measure[row.measure].append(row)
    counts: dict[int, Kept] = {}
    for measure, some in by_measure.items():
        counts |= _gauges[measure].count(some)
    day_now = today or timezone.localdate()
    return [_judged(row, counts.get(row.pk), day_now) for row in rows]


def behind(commitment: Commitment) -> Behind | None:
    gauge = _gauges.get(commitment.measure)
    return gauge.behind(commitment) if gauge else None


def _judged(commitment: Commitment, kept: Kept | None, today: date) -> Account:
    standing, why, elapsed = _standing(commitment, kept, today)
    return Account(commitment=commitment, kept=kept, standing=standing, why=why, elapsed=elapsed)


def _standing(commitment: Commitment, kept: Kept | None, today: date) -> tuple[Standing, str, int | None]:
    if kept is None or not kept.of:
        why = (
            _("Belum ada catatan di portal yang mengukurnya.")
            if commitment.measure
            else _("Komitmen ini tidak diukur dengan angka.")
        )
        return Standing.UNMEASURED, why, None
    if kept.done >= kept.of:
        return Standing.KEPT, _("Target tercapai."), None
    if commitment.due_on is None:
        return Standing.ON_THE_WAY, _("Tanpa tenggat: berjalan sampai target tercapai."), None
    if today > commitment.due_on:
        why = _("Tenggatnya lewat pada %(day)s dan target belum tercapai.")
        return Standing.BEHIND, why % {"day": day(commitment.due_on)}, 100
    elapsed = _elapsed(commitment.counted_from, commitment.due_on, today)
    words = {"elapsed": elapsed, "done": kept.percent}
    if kept.percent + SLACK < elapsed:
        why = _("Waktunya sudah terpakai %(elapsed)s\u00a0%%, hasilnya baru %(done)s\u00a0%% dari target.")
        return Standing.BEHIND, why % words, elapsed
    why = _("Waktunya terpakai %(elapsed)s\u00a0%%, hasilnya %(done)s\u00a0%% dari target.")
    return Standing.ON_THE_WAY, why % words, elapsed


def _elapsed(start: date, due: date, today: date) -> int:
    """Whole per cent of the time from `start` to `due` that has passed."""
    if today <= start:
        return 0
    return min(100, (today - start).days * 100 // max(1, (due - start).days))
