"""Equipment that is sold or breaks leaves the balance sheet: worked out by hand, for any input, and past the form.

SAK EMKM (IAI, 2016): 11.15 charging stops when it is derecognised; 11.17 it is derecognised when it is disposed of, or
of no more use; 11.18 (a) sold: what was got less the book value is other income or other cost; 11.18 (d) destroyed: its
book value is other cost.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.mentoring.errors import EquipmentMissing
from programs.mentoring.models import ReportVersion
from programs.mentoring.reports import services
from programs.mentoring.reports.months import last_complete, month_code, today
from programs.mentoring.statements.arithmetic import keep_books, total_income
from programs.mentoring.statements.figures import Figures, month_after
from programs.mentoring.statements.lines import cash_lines, income_lines
from programs.mentoring.statements.papers import papers_of
from tests.programs.mentoring.makers import figures, make_keeper, make_report, owner_of

from .test_arithmetic import ANY, OCTOBER, OCTOBER_TOLD, OPENING, SEPTEMBER

DECEMBER = date(2026, 12, 1)
# The stall's refrigerator: 3,600,000 over 60 months, 60,000 a month, charged in October and November. In December it is
# sold for 3,000,000: 120,000 had been charged, so its book value is 3,480,000 and 480,000 is lost. The stove goes on.
QUIET = Figures(stock=1_300_000, receivables=700_000, payables=600_000, cash=700_000, bank=2_000_000)
SOLD = replace(QUIET, gone_from=OCTOBER, gone_cost=3_600_000, gone_price=3_000_000, cash=3_700_000)


def test_refrigerator_sold_in_december():
    december = keep_books(SEPTEMBER, OPENING, [OCTOBER_TOLD, QUIET, SOLD]).months[-1]
    assert december.income.depreciation == 100_000  # the stove alone
    assert december.income.disposal == 3_000_000 - (3_600_000 - 2 * 60_000)
    assert december.income.profit == -100_000 - 480_000
    assert (december.position.equipment, december.position.charged) == (2_400_000, 300_000)
    assert (december.cash.expected, december.cash.difference) == (5_700_000, 0)
    assert december.position.balances
    assert ("Laba (rugi) pelepasan peralatan", (-480_000,)) in [
        (line.label, line.amounts) for line in income_lines(december.income)
    ]
    assert ("Hasil penjualan alat", (3_000_000,)) in [
        (line.label, line.amounts) for line in cash_lines(december.cash)
    ]


def test_a_third_of_it_breaks_and_the_rest_is_charged_on():
    """Of the stoves that were there at the beginning, 800,000 of 2,400,000; charged 100,000 a month, a third of it is 33,333."""
    broken = replace(QUIET, gone_from=SEPTEMBER, gone_cost=800_000)
    november = keep_books(SEPTEMBER, OPENING, [OCTOBER_TOLD, broken]).months[-1]
    # charged by October: 100,000 of 2,400,000, and 66,666 of the 1,600,000 that is left
    assert november.income.disposal == -(800_000 - (100_000 - 66_666))
    assert november.income.depreciation == (133_333 - 66_666) + 60_000
    assert november.position.equipment == 1_600_000 + 3_600_000
    assert november.position.balances


def test_what_is_charged_to_the_end_leaves_without_a_loss():
    opening = replace(OPENING, equipment_years=1)
    months = [Figures()] * 12 + [Figures(gone_from=SEPTEMBER, gone_cost=2_400_000, gone_price=50_000)]
    last = keep_books(SEPTEMBER, opening, months).months[-1]
    assert (last.income.disposal, last.income.depreciation, last.position.equipment_value) == (50_000, 0, 0)


LEAVES = st.tuples(ANY, st.integers(min_value=0, max_value=14)).map(
    lambda told: replace(told[0], gone_from=month_after(SEPTEMBER, told[1]))
)


@settings(max_examples=100, deadline=None)
@given(opening=ANY, months=st.lists(LEAVES, min_size=1, max_size=14))
def test_balances_whatever_leaves_and_nothing_is_charged_twice(opening, months):
    books = keep_books(SEPTEMBER, opening, months)
    assert all(one.position.balances for one in books.months)
    assert all(one.income.depreciation >= 0 for one in books.months)
    assert all(0 <= one.position.charged <= one.position.equipment for one in books.months)
    assert total_income(books.months).profit == sum(one.income.profit for one in books.months)


# --- through the portal --------------------------------------------------------------------------------


@pytest.fixture
def stall():
    """A stove worth 1,200,000 for two years, and a month's sheet that is filled but for it."""
    business, month = make_keeper(), last_complete(today())
    first = month_after(month, -1)
    make_report(
        business,
        first,
        is_opening=True,
        equipment_bought=1_200_000,
        equipment_years=2,
        equipment_name="Kompor",
    )
    return business, make_report(business, month, sent=False, cash=3_300_000), first


