"""The story of a business from parts that higher slices bring (registered in their AppConfig.ready).

The businesses slice knows nothing of nominations, pilots or trainings; they tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from .models import Business


@dataclass(frozen=True)
class Event:
    """One entry of the timeline on `/usaha/<id>/`."""

    at: datetime
    title: str
    who: str = ""
    text: str = ""
    tone: str = "neutral"  # neutral, good, bad, info
    url: str = ""  # what there is to fetch or read, with the words on the link
    action: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a business stands after verification: what, who has it, what comes next."""

    label: str
    tone: str
    text: str  # one sentence: who has it now and what happens next
    url: str = ""  # what its owner can do about it, with the words on the button
    action: str = ""


@dataclass(frozen=True)
class Badge:
    """The standing in a word or two, for lists."""

    label: str
    tone: str


def no_badges(businesses: Iterable[Business]) -> dict[int, Badge]:
    return {}


@dataclass(frozen=True)
class StoryPart:
    """What one slice adds. `standing` outranks those of lower slices; None where it has nothing to say.
    `badges` says the same of many at once, by primary key, in a number of queries that does not grow.
    """

    events: Callable[[Business], Iterable[Event]]
    standing: Callable[[Business], Standing | None]
    badges: Callable[[Iterable[Business]], dict[int, Badge]] = no_badges


_parts: list[StoryPart] = []


def register(part: StoryPart) -> None:
    if part not in _parts:
        _parts.append(part)


def parts() -> tuple[StoryPart, ...]:
    return tuple(_parts)
