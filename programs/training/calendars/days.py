"""Sessions laid out on days: a month of weeks, one week, or the next ones below each other."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.choices import SessionStage, SessionState
from programs.training.models import Holiday, Session
from soksi_portal.common.display import day, in_zone, zone_name

AGENDA, WEEK, MONTH = "agenda", "pekan", "bulan"
VIEWS = ((AGENDA, gettext_lazy("Agenda")), (WEEK, gettext_lazy("Pekan")), (MONTH, gettext_lazy("Bulan")))
AGENDA_DAYS = 28
SHOWN_A_DAY = 3  # in a month; the rest is one tap away
EARLIEST, LATEST = dt.date(2015, 1, 1), dt.date(2100, 1, 1)


@dataclass(frozen=True)
class Shown:
    """A session on its day, in its own zone; where the reader lives by another clock, in that too."""

    session: Session
    viewer_zone: str

    @property
    def clock(self) -> str:
        return _clock(self.session, self.session.time_zone)

    @property
    def own_clock(self) -> str:
        return "" if self.viewer_zone == self.session.time_zone else _clock(self.session, self.viewer_zone)

    @property
    def tells_stage(self) -> bool:
        """Whether it says more than the day and the clock beside it."""
        return self.session.stage in (SessionStage.RUNNING, SessionStage.CANCELLED)

    @property
    def is_cancelled(self) -> bool:
        return self.session.state == SessionState.CANCELLED


def _clock(session: Session, zone: str) -> str:
    """`09.00–12.00 WITA`."""
    start, end = (format_date(in_zone(at, zone), "H.i") for at in (session.starts_at, session.ends_at))
    return f"{start}–{end} {zone_name(zone)}"


@dataclass(frozen=True)
class Day:
    date: dt.date
    is_beside: bool = False  # of the month before or after
    shown: list[Shown] = field(default_factory=list)
    holidays: list[str] = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()

    @property
    def first(self) -> list[Shown]:
        return self.shown[:SHOWN_A_DAY]

    @property
    def more(self) -> int:
        return max(0, len(self.shown) - SHOWN_A_DAY)

    @property
    def words(self) -> str:
        return f"{format_date(self.date, 'l')}, {day(self.date)}"


@dataclass(frozen=True)
class Span:
    """What one page of the calendar shows, and where it leads."""

    view: str
    at: dt.date

    @cached_property
    def dates(self) -> list[dt.date]:
        if self.view == MONTH:
            weeks = calendar.Calendar().monthdatescalendar(self.at.year, self.at.month)
            return [one for week in weeks for one in week]
        first = self.at - dt.timedelta(days=self.at.weekday()) if self.view == WEEK else self.at
        return [
            first + dt.timedelta(days=number) for number in range(7 if self.view == WEEK else AGENDA_DAYS)
        ]

    @property
    def title(self) -> str:
        if self.view == MONTH:
            return format_date(self.at, "F Y")
        first, last = self.dates[0], self.dates[-1]
        said = "j F Y" if first.year != last.year else "j F" if first.month != last.month else "j"
        return _("%(first)s – %(last)s") % {"first": format_date(first, said), "last": day(last)}

    @property
    def before(self) -> dt.date:
        if self.view == MONTH:
            return (self.at.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
        return self.at - dt.timedelta(days=7 if self.view == WEEK else AGENDA_DAYS)

    @property
    def after(self) -> dt.date:
        if self.view == MONTH:
            return (self.at.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return self.at + dt.timedelta(days=7 if self.view == WEEK else AGENDA_DAYS)


def span_of(view: str, at: str) -> Span:
    """Odd words mean the agenda from today."""
    view = view if view in dict(VIEWS) else AGENDA
    try:
        wanted = dt.date.fromisoformat(at)
    except ValueError:
        wanted = timezone.localdate()
    return Span(view, min(max(wanted, EARLIEST), LATEST))


def days_with(
    span: Span, sessions: QuerySet[Session], *, viewer_zone: str, provinces: Iterable[str]
) -> list[Day]:
    """Each day of the span; in the agenda only those on which something is. Three queries."""
    begin = dt.datetime.combine(span.dates[0], dt.time(0), tzinfo=dt.UTC) - dt.timedelta(days=1)
    end = dt.datetime.combine(span.dates[-1], dt.time(0), tzinfo=dt.UTC) + dt.timedelta(days=2)
    found = sessions.filter(starts_at__gte=begin, starts_at__lt=end)
    by_day: dict[dt.date, list[Shown]] = {}
    related = found.select_related("module", "venue", "trainer").prefetch_related("provinces")
    for session in related.order_by("starts_at", "pk"):
        on = session.starts_at.astimezone(session.zone).date()
        by_day.setdefault(on, []).append(Shown(session, viewer_zone))
    free = _holidays(span, provinces)
    days = [
        Day(
            one,
            is_beside=span.view == MONTH and one.month != span.at.month,
            shown=by_day.get(one, []),
            holidays=free.get(one, []),
        )
        for one in span.dates
    ]
    return [one for one in days if one.shown] if span.view == AGENDA else days


def _holidays(span: Span, provinces: Iterable[str]) -> dict[dt.date, list[str]]:
    here = Q(province=None) | Q(province__in=list(provinces))
    standing = Holiday.objects.standing().filter(here, day__range=(span.dates[0], span.dates[-1]))
    found: dict[dt.date, list[str]] = {}
    for on, name, province in standing.values_list("day", "name", "province__name").order_by("day", "name"):
        found.setdefault(on, []).append(f"{name} ({province})" if province else name)
    return found
