"""Measures one thing against another in the same run, in turn, and reports the median of their ratios.

Seconds of a shared machine mean little; how two things that are done in turn compare means more.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar

Action = Callable[[], object]
Benchmark = Callable[[], AbstractContextManager["Comparison | list[Weight] | Iterator[Ratio]"]]
B = TypeVar("B", bound=Benchmark)

BENCHMARKS: dict[str, Benchmark] = {}


@dataclass(frozen=True)
class Comparison:
    """What is measured: `subject` against `baseline`; the ratio is subject / baseline of their times."""

    what: str
    goal: str  # as printed, e.g. "<=1.1"
    baseline: Action
    subject: Action
    repeats: int = 20  # of each in one pair
    pairs: int = 9
    is_warm: bool = False  # the set-up has done both already


@dataclass(frozen=True)
class Weight:
    """Something counted rather than timed, against its budget: the same in every run, so one look is enough."""

    name: str
    what: str
    amount: int
    budget: int


@dataclass(frozen=True)
class Ratio:
    """One of several figures that a benchmark has measured by itself."""

    name: str
    what: str
    ratio: float
    goal: str  # as printed


def benchmark(name: str) -> Callable[[B], B]:
    def register(make: B) -> B:
        BENCHMARKS[name] = make
        return make

    return register


def run(name: str) -> None:
    with BENCHMARKS[name]() as measured:
        if isinstance(measured, Comparison):
            report(name, median_ratio(measured), measured.goal, measured.what)
            return
        for part in measured:
            if isinstance(part, Ratio):
                report(part.name, part.ratio, part.goal, part.what)
            else:
                report(part.name, part.amount / part.budget, "<=1", part.what)


def report(name: str, ratio: float, goal: str, what: str) -> None:
    sys.stdout.write(f"BENCH {name} ratio={ratio:.3f} goal={goal} {what}\n")
    sys.stdout.flush()


def median_ratio(comparison: Comparison) -> float:
    """Each pair measures both, turning round who comes first."""
    if not comparison.is_warm:
        comparison.baseline(), comparison.subject()  # caches, connections, templates
    ratios = []
    for pair in range(comparison.pairs):
        if pair % 2:
            subject = _seconds(comparison.subject, comparison.repeats)
            baseline = _seconds(comparison.baseline, comparison.repeats)
        else:
            baseline = _seconds(comparison.baseline, comparison.repeats)
            subject = _seconds(comparison.subject, comparison.repeats)
        ratios.append(subject / baseline)
    return statistics.median(ratios)


def _seconds(action: Action, repeats: int) -> float:
    begun = time.perf_counter()
    for _ in range(repeats):
        action()
    return time.perf_counter() - begun
