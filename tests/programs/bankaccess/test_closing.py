"""What goes to a bank in the file is reported: those months are closed, and no others."""

from __future__ import annotations

import pytest

from programs.bankaccess.errors import ReferralMoved
from programs.bankaccess.referrals.services import send_referral
from programs.mentoring.errors import ReportRefused
from programs.mentoring.models import Report
from programs.mentoring.reports.months import last_complete, today
from programs.mentoring.reports.services import begin_correction, drop_correction
from programs.mentoring.statements.figures import month_after
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.programs.mentoring.makers import make_books, make_keeper, make_report, owner_of

from .makers import make_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def consented():
    business = make_keeper()
    make_books(business, months=2, last=month_after(last_complete(today()), -1))
    return make_referral(state="consented", business=business)


def test_sending_closes_the_months_of_the_file_and_no_later_one(consented):
    make_report(consented.business, last_complete(today()), at=consented.consent.given_at.replace(year=2099))
    send_referral(referral=consented, by=consented.prepared_by)
    rows = Report.objects.filter(business=consented.business).order_by("month")
    partner = f"{consented.bank}, rujukan {consented}"
    assert list(rows.values_list("closed_for", "closed_by")) == [
        *[(partner, consented.prepared_by.pk)] * 3, ("", None),
    ]  # fmt: skip


def test_file_without_books_is_sent_all_the_same():
    referral = make_referral(state="consented")
    send_referral(referral=referral, by=referral.prepared_by)
    referral.refresh_from_db()
    assert referral.state == "sent"


def test_a_month_that_is_being_mended_is_waited_for(consented):
    report = Report.objects.filter(business=consented.business).latest("month")
    begin_correction(report=report, by=owner_of(consented.business))
    with pytest.raises(ReportRefused, match="sedang memperbaiki"):
        send_referral(referral=consented, by=consented.prepared_by)
    consented.refresh_from_db()
    assert consented.state == "consented"
    drop_correction(report=report, by=owner_of(consented.business))
    send_referral(referral=consented, by=consented.prepared_by)


def test_who_may_not_send_closes_nothing(consented):
    with pytest.raises(ReferralMoved):
        send_referral(referral=consented, by=make.make_user(Role.CADRE))
    assert not Report.objects.exclude(closed_at=None).exists()
