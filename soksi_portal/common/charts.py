"""Bars and lines: numbers become shares of the room that a chart has. Drawn by parts/bar_chart.html, line_chart.html."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from soksi_portal.common.display import figure


@dataclass(frozen=True)
class Point:
    """One bar, or one point of a line. `shown` replaces the plain figure (e.g. "Rp 1,2 juta"). Tones as of badges."""

    label: str
    value: float
    shown: str = ""
    tone: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        return self.shown or figure(self.value)


@dataclass(frozen=True)
class Bar:
    point: Point
    width: str  # "43.5%"


@dataclass(frozen=True)
class Line:
    """A line in a room of 100 × 100, zero at the bottom."""

    points: list[Point]
    path: str
    area: str
    end: str  # where the last point lies; text, since templates would write 99.5 as 99,5
    top: float  # the value at the upper edge

    @property
    def first(self) -> Point:
        return self.points[0]

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def top_text(self) -> str:
        return figure(self.top, 0 if self.top >= 3 else 1)


def bars(points: list[Point], most: float | None = None) -> list[Bar]:
    """Zero-based: the longest bar fills the room, or `most` does (the target, 100 %)."""
    full = max([most or 0, *(point.value for point in points)], default=0) or 1
    return [Bar(point, f"{max(point.value, 0) * 100 / full:.2f}%") for point in points]


def line(points: list[Point]) -> Line | None:
    """None for fewer than two points: one point is a figure, not a line."""
    if len(points) < 2:
        return None
    top = round_up(max(point.value for point in points))
    step = 100 / (len(points) - 1)
    places = [(index * step, 100 - max(point.value, 0) * 100 / top) for index, point in enumerate(points)]
    path = " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
    return Line(points, path, f"0,100 {path} 100,100", f"{places[-1][0]:.2f} {places[-1][1]:.2f}", top)


def round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … that is not below `value`: a calm upper edge."""
    if value <= 0:
        return 1
    power = 10 ** floor(log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)
