"""The arithmetic of the books, against examples worked out by hand and for any input at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.mentoring.statements.arithmetic import keep_books, total_cash, total_income
from programs.mentoring.statements.figures import Asset, Figures, month_after, months_between

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)

# --- a food stall, worked out by hand -----------------------------------------------------------------
# Opening, 30 September: cash 2,000,000, bank 3,000,000, customers owe 500,000, stock 1,500,000, a stove worth 2,400,000
# that lasts 2 more years; 700,000 is owed to suppliers, 3,000,000 to a cooperative.
# Owned 9,400,000 − owed 3,700,000 = capital 5,700,000.
OPENING = Figures(
    cash=2_000_000, bank=3_000_000, receivables=500_000, stock=1_500_000, equipment_bought=2_400_000, equipment_years=2,
    equipment_name="Kompor", payables=700_000, loan_received=3_000_000,
)  # fmt: skip
# October: sells for 12,000,000, of which 200,000 more is owed at the end; buys for 7,000,000, 100,000 less is owed;
# buys a refrigerator for 3,600,000 (5 years) on the 3rd; pays wages, rent, electricity, an instalment; takes 1,000,000.
# Cash: 5,000,000 + 11,800,000 − 7,100,000 − 2,100,000 − 3,600,000 − 250,000 − 50,000 − 1,000,000 = 2,700,000.
OCTOBER_TOLD = Figures(
    sales=12_000_000, receivables=700_000, purchases=7_000_000, payables=600_000, stock=1_300_000,
    wages=1_200_000, rent=500_000, other_costs=400_000, equipment_bought=3_600_000, equipment_years=5,
    equipment_name="Kulkas", principal_paid=250_000, interest_paid=50_000, drawings=1_000_000,
    cash=700_000, bank=2_000_000, employees=2,
)  # fmt: skip


def test_the_stall_in_october():
    books = keep_books(SEPTEMBER, OPENING, [OCTOBER_TOLD])
    assert books.opening.capital == 5_700_000
    month = books.months[0]
    income, cash, position = month.income, month.cash, month.position
    assert income.cost_of_sales == 1_500_000 + 7_000_000 - 1_300_000
    assert income.gross_profit == 4_800_000
    # SAK EMKM 11.14: straight line without residual value; 11.15: from when it can be used
    assert income.depreciation == 2_400_000 // 24 + 3_600_000 // 60
    assert income.operating_profit == 4_800_000 - 2_100_000 - 160_000
    assert income.profit == 2_490_000
    assert (cash.from_customers, cash.to_suppliers, cash.running_costs) == (11_800_000, 7_100_000, 2_100_000)
    assert (cash.operating, cash.debt_service) == (2_600_000, 300_000)
    assert (cash.expected, cash.counted, cash.difference) == (2_700_000, 2_700_000, 0)
    assert position.equipment_value == 2_300_000 + 3_540_000
    assert position.assets == 700_000 + 2_000_000 + 700_000 + 1_300_000 + 5_840_000
    assert position.liabilities == 600_000 + 2_750_000
    assert position.equity == 5_700_000 - 1_000_000 + 2_490_000
    assert position.balances
    assert (income.gross_margin, income.margin) == (40, 20)


def test_cash_that_is_missing_is_a_cost_and_the_sheet_still_balances():
    books = keep_books(SEPTEMBER, OPENING, [replace(OCTOBER_TOLD, cash=650_000)])
    month = books.months[0]
    assert month.cash.difference == -50_000
    assert month.income.profit == 2_440_000
    assert month.position.balances


def test_two_months_add_up():
    november = replace(OCTOBER_TOLD, equipment_bought=0, equipment_years=0, sales=10_000_000)
    books = keep_books(SEPTEMBER, OPENING, [OCTOBER_TOLD, november])
    both = total_income(books.months)
    assert (both.stock_before, both.stock_after) == (1_500_000, 1_300_000)
    assert both.profit == sum(one.income.profit for one in books.months)
    assert both.depreciation == 320_000
    flow = total_cash(books.months)
    assert (flow.before, flow.counted) == (5_000_000, 2_700_000)
    assert flow.difference == sum(one.cash.difference for one in books.months)
    assert books.position_at(SEPTEMBER) == books.opening
    assert books.position_at(NOVEMBER) == books.months[1].position
    assert books.position_at(month_after(NOVEMBER)) is None


@pytest.mark.parametrize(
    ("month", "charged"),
    [
        (SEPTEMBER, 0),  # before it was there
        (OCTOBER, 83_333),  # a third of a rupiah is left for later
        (NOVEMBER, 166_666),
        (date(2026, 12, 1), 250_000),
        (date(2027, 9, 1), 1_000_000),  # a year later it is through, to the rupiah
        (date(2035, 1, 1), 1_000_000),
    ],
)
def test_equipment_is_charged_to_the_rupiah(month, charged):
    asset = Asset("Mesin jahit", 1_000_000, 1, since=OCTOBER)
    assert asset.charged_until(month) == charged
    assert asset.book_value(month) == 1_000_000 - charged


def test_what_was_there_at_the_beginning_is_charged_from_the_next_month():
    books = keep_books(SEPTEMBER, OPENING, [Figures(), Figures()])
    assert [one.income.depreciation for one in books.months] == [100_000, 100_000]


def test_without_sales_there_is_no_margin():
    month = keep_books(SEPTEMBER, OPENING, [Figures()]).months[0]
    assert month.income.margin is None
    assert month.income.gross_margin is None


@pytest.mark.parametrize(("number", "wanted"), [(1, date(2027, 1, 1)), (0, date(2026, 12, 1)), (-12, date(2025, 12, 1)), (13, date(2028, 1, 1))])  # fmt: skip
def test_months_are_counted_over_the_turn_of_the_year(number, wanted):
    month = month_after(date(2026, 12, 1), number)
    assert month == wanted
    assert months_between(date(2026, 12, 1), month) == number


# --- any input at all ----------------------------------------------------------------------------------
MONEY = st.integers(min_value=0, max_value=10**15)
ANY = st.builds(
    Figures,
    **{name: MONEY for name, kind in Figures.__annotations__.items() if kind == "int" and name not in ("equipment_years", "employees")},
    equipment_years=st.integers(min_value=0, max_value=20),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(opening=ANY, months=st.lists(ANY, max_size=14))
def test_the_balance_sheet_balances_for_any_input(opening, months):
    books = keep_books(SEPTEMBER, opening, months)
    assert books.opening.balances
    assert all(one.position.balances for one in books.months)


@settings(max_examples=100, deadline=None)
@given(opening=ANY, months=st.lists(ANY, min_size=1, max_size=14))
def test_equity_moves_by_the_result_and_the_owner_alone(opening, months):
    """Counted from the other side: from what is owned and owed, not from the roll-forward."""
    books = keep_books(SEPTEMBER, opening, months)
    before = books.opening
    for told, one in zip(months, books.months, strict=True):
        after = one.position
        grown = (after.assets - after.liabilities) - (before.assets - before.liabilities)
        assert grown == one.income.profit + told.owner_added - told.drawings
        before = after
    if len(books.months) > 1:
        assert total_income(books.months).profit == sum(one.income.profit for one in books.months)


@settings(max_examples=100, deadline=None)
@given(cost=MONEY, years=st.integers(min_value=1, max_value=20))
def test_all_of_an_asset_is_charged_within_its_life_and_never_more(cost, years):
    asset = Asset("Alat", cost, years, since=OCTOBER)
    charged = [asset.charged_until(month_after(OCTOBER, number)) for number in range(years * 12 + 2)]
    steps = [after - before for before, after in zip([0, *charged], charged, strict=False)]
    assert charged[years * 12 - 1] == charged[-1] == cost
    assert min(steps) >= 0
    assert (
        max(steps) - min(steps[: years * 12]) <= 1
    )  # a straight line, but for the rupiah that cannot be cut
