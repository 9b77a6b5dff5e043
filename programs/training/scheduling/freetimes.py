"""The next times at which trainer, venue and participants are all free, on working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from programs.training.choices import SessionState
from programs.training.models import Session, TrainerAbsence
from programs.training.models.materials import TAKE_PART
from soksi_portal.common.display import moment_range

from .candidates import SATURDAY, Candidate
from .collisions import holidays_among, meets_prayer

OPENS, CLOSES = dt.time(8, 0), dt.time(17, 0)  # in the session's zone
EARLIEST, LATEST = dt.time(7, 0), dt.time(18, 0)  # wherever else somebody takes part
NOON = dt.time(12, 0)
STEP = dt.timedelta(minutes=60)
DAYS_AHEAD = 60
MOST = 5
LEEWAY = 3  # days by which a weekend moves what follows day by day

Span = tuple[dt.datetime, dt.datetime]
Following = Callable[[dt.datetime], Sequence[dt.datetime]]


@dataclass(frozen=True)
class FreeTime:
    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: str

    @property
    def value(self) -> str:
        """What the button sends: date and both clock times in the session's zone."""
        start, end = (at.astimezone(ZoneInfo(self.zone)) for at in (self.starts_at, self.ends_at))
        return f"{start:%Y-%m-%d %H:%M} {end:%H:%M}"

    @property
    def text(self) -> str:
        return moment_range(self.starts_at, self.ends_at, self.zone)


@dataclass(frozen=True)
class _Diary:
    """When one session of those that move together can't be held. `after`: how long after the first of them it begins."""

    candidate: Candidate
    after: dt.timedelta
    closed: set[dt.date]
    busy: list[Span]

    @classmethod
    def of(cls, candidate: Candidate, first: Candidate, days: tuple[dt.date, dt.date]) -> _Diary:
        after = candidate.starts_at - first.starts_at
        begin, end = (
            on + dt.timedelta(days=after.days + extra)
            for on, extra in zip(days, (-LEEWAY, LEEWAY), strict=True)
        )
        closed = {holiday.day for holiday in holidays_among(candidate, begin, end)}
        return cls(candidate, after, closed, _busy(candidate, begin, end))

    def takes(self, begin: dt.datetime) -> bool:
        span = (begin, begin + (self.candidate.ends_at - self.candidate.starts_at))
        on = begin.astimezone(self.candidate.zone).date()
        is_working_day = on.weekday() < SATURDAY and on not in self.closed
        return is_working_day and _suits(self.candidate, span) and not _meets(span, self.busy)


def free_times(
    candidate: Candidate,
    most: int = MOST,
    *,
    beside: Sequence[Candidate] = (),
    follow: Following | None = None,
) -> list[FreeTime]:
    """From the wanted day on; at most one in the morning and one in the afternoon of a day. Those `beside` it move by
    as much, or as `follow` says of where the first begins, and are free as well.
    """
    first = max(
        candidate.starts_at.astimezone(candidate.zone).date(), timezone.localdate(timezone=candidate.zone)
    )
    days = (first, first + dt.timedelta(days=DAYS_AHEAD))
    diaries = [_Diary.of(one, candidate, days) for one in (candidate, *beside)]
    following = follow or (lambda start: [start + one.after for one in diaries[1:]])

    def suits_all(start: dt.datetime) -> bool:
        return diaries[0].takes(start) and all(
            one.takes(begin) for one, begin in zip(diaries[1:], following(start), strict=True)
        )

    found: list[FreeTime] = []
    for number in range(DAYS_AHEAD):
        on = first + dt.timedelta(days=number)
        if on.weekday() >= SATURDAY or on in diaries[0].closed:
            continue
        halves: dict[bool, Span] = {}
        for span in _spans(candidate, on):
            half = span[0].astimezone(candidate.zone).time() >= NOON
            if half not in halves and span[0] > timezone.now() and suits_all(span[0]):
                halves[half] = span
        found += [FreeTime(*halves[half], candidate.time_zone) for half in sorted(halves)]
        if len(found) >= most:
            break
    return found[:most]


def _spans(candidate: Candidate, on: dt.date) -> Iterator[Span]:
    length = candidate.ends_at - candidate.starts_at
    start = dt.datetime.combine(on, OPENS, tzinfo=candidate.zone)
    closes = dt.datetime.combine(on, CLOSES, tzinfo=candidate.zone)
    while start + length <= closes:
        yield start, start + length
        start += STEP


def _suits(candidate: Candidate, span: Span) -> bool:
    for zone in candidate.zones:
        start, end = (at.astimezone(ZoneInfo(zone)) for at in span)
        if start.time() < EARLIEST or end.time() > LATEST or meets_prayer(*span, zone):
            return False
    return True


def _meets(span: Span, busy: list[Span]) -> bool:
    return any(start < span[1] and end > span[0] for start, end in busy)


def _busy(candidate: Candidate, first: dt.date, last: dt.date) -> list[Span]:
    """Two queries, however many days are looked at."""
    begin = dt.datetime.combine(first, dt.time(0), tzinfo=candidate.zone)
    end = dt.datetime.combine(last, dt.time(0), tzinfo=candidate.zone)
    held_by = Q(pk__in=[])
    if candidate.trainer:
        held_by |= Q(trainer=candidate.trainer)
    if candidate.venue:
        held_by |= Q(venue=candidate.venue)
    if candidate.people:
        held_by |= Q(invitations__person__in=candidate.people, invitations__state__in=TAKE_PART)
    sessions = Session.objects.exclude(state=SessionState.CANCELLED).filter(
        held_by, starts_at__lt=end, ends_at__gt=begin
    )
    if candidate.session:
        sessions = sessions.exclude(pk__in=[candidate.session.pk, *candidate.moving])
    absences = TrainerAbsence.objects.standing().filter(
        trainer=candidate.trainer, starts_at__lt=end, ends_at__gt=begin
    )
    spans = set(sessions.values_list("starts_at", "ends_at"))
    return sorted(spans | set(absences.values_list("starts_at", "ends_at")))
