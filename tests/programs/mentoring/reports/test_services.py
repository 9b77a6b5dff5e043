"""Beginning, filling in, sending, correcting and closing."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from programs.mentoring.choices import Discipline, ReportState
from programs.mentoring.errors import DifferenceUnexplained, LoanOverpaid, ReportIncomplete, ReportRefused
from programs.mentoring.models import Report
from programs.mentoring.reports import services
from programs.mentoring.reports.books import books_of
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.programs.mentoring.makers import MONTH, OPENING, make_books, make_keeper, make_report, owner_of

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
NOVEMBER_5 = "2026-11-05T03:00Z"


@pytest.fixture(autouse=True)
def _early_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


def opened():
    business = make_keeper()
    make_report(business, SEPTEMBER, is_opening=True)
    return business


def filled(business, **told):
    by = owner_of(business)
    report = services.start_report(business=business, by=by)
    values = dict.fromkeys(("wages", "rent", "other_costs", "bank", "receivables", "payables", "equipment_bought",
                            "equipment_years", "loan_received", "principal_paid", "interest_paid", "drawings", "owner_added"), 0)  # fmt: skip
    return services.save_figures(report=report, values=values | MONTH | told, by=by)


def send(report, **words):
    return services.send_report(report=report, by=owner_of(report.business), **words)


def test_books_begin_with_an_opening_balance_and_go_on_month_by_month():
    business, by = make_keeper(), None
    by = owner_of(business)
    with pytest.raises(ReportRefused, match="saldo awal"):
        services.start_report(business=business, by=by)
    opening = services.start_books(business=business, month=SEPTEMBER, by=by)
    assert services.start_books(business=business, month=OCTOBER, by=by) == opening
    told = {
        "bank": 0,
        "receivables": 0,
        "payables": 0,
        "loan_received": 0,
        "equipment_bought": 0,
        "equipment_years": 0,
    }
    opening = services.save_figures(report=opening, values=OPENING | told, by=by)
    assert services.start_report(business=business, by=by) == opening  # not sent: nothing else begins
    version = send(opening)
    assert (version.number, version.difference) == (1, 0)
    report = services.start_report(business=business, by=by)
    assert (report.month, report.state) == (OCTOBER, ReportState.DRAFT)
    assert services.start_report(business=business, by=by) == report
    send(filled(business))
    report.refresh_from_db()
    assert (report.state, report.sent_on, report.discipline) == (
        "sent",
        date(2026, 11, 5),
        Discipline.IN_TIME,
    )
    books = books_of(business)
    assert books.months[0].income.profit == 6_000_000 - 3_500_000 - 600_000
    with pytest.raises(ReportRefused, match="30 November 2026"):
        services.start_report(business=business, by=by)


def test_a_report_sent_after_the_tenth_of_its_province_is_late():
    papua = make.make_province("91")
    business = make_keeper(province=papua)
    make_report(business, SEPTEMBER, is_opening=True)
    with time_machine.travel("2026-11-10T15:30Z", tick=False):  # half past midnight on the 11th in Papua
        version = send(filled(business))
    assert version.report.discipline == Discipline.LATE if version.report.refresh_from_db() is None else None


def test_a_month_that_is_not_over_is_not_sent():
    business = make_keeper()
    make_report(business, OCTOBER, is_opening=True)
    with time_machine.travel("2026-11-29T03:00Z", tick=False), pytest.raises(ReportRefused, match="dibuka"):
        services.start_report(business=business, by=owner_of(business))
    with time_machine.travel("2026-11-30T03:00Z", tick=False):
        report = filled(business)
        send(report)


def test_cash_that_does_not_follow_needs_a_word_and_becomes_a_difference():
    report = filled(opened(), cash=2_850_000)
    with pytest.raises(DifferenceUnexplained, match=r"Rp\s50\.000"):
        send(report)
    assert report.versions.count() == 0
    version = send(report, difference_reason=" Belanja kecil tidak tercatat. ")
    assert (version.difference, version.difference_reason) == (-50_000, "Belanja kecil tidak tercatat.")


def test_unfilled_is_not_sent():
    business = opened()
    report = services.start_report(business=business, by=owner_of(business))
    with pytest.raises(ReportIncomplete):
        send(report)


def test_no_more_is_paid_back_than_is_owed():
    report = filled(opened(), principal_paid=100_000, cash=2_800_000)
    with pytest.raises(LoanOverpaid, match=r"Rp\s100\.000"):
        send(report)


def test_a_correction_keeps_what_was_sent_and_says_why():
    business = opened()
    report = make_report(business, OCTOBER)
    by = owner_of(business)
    with pytest.raises(ReportRefused):
        services.save_figures(report=report, values={"sales": 7_000_000}, by=by)
    report = services.begin_correction(report=report, by=by)
    services.save_figures(report=report, values={"sales": 6_100_000, "cash": 3_000_000}, by=by)
    assert books_of(business).months[0].income.sales == 6_000_000  # what was sent stands until then
    with pytest.raises(ReportIncomplete, match="mengapa"):
        send(report)
    version = send(report, reason="Satu nota tertinggal.")
    assert (version.number, version.is_after_close) == (2, False)
    assert [one.sales for one in report.versions.all()] == [6_000_000, 6_100_000]
    assert books_of(business).months[0].income.sales == 6_100_000
    report.refresh_from_db()
    assert report.sent_on == date(2026, 11, 5)  # when it came first


def test_a_dropped_correction_changes_nothing():
    report = make_report(opened(), OCTOBER)
    by = owner_of(report.business)
    report = services.begin_correction(report=report, by=by)
    services.save_figures(report=report, values={"sales": 1}, by=by)
    services.drop_correction(report=report, by=by)
    report.refresh_from_db()
    assert (report.state, report.current.sales) == (ReportState.SENT, 6_000_000)


def test_a_correction_of_a_closed_month_is_an_entry_of_its_own():
    business = opened()
    report, staff, by = make_report(business, OCTOBER), make.make_user(Role.JAMKRINDO), owner_of(business)
    with pytest.raises(ReportRefused, match="Jamkrindo"):
        services.close_months(business=business, until=OCTOBER, partner="Bank Uji", by=by)
    assert services.close_months(business=business, until=OCTOBER, partner="Bank Uji", by=staff) == 2
    assert services.close_months(business=business, until=OCTOBER, partner="Bank Lain", by=staff) == 0
    report = services.begin_correction(report=report, by=by)
    services.save_figures(report=report, values={"sales": 6_100_000, "cash": 3_000_000}, by=by)
    version = send(report, reason="Satu nota tertinggal.")
    version.refresh_from_db()
    assert version.is_after_close
    report.refresh_from_db()
    assert report.closed_for == "Bank Uji"


def test_months_being_corrected_are_not_closed():
    report = make_report(opened(), OCTOBER)
    services.begin_correction(report=report, by=owner_of(report.business))
    with pytest.raises(ReportRefused, match="memperbaiki"):
        services.close_months(
            business=report.business, until=OCTOBER, partner="Bank Uji", by=make.make_user(Role.JAMKRINDO)
        )


def test_only_the_owner_fills_in():
    business = opened()
    report = filled(business)
    other = make_keeper()
    for by in (owner_of(other), make.make_user(Role.JAMKRINDO), make.make_user(Role.ADMIN)):
        for act in (
            lambda by=by: services.start_report(business=business, by=by),
            lambda by=by: services.save_figures(report=report, values={"sales": 1}, by=by),
            lambda by=by: services.send_report(report=report, by=by),
            lambda by=by: services.begin_correction(report=report, by=by),
        ):
            with pytest.raises(ReportRefused):
                act()


def test_only_a_pilot_keeps_books():
    business = make.make_business()
    with pytest.raises(ReportRefused, match="percontohan"):
        services.start_books(business=business, month=SEPTEMBER, by=owner_of(business))


def test_a_book_of_many_months_costs_what_one_of_one_costs(django_assert_num_queries):
    short, long = make_books(months=1)[0].business, make_books(months=6)[0].business
    for business in (short, long):
        with django_assert_num_queries(1):
            books_of(business)
    assert Report.objects.count() == 9
