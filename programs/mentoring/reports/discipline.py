"""How punctual the reports are. No amounts in here: coordinators read this, and readiness counts with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from programs.mentoring.choices import Discipline
from programs.mentoring.models import Report
from programs.mentoring.statements.figures import month_after
from programs.pilots.models import Pilot
from programs.pilots.models.pilots import PilotQuerySet

from .months import due_on, last_complete, months_until, today

NEVER = date(1900, 1, 1)  # a list sorts by no empty value


@dataclass(frozen=True)
class MonthKept:
    month: date
    discipline: Discipline
    report_id: int | None = None

    @property
    def is_complete(self) -> bool:
        return self.discipline in (Discipline.IN_TIME, Discipline.LATE)

    @property
    def is_in_time(self) -> bool:
        return self.discipline == Discipline.IN_TIME


@dataclass(frozen=True)
class Record:
    """The last twelve complete months, the oldest first."""

    months: tuple[MonthKept, ...]

    def complete(self, last: int) -> int:
        """How many of the `last` months (6, 12) were reported at all."""
        return sum(one.is_complete for one in self.months[-last:])

    def in_time(self, last: int) -> int:
        return sum(one.is_in_time for one in self.months[-last:])

    @property
    def complete_six(self) -> int:
        return self.complete(6)

    @property
    def complete_twelve(self) -> int:
        return self.complete(12)

    @property
    def in_time_six(self) -> int:
        return self.in_time(6)

    @property
    def in_time_twelve(self) -> int:
        return self.in_time(12)


def records_of(businesses: Iterable[int], *, day: date | None = None) -> dict[int, Record]:
    """{business: record}, also of those that never reported; one query, however many."""
    wanted = list(businesses)
    now = day or today()
    months = months_until(last_complete(now), 12)
    found: dict[int, dict[date, Report]] = defaultdict(dict)
    openings: dict[int, date] = {}
    rows = Report.objects.filter(Q(is_opening=True) | Q(month__gte=months[0]), business__in=wanted)
    for report in rows:
        if report.is_opening and report.sent_at:
            openings[report.business_id] = report.month
        elif not report.is_opening:
            found[report.business_id][report.month] = report
    return {
        pk: Record(tuple(_kept(month, found[pk].get(month), openings.get(pk), now) for month in months))
        for pk in wanted
    }


def _kept(month: date, report: Report | None, opening: date | None, day: date) -> MonthKept:
    if report is not None and report.sent_on is not None:
        return MonthKept(month, report.discipline, report.pk)
    if opening is None:
        state = Discipline.NOT_BEGUN
    elif month <= opening:
        state = Discipline.NOT_OWED
    else:
        state = Discipline.MISSING if day > due_on(month) else Discipline.WAITING
    return MonthKept(month, state, report.pk if report else None)


def owed_by(business_id: int, *, day: date | None = None) -> list[date]:
    """Complete months that a business with an opening balance has not reported yet, the oldest first."""
    last = Report.objects.sent().filter(business=business_id).order_by("-month").values_list("month").first()
    if last is None:
        return []
    owed, month = [], month_after(last[0])
    while month <= last_complete(day or today()):
        owed.append(month)
        month = month_after(month)
    return owed


def pilots_with_month(pilots: QuerySet[Pilot], month: date, *, day: date | None = None) -> QuerySet[Any]:
    """Each pilot with how the report of `month` came (`kept`), and which month it reported last (`last_month`)."""
    now = day or today()
    reports = Report.objects.sent().filter(business=OuterRef("business"))
    of_month = reports.monthly().filter(month=month)
    due = due_on(month)
    return pilots.annotate(
        sent_on=Subquery(of_month.values("sent_on")[:1]),
        last_month=Coalesce(
            Subquery(reports.monthly().order_by("-month").values("month")[:1]),
            Value(NEVER),
            output_field=DateField(),
        ),
        has_books=Exists(reports.filter(is_opening=True)),
    ).annotate(
        kept=Case(
            When(sent_on__lte=due, then=Value(Discipline.IN_TIME.value)),
            When(sent_on__gt=due, then=Value(Discipline.LATE.value)),
            When(accepted_at__date__gte=month, then=Value(Discipline.NOT_OWED.value)),
            When(has_books=False, then=Value(Discipline.NOT_BEGUN.value)),
            default=Value((Discipline.MISSING if now > due else Discipline.WAITING).value),
        ),
    )


def reporting_pilots() -> PilotQuerySet:
    """Those who owe reports: active pilots."""
    return Pilot.objects.active()


def owing(pilots: QuerySet[Pilot], month: date) -> QuerySet[Pilot]:
    """Pilots who owe the report of `month`: on their seat before it began."""
    return pilots.filter(accepted_at__date__lt=month)


def late_now(pilots: QuerySet[Pilot], *, day: date | None = None) -> QuerySet[Pilot]:
    """Pilots whose report of the last month that is due has not come."""
    month = last_due(day or today())
    sent = Report.objects.sent().filter(business=OuterRef("business"), month=month)
    return owing(pilots, month).filter(~Exists(sent))


def last_due(day: date) -> date:
    """The newest month whose report is due by now: its date has passed."""
    month = last_complete(day)
    return month if day > due_on(month) else month_after(month, -1)


def sent_in_time(business_id: int) -> tuple[int, int]:
    """(reports that came, those of them in time), over all months."""
    reports = list(Report.objects.sent().monthly().filter(business=business_id))
    return len(reports), sum(one.discipline == Discipline.IN_TIME for one in reports)
