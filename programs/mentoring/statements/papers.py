"""The three statements of a business for a period, ready for page, workbook and PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from programs.mentoring.models import Report, ReportVersion
from programs.mentoring.reports.books import books_from, sent_reports
from programs.mentoring.reports.carrying import carried, differences_seen
from programs.mentoring.reports.months import last_day, month_words
from soksi_portal.common.charts import Point
from soksi_portal.common.display import day, rupiah
from umkm.businesses.models import Business

from .arithmetic import Books, MonthBooks, total_cash, total_income
from .figures import month_after, months_between
from .lines import Line, cash_lines, income_lines, position_lines
from .notes import Note, notes_of

LENGTHS = (1, 3, 6, 12)  # months of a period
CHART_MONTHS = 12


@dataclass(frozen=True)
class Statement:
    """One table: its columns (days or periods) and lines."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Papers:
    business: Business
    first: date
    last: date
    position: Statement
    income: Statement
    cash: Statement  # beside the three that SAK EMKM asks for: a bank's desk reads it first
    notes: tuple[Note, ...]
    charts: dict[str, list[Point]]
    corrections: tuple[ReportVersion, ...]

    @property
    def period(self) -> str:
        """`Mei 2026 – Oktober 2026`."""
        if self.first == self.last:
            return month_words(self.last)
        return f"{month_words(self.first)} – {month_words(self.last)}"

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.position, self.income, self.cash


def papers_of(business: Business, *, until: date | None = None, months: int = 1) -> Papers | None:
    """Of `months` months up to `until` (as many as there are); None before the first month is reported."""
    reports = sent_reports(business)
    books = books_from((one, one.current.figures) for one in reports if one.current)
    if books is None or not books.months:
        return None
    last = until if until and books.between(until, until) else books.months[-1].month
    first = max(month_after(last, 1 - months), books.months[0].month)
    told = books.between(first, last)
    corrections = _corrections(reports, first, last)
    return Papers(
        business=business,
        first=first,
        last=last,
        position=_position(books, first, last),
        income=_income(books, told),
        cash=Statement(_("Arus uang"), (_period(told),), tuple(cash_lines(total_cash(told)))),
        notes=tuple(notes_of(business, books, told, corrections, carried(books, differences_seen(reports)))),
        charts=_charts(books, last),
        corrections=corrections,
    )


def _corrections(reports: list[Report], first: date, last: date) -> tuple[ReportVersion, ...]:
    """Entries that came after a month had been reported to a partner."""
    rows = ReportVersion.objects.filter(report__in=reports, is_after_close=True, report__month__lte=last)
    return tuple(rows.select_related("report", "sent_by").order_by("sent_at"))


def _position(books: Books, first: date, last: date) -> Statement:
    """Beside the end of the period its beginning: SAK EMKM asks for something to compare with."""
    found = [books.position_at(last), books.position_at(month_after(first, -1))]
    told = [one for one in found if one is not None]
    columns = tuple(day(last_day(one.month)) for one in told)
    return Statement(_("Laporan posisi keuangan"), columns, tuple(position_lines(*told)))


def _income(books: Books, told: tuple[MonthBooks, ...]) -> Statement:
    """Beside the period the one before of the same length, where it was reported."""
    length = months_between(told[0].month, told[-1].month) + 1
    before = books.between(month_after(told[0].month, -length), month_after(told[0].month, -1))
    shown = [told, before] if len(before) == length else [told]
    lines = income_lines(*(total_income(one) for one in shown))
    return Statement(_("Laporan laba rugi"), tuple(_period(one) for one in shown), tuple(lines))


def _period(told: tuple[MonthBooks, ...]) -> str:
    first, last = told[0].month, told[-1].month
    return month_words(last) if first == last else f"{month_words(first)} – {month_words(last)}"


def _charts(books: Books, last: date) -> dict[str, list[Point]]:
    """Sales and money over the months as lines; the margin, which may be below zero, as bars."""
    told = books.between(month_after(last, 1 - CHART_MONTHS), last)
    return {
        "sales": [Point(month_words(one.month), one.income.sales, rupiah(one.income.sales)) for one in told],
        "money": [
            Point(month_words(one.month), one.position.money, rupiah(one.position.money)) for one in told
        ],
        "margin": [_margin(one) for one in told],
    }


def _margin(one: MonthBooks) -> Point:
    margin = one.income.margin
    if margin is None:
        return Point(month_words(one.month), 0, _("tanpa penjualan"), "neutral")
    sign = "−" if margin < 0 else ""
    return Point(
        month_words(one.month), margin, f"{sign}{abs(margin)}\u00a0%", "bad" if margin < 0 else "good"
    )