def told_page(client, report, **told):
    client.force_login(owner_of(report.business))
    return client.post(reverse("report_step", args=[report.pk, "alat"]), told)


@pytest.mark.django_db
def test_page_asks_behind_a_fold_and_says_what_is_on_record(client, stall):
    _business, sheet, first = stall
    client.force_login(owner_of(sheet.business))
    page = client.get(reverse("report_step", args=[sheet.pk, "alat"])).content.decode()
    assert '<details class="own-record"><summary>Ada alat yang dijual, rusak, atau hilang?' in page
    assert "Kompor, dicatat" in page
    refused = told_page(client, sheet, gone_from=month_code(first), gone_cost="1,3 juta").content.decode()
    assert "Yang tercatat hanya Rp\u00a01.200.000" in refused
    assert '<details class="own-record" open>' in refused
    assert "Pilih alat yang mana" in told_page(client, sheet, gone_price="5000").content.decode()
    assert "Pilih alat dari daftar" in told_page(client, sheet, gone_from="2001-01\x00").content.decode()
    told_page(client, sheet, gone_from=month_code(first), gone_price="400.000")
    sheet.refresh_from_db()
    assert (sheet.gone_from, sheet.gone_cost, sheet.gone_price) == (first, 1_200_000, 400_000)
    assert "400.000" in client.get(reverse("report_check", args=[sheet.pk])).content.decode()
    told_page(client, sheet)
    sheet.refresh_from_db()
    assert (sheet.gone_from, sheet.gone_cost, sheet.gone_price) == (None, None, None)


@pytest.mark.django_db
def test_without_equipment_nothing_is_asked(client):
    business, month = make_keeper(), last_complete(today())
    make_report(business, month_after(month, -1), is_opening=True)
    sheet = make_report(business, month, sent=False)
    client.force_login(owner_of(business))
    page = client.get(reverse("report_step", args=[sheet.pk, "alat"])).content.decode()
    assert "Ada alat yang dijual" not in page


@pytest.mark.django_db
def test_sent_it_is_in_the_statements_and_their_notes(stall):
    business, sheet, first = stall
    told = {"gone_from": first, "gone_cost": 1_200_000, "gone_price": 400_000}
    services.save_figures(report=sheet, values=told, by=owner_of(business))
    services.send_report(report=sheet, by=owner_of(business))
    papers = papers_of(business, months=6)
    notes = {note.title: note.rows for note in papers.notes}
    assert notes["Peralatan yang dilepas"][1][1:] == (
        "Kompor", "Rp\u00a01.200.000", "Rp\u00a0400.000", "−Rp\u00a0800.000",
    )  # fmt: skip
    assert "Peralatan" not in notes


@pytest.mark.django_db
def test_more_than_came_does_not_leave_past_the_service_too(stall):
    business, sheet, first = stall
    told = {"gone_from": first, "gone_cost": 1_200_001, "gone_price": 0}
    services.save_figures(report=sheet, values=told, by=owner_of(business))
    with pytest.raises(EquipmentMissing, match="lebih mahal daripada alat yang tercatat"):
        services.send_report(report=sheet, by=owner_of(business), difference_reason="Belum tahu")
    values = figures() | told
    with pytest.raises(DatabaseError, match="no_more_gone_than_came"):
        ReportVersion.objects.create(report=sheet, number=1, sent_by=owner_of(business), **values)


@pytest.mark.django_db
@pytest.mark.parametrize("told", [{"gone_cost": 5}, {"gone_from": date(2026, 1, 1)}, {"gone_price": 5}])
def test_wall_what_leaves_is_named(stall, told):
    _business, sheet, _first = stall
    with pytest.raises(DatabaseError, match=r"version_gone_named|no_more_gone"):
        ReportVersion.objects.create(
            report=sheet, number=1, sent_by=owner_of(sheet.business), **figures() | told
        )


@pytest.mark.django_db
def test_correction_that_takes_the_equipment_away_again_is_refused(stall):
    business, sheet, first = stall
    owner = owner_of(business)
    told = {"gone_from": first, "gone_cost": 1_200_000, "gone_price": 400_000}
    services.save_figures(report=sheet, values=told, by=owner)
    services.send_report(report=sheet, by=owner)
    opening = business.monthly_reports.get(is_opening=True)
    services.begin_correction(report=opening, by=owner)
    services.save_figures(report=opening, values={"equipment_bought": 1_000_000}, by=owner)
    with pytest.raises(EquipmentMissing):
        services.send_report(report=opening, by=owner, reason="Nilainya keliru.")
