"""The arithmetic of the books, all of it and nothing else: no database, no clock, no words. Whole rupiah.

Accrual from an opening balance (SAK EMKM, in force since 2018). What customers and suppliers owe and are owed, and the
stock, are counted at the end of each month; sales and purchases count in the month they were made, paid or not.
Equipment is charged in a straight line over its declared life, without residual value (paragraphs 11.13–11.16). What
is sold, or of no more use, leaves the balance sheet, and in the month in which it leaves it is charged no more (11.15,
11.17); what was got for it less its book value is a gain or a loss (11.18).
Cash that was counted and does not follow from the rest is shown as a difference, and is part of the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from .figures import Asset, Figures, month_after


@dataclass(frozen=True)
class Position:
    """Laporan posisi keuangan: what there is and whose it is, at the end of `month`."""

    month: date
    cash: int
    bank: int
    receivables: int
    stock: int
    equipment: int  # at cost
    charged: int  # depreciation so far
    payables: int
    loans: int
    capital: int  # at the beginning, and what the owner added since
    drawings: int  # what the owner took out since
    earnings: int  # all results since

    @property
    def money(self) -> int:
        return self.cash + self.bank

    @property
    def equipment_value(self) -> int:
        return self.equipment - self.charged

    @property
    def assets(self) -> int:
        return self.money + self.receivables + self.stock + self.equipment_value

    @property
    def liabilities(self) -> int:
        return self.payables + self.loans

    @property
    def equity(self) -> int:
        return self.capital - self.drawings + self.earnings

    @property
    def balances(self) -> bool:
        return self.assets == self.liabilities + self.equity


@dataclass(frozen=True)
class Income:
    """Laporan laba rugi of a month, or of several."""

    sales: int
    stock_before: int
    purchases: int
    stock_after: int
    wages: int
    rent: int
    other_costs: int
    depreciation: int
    interest: int
    difference: int  # of counted cash: more than expected is a gain
    disposal: int = 0  # of equipment: what was got for it less its book value

    @property
    def cost_of_sales(self) -> int:
        return self.stock_before + self.purchases - self.stock_after

    @property
    def gross_profit(self) -> int:
        return self.sales - self.cost_of_sales

    @property
    def costs(self) -> int:
        return self.wages + self.rent + self.other_costs + self.depreciation

    @property
    def operating_profit(self) -> int:
        return self.gross_profit - self.costs

    @property
    def profit(self) -> int:
        return self.operating_profit - self.interest + self.disposal + self.difference

    @property
    def gross_margin(self) -> int | None:
        """Per cent of the sales, rounded down; None without sales."""
        return self.gross_profit * 100 // self.sales if self.sales else None

    @property
    def margin(self) -> int | None:
        return self.profit * 100 // self.sales if self.sales else None


@dataclass(frozen=True)
class CashFlow:
    """Where the money went, cash and bank together."""

    before: int
    from_customers: int
    to_suppliers: int
    running_costs: int
    equipment: int
    loan_received: int
    principal_paid: int
    interest_paid: int
    owner_added: int
    drawings: int
    counted: int
    equipment_sold: int = 0

    @property
    def operating(self) -> int:
        """What the business itself brings in, before equipment, loans and owner: debt is served out of it."""
        return self.from_customers - self.to_suppliers - self.running_costs

    @property
    def debt_service(self) -> int:
        return self.principal_paid + self.interest_paid

    @property
    def expected(self) -> int:
        financed = self.loan_received - self.debt_service + self.owner_added - self.drawings
        return self.before + self.operating - self.equipment + self.equipment_sold + financed

    @property
    def difference(self) -> int:
        return self.counted - self.expected


@dataclass(frozen=True)
class MonthBooks:
    month: date
    figures: Figures
    income: Income
    cash: CashFlow
    position: Position


@dataclass(frozen=True)
class Books:
    """From the opening balance on, month by month without a gap."""

    opening: Position
    months: tuple[MonthBooks, ...]
    assets: tuple[Asset, ...]

    def position_at(self, month: date) -> Position | None:
        """At the end of `month`; the opening balance has its month too."""
        known = {self.opening.month: self.opening} | {one.month: one.position for one in self.months}
        return known.get(month)

    def disposed_in(self, month: date) -> Iterator[tuple[Asset, int]]:
        """What left in `month`, and what it had cost."""
        for asset in self.assets:
            yield from ((asset, cost) for left_in, cost in asset.gone if left_in == month)

    def holds_gone_of(self, month: MonthBooks) -> bool:
        """All that its report says left was there to leave."""
        return sum(cost for _asset, cost in self.disposed_in(month.month)) == month.figures.gone_cost

    def between(self, first: date, last: date) -> tuple[MonthBooks, ...]:
        return tuple(one for one in self.months if first <= one.month <= last)


def keep_books(month: date, opening: Figures, reported: Sequence[Figures]) -> Books:
    """`opening` is the balance at the end of `month`, `reported` the months that follow it."""
    position = _opened(month, opening)
    # what is left of its life begins after that day
    assets = _bought(opening, told_in=month, since=month_after(month))
    months: list[MonthBooks] = []
    before = position
    for figures in reported:
        now = month_after(before.month)
        assets = _without(assets, figures, now) + _bought(figures, told_in=now, since=now)
        months.append(_month(before, figures, now, assets))
        before = months[-1].position
    return Books(opening=position, months=tuple(months), assets=assets)


def total_income(months: Sequence[MonthBooks]) -> Income:
    """Of consecutive months, at least one."""
    incomes = [one.income for one in months]
    summed = {field.name: sum(getattr(one, field.name) for one in incomes) for field in fields(Income)}
    return Income(
        **summed | {"stock_before": incomes[0].stock_before, "stock_after": incomes[-1].stock_after}
    )


def total_cash(months: Sequence[MonthBooks]) -> CashFlow:
    """Of consecutive months, at least one; its difference is the sum of theirs."""
    flows = [one.cash for one in months]
    summed = {field.name: sum(getattr(one, field.name) for one in flows) for field in fields(CashFlow)}
    return CashFlow(**summed | {"before": flows[0].before, "counted": flows[-1].counted})


def _opened(month: date, figures: Figures) -> Position:
    owned = figures.cash + figures.bank + figures.receivables + figures.stock + figures.equipment_bought
    return Position(
        month=month,
        cash=figures.cash,
        bank=figures.bank,
        receivables=figures.receivables,
        stock=figures.stock,
        equipment=figures.equipment_bought,
        charged=0,
        payables=figures.payables,
        loans=figures.loan_received,
        capital=owned - figures.payables - figures.loan_received,
        drawings=0,
        earnings=0,
    )


def _bought(figures: Figures, *, told_in: date, since: date) -> tuple[Asset, ...]:
    if not figures.equipment_bought:
        return ()
    return (Asset(figures.equipment_name, figures.equipment_bought, figures.equipment_years, since, told_in),)


def _without(assets: tuple[Asset, ...], figures: Figures, month: date) -> tuple[Asset, ...]:
    """No more leaves than is there: the report that tells of more is refused."""
    return tuple(
        replace(one, gone=(*one.gone, (month, min(figures.gone_cost, one.cost_at(month)))))
        if figures.gone_cost and one.told_in == figures.gone_from
        else one
        for one in assets
    )


def _month(before: Position, figures: Figures, month: date, assets: Sequence[Asset]) -> MonthBooks:
    charged = sum(asset.charged_until(month) for asset in assets)
    equipment = sum(asset.cost_at(month) for asset in assets)
    left_with = sum(asset.left_with(month) for asset in assets)
    left = before.equipment + figures.equipment_bought - equipment - left_with  # at book value
    cash = _cash(before, figures)
    income = Income(
        sales=figures.sales,
        stock_before=before.stock,
        purchases=figures.purchases,
        stock_after=figures.stock,
        wages=figures.wages,
        rent=figures.rent,
        other_costs=figures.other_costs,
        depreciation=charged - (before.charged - left_with),
        interest=figures.interest_paid,
        difference=cash.difference,
        disposal=figures.gone_price - left,
    )
    position = Position(
        month=month,
        cash=figures.cash,
        bank=figures.bank,
        receivables=figures.receivables,
        stock=figures.stock,
        equipment=equipment,
        charged=charged,
        payables=figures.payables,
        loans=before.loans + figures.loan_received - figures.principal_paid,
        capital=before.capital + figures.owner_added,
        drawings=before.drawings + figures.drawings,
        earnings=before.earnings + income.profit,
    )
    return MonthBooks(month=month, figures=figures, income=income, cash=cash, position=position)


def _cash(before: Position, figures: Figures) -> CashFlow:
    return CashFlow(
        before=before.money,
        from_customers=figures.sales - (figures.receivables - before.receivables),
        to_suppliers=figures.purchases - (figures.payables - before.payables),
        running_costs=figures.wages + figures.rent + figures.other_costs,
        equipment=figures.equipment_bought,
        loan_received=figures.loan_received,
        principal_paid=figures.principal_paid,
        interest_paid=figures.interest_paid,
        owner_added=figures.owner_added,
        drawings=figures.drawings,
        counted=figures.cash + figures.bank,
        equipment_sold=figures.gone_price,
    )
