"""What the arithmetic begins with: the figures of a month, a piece of equipment, and the steps of the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MONTHS = 12


@dataclass(frozen=True)
class Figures:
    """What is reported of one month. Of an opening balance: `equipment_bought` is what the equipment is worth on that
    day, `loan_received` what is left of the loans; what only happens during a month is nothing.
    """

    sales: int = 0
    purchases: int = 0
    wages: int = 0
    rent: int = 0
    other_costs: int = 0
    equipment_bought: int = 0
    equipment_years: int = 0
    loan_received: int = 0
    principal_paid: int = 0
    interest_paid: int = 0
    drawings: int = 0
    owner_added: int = 0
    cash: int = 0
    bank: int = 0
    receivables: int = 0
    payables: int = 0
    stock: int = 0
    equipment_name: str = ""
    difference_reason: str = ""
    employees: int = 0


@dataclass(frozen=True)
class Asset:
    """Equipment bought in one month (or there at the beginning), and since which month it is charged."""

    name: str
    cost: int
    years: int
    since: date

    def charged_until(self, month: date) -> int:
        """All that was charged by the end of `month`; the last month brings it to the cost exactly."""
        life = max(1, self.years) * MONTHS
        months = max(0, months_between(self.since, month) + 1)
        return self.cost * min(months, life) // life

    def book_value(self, month: date) -> int:
        return self.cost - self.charged_until(month)


def months_between(first: date, last: date) -> int:
    return (last.year - first.year) * MONTHS + last.month - first.month


def month_after(month: date, number: int = 1) -> date:
    """The first day of the month so many later (or earlier, where negative)."""
    year, index = divmod(month.year * MONTHS + month.month - 1 + number, MONTHS)
    return date(year, index + 1, 1)
