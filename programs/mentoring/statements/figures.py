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
    # of equipment that was sold, or broke: told in which month's report, what it had cost, what was got for it
    gone_from: date | None = None
    gone_cost: int = 0
    gone_price: int = 0
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
    told_in: date | None = (
        None  # the report that tells of it: of the opening balance, the month before `since`
    )
    gone: tuple[tuple[date, int], ...] = ()  # what of its cost left, and in which month

    def cost_at(self, month: date) -> int:
        """Of what is still there at the end of `month`."""
        return self.cost - sum(cost for left_in, cost in self.gone if left_in <= month)

    def charged_until(self, month: date) -> int:
        """All that was charged by the end of `month` of what is there; the last month brings it to the cost exactly."""
        return self._charged(self.cost_at(month), month)

    def book_value(self, month: date) -> int:
        return self.cost_at(month) - self.charged_until(month)

    def left_with(self, month: date) -> int:
        """What had been charged, by the end of the month before, of what left in `month`: it is charged no more."""
        before = month_after(month, -1)
        return self.charged_until(before) - self._charged(self.cost_at(month), before)

    def _charged(self, cost: int, month: date) -> int:
        life = max(1, self.years) * MONTHS
        months = max(0, months_between(self.since, month) + 1)
        return cost * min(months, life) // life


def months_between(first: date, last: date) -> int:
    return (last.year - first.year) * MONTHS + last.month - first.month


def month_after(month: date, number: int = 1) -> date:
    """The first day of the month so many later (or earlier, where negative)."""
    year, index = divmod(month.year * MONTHS + month.month - 1 + number, MONTHS)
    return date(year, index + 1, 1)
