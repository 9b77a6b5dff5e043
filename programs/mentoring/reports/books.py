"""From the rows to the arithmetic: the books of one business."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from programs.mentoring.models import Report
from programs.mentoring.statements.arithmetic import Books, keep_books
from programs.mentoring.statements.figures import Figures
from umkm.businesses.models import Business


def sent_reports(business: Business) -> list[Report]:
    """In order, the opening balance first, each with what it says now."""
    return list(Report.objects.sent().filter(business=business).select_related("current").order_by("month"))


def books_of(business: Business) -> Books | None:
    """None where there is no opening balance yet."""
    return books_from((one, _told(one)) for one in sent_reports(business))


def books_with(sheet: Report) -> Books | None:
    """As they would be if this sheet were sent as it is now."""
    told = {one.month: (one, _told(one)) for one in sent_reports(sheet.business)}
    told[sheet.month] = (sheet, sheet.figures)
    return books_from(told[month] for month in sorted(told))


def books_from(reports: Iterable[tuple[Report, Figures]]) -> Books | None:
    rows = list(reports)
    if not rows or not rows[0][0].is_opening:
        return None
    (first, opening), *months = rows
    return keep_books(first.month, opening, [figures for _report, figures in months])


def month_before(report: Report) -> Report | None:
    """The report of the month before, if it was sent."""
    rows = Report.objects.sent().filter(business=report.business_id, month__lt=report.month)
    return rows.select_related("current").order_by("-month").first()


def first_month_of(business: Business) -> date | None:
    opening = Report.objects.filter(business=business, is_opening=True).first()
    return opening.month if opening else None


def _told(report: Report) -> Figures:
    if report.current is None:
        raise ValueError("only of what was sent")
    return report.current.figures
