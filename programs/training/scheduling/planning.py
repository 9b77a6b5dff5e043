"""What the form says at once: each date with what collides, and times that are free."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from programs.training.choices import Rhythm
from programs.training.forms import ArrangementForm
from programs.training.models import Session
from soksi_portal.common.display import moment_range
from soksi_portal.common.errors import RuleViolation

from .candidates import Candidate, starts_of
from .collisions import Collision, collisions_of
from .forms import ScheduleForm
from .freetimes import Following, FreeTime, free_times
from .series import Meeting

USE, CHECK, ANYWAY = "pakai", "periksa", "tetap"


@dataclass(frozen=True)
class Line:
    """One date."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: str
    module: Any
    collisions: list[Collision] = field(default_factory=list)
    is_skipped: bool = False

    @property
    def text(self) -> str:
        return moment_range(self.starts_at, self.ends_at, self.zone)

    @property
    def day(self) -> str:
        return self.starts_at.date().isoformat()


@dataclass(frozen=True)
class Plan:
    lines: list[Line] = field(default_factory=list)
    free: list[FreeTime] = field(default_factory=list)
    agreed: str = ""  # what of it somebody has read and wants all the same
    may_skip: bool = True

    @property
    def is_series(self) -> bool:
        return len(self.lines) > 1

    @property
    def found(self) -> list[Collision]:
        return [one for line in self.lines for one in line.collisions]

    @property
    def forbidden(self) -> bool:
        return any(one.forbids for one in self.found)

    @property
    def fingerprint(self) -> str:
        """Of just these warnings: whoever agreed to others is asked again."""
        words = "\n".join(f"{line.day} {one.sentence}" for line in self.lines for one in line.collisions)
        return hashlib.sha256(words.encode()).hexdigest()[:16] if words else ""

    @property
    def is_agreed(self) -> bool:
        return self.agreed == self.fingerprint

    @property
    def asks(self) -> bool:
        """Whether somebody must have read it."""
        return bool(self.found) and not self.forbidden

    @property
    def must_be_agreed(self) -> bool:
        return self.asks and not self.is_agreed


def candidate_of(form: ArrangementForm, session: Session | None = None) -> Candidate | None:
    """What the form says so far, once its time is known."""
    data = getattr(form, "cleaned_data", {})
    starts_at, ends_at = form.moment("start"), form.moment("end")
    if starts_at is None or ends_at is None or ends_at <= starts_at:
        return None
    return Candidate(
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=data["time_zone"],
        provinces=form.chosen_provinces,
        phase=session.phase if session else data.get("phase"),
        module=session.module if session else data.get("module"),
        trainer=data.get("trainer"),
        venue=form.chosen_venue,
        session=session,
    )


def plan_of(form: ArrangementForm, session: Session | None = None) -> Plan | None:
    """None while it can't be known yet; the form has been validated."""
    candidate = candidate_of(form, session)
    if candidate is None:
        return None
    meetings = _meetings(form, candidate)
    lines = [_line(candidate.at(one.starts_at, one.module), skipped) for one, skipped in meetings]
    beside = [candidate.at(one.starts_at, one.module) for one, skipped in meetings[1:] if not skipped]
    follow = _day_by_day(meetings) if form.cleaned_data.get("rhythm") == Rhythm.DAILY else None
    return Plan(
        lines=lines,
        free=free_times(candidate, beside=beside, follow=follow)
        if asks_for_time(lines) and candidate.trainer
        else [],
        agreed=str(form.data.get(ANYWAY, "")),
    )


def _day_by_day(meetings: Sequence[tuple[Meeting, bool]]) -> Following:
    """Its days off move within it, so no shift says where its dates come to lie."""
    kept = [place for place, (_one, skipped) in enumerate(meetings) if place and not skipped]

    def follow(start: dt.datetime) -> list[dt.datetime]:
        starts = starts_of(start, Rhythm.DAILY, len(meetings))
        return [starts[place] for place in kept]

    return follow


def asks_for_time(lines: Iterable[Line]) -> bool:
    """Whether something is in the way that is not at another time."""
    return any(
        one.forbids or one.kind in ("holiday", "prayer", "participants")
        for line in lines
        for one in line.collisions
    )


def _meetings(form: ArrangementForm, candidate: Candidate) -> list[tuple[Meeting, bool]]:
    """Of a series the dates left out too, in their place, so that they can be taken in again."""
    here = Meeting(candidate.starts_at, candidate.module)  # type: ignore[arg-type]  # not chosen yet
    if not isinstance(form, ScheduleForm) or not form.is_series:
        return [(here, False)]
    try:
        modules = {one.starts_at: one.module for one in form.meetings()}
    except RuleViolation:  # said beside its field
        modules = {}
    found = [
        (Meeting(start, modules.get(start, here.module)), start.date().isoformat() in form.skipped)
        for start in form.starts()
    ]
    return found or [(here, False)]


def _line(candidate: Candidate, skipped: bool) -> Line:
    return Line(
        candidate.starts_at,
        candidate.ends_at,
        candidate.time_zone,
        candidate.module,
        [] if skipped else collisions_of(candidate),
        skipped,
    )


def with_free_time(data: Any) -> Any:
    """The form's data with the time proposed by the pressed button; odd values change nothing."""
    changed = data.copy()
    parts = str(data.get(USE, "")).split(" ")
    if len(parts) == 3:
        changed["date"], changed["start"], changed["end"] = parts
    return changed
