"""What the books say month by month, for whoever judges a business: readiness, charts, a bank's file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from umkm.businesses.models import Business

from .books import books_of


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


def performance_of(business: Business, *, until: date | None = None, months: int = 12) -> list[Performance]:
    """The last `months` reported months (up to `until`), the oldest first; as corrected by now."""
    books = books_of(business)
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
        )
        for one in known[-months:]
    ]
