"""What the database refuses, past every service."""

from __future__ import annotations

from datetime import date

import pgtrigger
import pytest
import time_machine
from django.db import Error, transaction
from django.utils import timezone

from programs.mentoring.models import FigureOpening, Report, ReportVersion
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.programs.mentoring.makers import figures, make_keeper, make_report, owner_of

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _early_november():
    with time_machine.travel("2026-11-05T03:00Z", tick=False):
        yield


@pytest.fixture
def report() -> Report:
    business = make_keeper()
    make_report(business, SEPTEMBER, is_opening=True)
    return make_report(business, OCTOBER)


def refused(act, match: str) -> None:
    with pytest.raises(Error, match=match), transaction.atomic():
        act()


def version(report: Report, **fields):
    told = (
        figures(is_opening=report.is_opening) | {"number": 1, "sent_by": owner_of(report.business)} | fields
    )
    return lambda: ReportVersion.objects.create(report=report, **told)


def test_one_report_for_a_business_and_month(report):
    refused(lambda: make_report(report.business, OCTOBER, sent=False), "report_month_once")
    refused(lambda: make_report(report.business, AUGUST, is_opening=True, sent=False), "report_opening_once")
    refused(lambda: make_report(report.business, date(2026, 10, 2), sent=False), "report_month_first_day")


def test_only_a_pilot_reports():
    refused(
        lambda: make_report(make.make_business(), SEPTEMBER, is_opening=True, sent=False), "report_of_pilot"
    )


def test_no_month_is_left_out():
    business = make_keeper()
    make_report(business, AUGUST, is_opening=True)
    report = make_report(business, OCTOBER, sent=False)
    refused(version(report), "version_next: gap")
    alone = make_report(make_keeper(), OCTOBER, sent=False)
    refused(version(alone), "version_next: gap")


def test_no_month_is_sent_before_it_is_over():
    business = make_keeper()
    make_report(business, OCTOBER, is_opening=True)
    report = make_report(business, date(2026, 11, 1), sent=False)
    refused(version(report), "month not over")


def test_versions_follow_each_other_and_say_why(report):
    refused(version(report, number=3, reason="Uji"), "version_next: number")
    refused(version(report, number=1), "version_next: number")
    refused(version(report, number=2), "version_correction_explained")


@pytest.mark.parametrize(
    ("fields", "wall"),
    [
        ({"difference": 5}, "version_difference_explained"),
        ({"sales": None}, "version_amounts_whole"),
        ({"sales": -1}, "version_amounts_whole"),
        ({"cash": 10**15}, "version_amounts_whole"),
        ({"equipment_bought": 5, "equipment_years": 0}, "version_equipment_named"),
        ({"equipment_bought": 5, "equipment_years": 21, "equipment_name": "Oven"}, "version_equipment_named"),
        ({"principal_paid": 1}, "loan_not_overpaid"),
    ],
)
def test_a_version_is_whole_and_sane(report, fields, wall):
    refused(version(report, number=2, reason="Uji", **fields), wall)


def test_a_loan_is_not_overpaid_by_correcting_an_earlier_month(report):
    opening = Report.objects.get(business=report.business, is_opening=True)
    version(opening, number=2, reason="Uji", loan_received=100)()
    version(report, number=2, reason="Uji", principal_paid=100)()
    refused(version(opening, number=3, reason="Uji", loan_received=99), "loan_not_overpaid")


def test_an_opening_balance_has_no_sales():
    opening = make_report(make_keeper(), SEPTEMBER, is_opening=True, sent=False)
    refused(version(opening, sales=1), "version_next: opening")


def test_what_was_sent_stays(report):
    current = ReportVersion.objects.filter(report=report)
    refused(lambda: current.update(sales=1), "version_stays")
    refused(lambda: current.update(difference_reason="Lain"), "version_stays")
    refused(lambda: current._raw_delete("default"), "keep_version")
    refused(lambda: Report.objects.filter(pk=report.pk)._raw_delete("default"), "keep_report")
    assert current.update(equipment_name="–") == 1  # words of somebody erased


def test_a_report_is_sent_by_its_version_and_nothing_else(report):
    rows = Report.objects.filter(pk=report.pk)
    refused(lambda: rows.update(sent_on=date(2026, 10, 31)), "report_sent_by_version")
    refused(
        lambda: rows.update(state="draft", current=None, sent_at=None, sent_on=None), "report_sent_by_version"
    )
    refused(lambda: rows.update(month=AUGUST), "report_subject_stays")
    with pgtrigger.ignore("mentoring.Report:report_sent_by_version"):
        refused(lambda: rows.update(current=None), "report_sent_with_version")


def test_a_closed_month_stays_closed_and_its_correction_is_marked(report):
    rows = Report.objects.filter(business=report.business)
    staff = make.make_user(Role.JAMKRINDO)
    refused(lambda: rows.update(closed_at=timezone.now()), "report_closed_for_someone")
    rows.update(closed_at=timezone.now(), closed_by=staff, closed_for="Bank Uji")
    refused(lambda: rows.update(closed_at=None, closed_by=None, closed_for=""), "report_stays_closed")
    made = version(report, number=2, reason="Uji", is_after_close=False)()
    made.refresh_from_db()
    assert made.is_after_close


def test_no_month_is_closed_before_those_that_went_before(report):
    closed = {"closed_at": timezone.now(), "closed_by": make.make_user(Role.JAMKRINDO), "closed_for": "Bank"}
    rows = Report.objects.filter(business=report.business)
    refused(lambda: rows.filter(pk=report.pk).update(**closed), "report_closed_in_order")
    assert rows.order_by("-month").update(**closed) == 2  # all by one statement, in whatever order


def test_that_somebody_read_the_figures_stays(report):
    staff = make.make_user(Role.JAMKRINDO)
    row = FigureOpening.objects.create(business=report.business, opened_by=staff, opened_on=OCTOBER)
    refused(lambda: row.delete(), "keep_figure_opening")
    refused(
        lambda: FigureOpening.objects.create(business=report.business, opened_by=staff, opened_on=OCTOBER),
        "figures_opened_once",
    )
