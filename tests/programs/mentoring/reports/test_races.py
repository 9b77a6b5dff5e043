"""Two windows, two phones: the same thing at the same instant."""

from __future__ import annotations

from datetime import date

import pytest

from programs.mentoring.models import Report, ReportVersion
from programs.mentoring.reports import services
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.parallel import in_parallel
from tests.programs.mentoring.makers import MONTH, figures, make_books, make_keeper, make_report, owner_of

pytestmark = pytest.mark.django_db(transaction=True)
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def test_a_month_begun_in_four_windows_is_one_report():
    business = make_books(months=1, last=JUNE)[0].business
    by = owner_of(business)
    found = in_parallel(lambda _: services.start_report(business=business, by=by).pk, range(4))
    assert len(set(found)) == 1
    assert Report.objects.filter(business=business, month=JULY).count() == 1


def test_a_report_sent_in_three_windows_is_sent_once():
    business = make_books(months=1, last=JUNE)[0].business
    report = make_report(business, JULY, sent=False, cash=MONTH["cash"] + 1_900_000)
    by = owner_of(business)
    answers = in_parallel(lambda _: services.send_report(report=report, by=by).number, range(3))
    assert sorted(answers, key=str) == [1, "ReportRefused", "ReportRefused"]


def test_two_corrections_of_different_months_never_overpay_a_loan_together():
    """Each alone is right; the second one to come reads the first."""
    business = make_books(months=2, last=JULY)[0].business
    by = owner_of(business)
    opening = Report.objects.get(business=business, is_opening=True)
    services.begin_correction(report=opening, by=by)
    services.save_figures(report=opening, values={"loan_received": 100}, by=by)
    services.send_report(report=opening, by=by, reason="Uji")
    months = list(Report.objects.filter(business=business, is_opening=False))
    for one in months:
        services.begin_correction(report=one, by=by)
        services.save_figures(report=one, values=figures() | {"principal_paid": 100}, by=by)
    answers = in_parallel(
        lambda one: services.send_report(report=one, by=by, reason="Uji", difference_reason="Uji").number,
        months,
    )
    assert sorted(answers, key=str) == [2, "LoanOverpaid"]


def test_a_month_is_either_closed_first_or_corrected_first():
    business = make_books(months=1, last=JUNE)[0].business
    by, staff = owner_of(business), make.make_user(Role.JAMKRINDO)
    report = Report.objects.get(business=business, month=JUNE)

    def act(who: str) -> str:
        if who == "owner":
            return str(services.begin_correction(report=report, by=by).is_closed)
        return str(services.close_months(business=business, until=JUNE, partner="Bank Uji", by=staff))

    owner, closed = in_parallel(act, ["owner", "staff"])
    assert (owner, closed) in [("True", "2"), ("False", "ReportRefused")]


@pytest.mark.parametrize("past_the_service", [False, True])
def test_equipment_sold_in_two_months_at_the_same_instant_leaves_once(past_the_service):
    business = make_keeper()
    by = owner_of(business)
    make_report(business, MAY, is_opening=True, equipment_bought=600_000, equipment_years=2, equipment_name="Kompor")  # fmt: skip
    sheets = [make_report(business, JUNE), make_report(business, JULY)]
    told = figures() | {"gone_from": MAY, "gone_cost": 600_000, "gone_price": 100_000}
    for one in sheets:
        services.begin_correction(report=one, by=by)
        services.save_figures(report=one, values=told, by=by)

    def sell(report: Report) -> str:
        if past_the_service:
            values = told | {"number": 2, "sent_by": by, "reason": "Uji", "difference_reason": "Uji"}
            ReportVersion.objects.create(report=report, **values)
        else:
            services.send_report(report=report, by=by, reason="Uji", difference_reason="Uji")
        return "sold"

    refused = "IntegrityError" if past_the_service else "EquipmentMissing"
    assert sorted(in_parallel(sell, sheets)) == sorted([refused, "sold"])
