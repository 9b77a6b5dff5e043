"""Planning reminders into the outbox, and taking back what no longer fits. Reminders pull: nobody calls them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .assessments import Assessments
from .digest import Digests
from .memoranda import Memoranda
from .referrals import Referrals
from .reports import Reports
from .rules import Kind
from .seats import EmptySeats
from .sessions import Sessions
from .visits import Tasks, Visits

KINDS: tuple[Kind, ...] = (
    Sessions(),
    Memoranda(),
    Assessments(),
    Reports(),
    Referrals(),
    Visits(),
    Tasks(),
    EmptySeats(),
    Digests(),
)


@dataclass(frozen=True)
class Result:
    planned: int
    taken_back: int


def plan(*, now: datetime) -> Result:
    """Take back what no longer fits, then plan what is missing. Twice, or twice at once, plans nothing twice."""
    taken_back = take_back_outdated()
    planned = sum(kind.plan(subject, now) for kind in KINDS for subject in sorted(kind.wanting(now)))
    return Result(planned, taken_back)


def take_back_outdated() -> int:
    """Belt and braces, and the place where reminders follow what told nobody. One that a provider has just now is
    not tried again, should it refuse.
    """
    return sum(messages.take_back(reason) for kind in KINDS for messages, reason in kind.outdated())
