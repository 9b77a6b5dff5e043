"""What the books say month by month, for whoever judges a business: readiness, charts, a bank's file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from programs.mentoring.models import Report
from programs.mentoring.statements.arithmetic import Books
from programs.mentoring.statements.figures import Figures
from umkm.businesses.models import Business

from .books import books_from, books_of


@dataclass(frozen=True)
class Performance:
    month: date
    sales: int
    gross_margin: int | None  # per cent; None without sales
    profit: int
    operating_cash: int  # what the business itself brought in
    debt_service: int  # principal and interest
    money: int  # cash and bank at the end
    debt: int  # loans and suppliers at the end
    employees: int
    assets: int  # all there is at the end


def performance_of(business: Business, *, until: date | None = None, months: int = 12) -> list[Performance]:
    """The last `months` reported months (up to `until`), the oldest first; as corrected by now."""
    return _performance(books_of(business), until, months)


def performances_of(businesses: Iterable[int], *, months: int = 12) -> dict[int, list[Performance]]:
    """{business: its last `months` reported months}, also of those that never reported; one query, however many."""
    wanted = list(businesses)
    found: dict[int, list[tuple[Report, Figures]]] = defaultdict(list)
    for report in (
        Report.objects.sent().filter(business__in=wanted).select_related("current").order_by("month")
    ):
        if report.current is not None:
            found[report.business_id].append((report, report.current.figures))
    return {pk: _performance(books_from(found[pk]), None, months) for pk in wanted}


def _performance(books: Books | None, until: date | None, months: int) -> list[Performance]:
    if books is None:
        return []
    known = [one for one in books.months if until is None or one.month <= until]
    return [
        Performance(
            month=one.month,
            sales=one.income.sales,
            gross_margin=one.income.gross_margin,
            profit=one.income.profit,
            operating_cash=one.cash.operating,
            debt_service=one.cash.debt_service,
            money=one.position.money,
            debt=one.position.liabilities,
            employees=one.figures.employees,
            assets=one.position.assets,
        )
        for one in known[-months:]
    ]
