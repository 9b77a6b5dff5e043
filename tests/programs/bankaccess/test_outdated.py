"""The owner mends a report after she agreed to the file and before it is sent: the bank gets no file older than the books."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from programs.bankaccess.errors import FileChanged
from programs.bankaccess.models import Referral, Step
from programs.bankaccess.referrals import services
from programs.bankaccess.waiting import for_staff
from programs.mentoring.models import Report
from programs.mentoring.reports.services import begin_correction, save_figures, send_report
from tests.parallel import in_parallel
from tests.programs.mentoring.makers import make_books
from tests.programs.pilots.test_walls import refused

from .makers import agree, make_referral

pytestmark = pytest.mark.django_db


def with_books(**fields) -> Referral:
    return make_referral(business=make_books(months=2)[0].business, **fields)


def mend(referral: Referral) -> Report:
    report = Report.objects.filter(business=referral.business).latest("month")
    owner = referral.business.owner.user
    begin_correction(report=report, by=owner)
    save_figures(report=report, values={"employees": 7}, by=owner)
    send_report(report=report, by=owner, reason="Lupa satu.", difference_reason="Uji")
    return report


def test_a_file_older_than_the_books_is_not_sent_and_says_how_to_renew_the_consent(client):
    referral = with_books(state="consented")
    month = str(mend(referral))
    with pytest.raises(FileChanged, match=f"memperbaiki laporan {month}"):
        services.send_referral(referral=referral, by=referral.prepared_by)

    client.force_login(referral.prepared_by)
    page = client.get(referral.get_absolute_url())
    assert page.context["next"].post_url == ""
    assert page.context["next"].links[0][0] == reverse("referral_withdraw", args=[referral.pk])
    assert month in page.content.decode()
    assert [one.title for one in for_staff(referral.prepared_by)] == ["1 rujukan perlu disiapkan ulang"]
    client.post(reverse("referral_send", args=[referral.pk]))
    referral.refresh_from_db()
    assert referral.state == "consented"
    client.force_login(referral.business.owner.user)
    assert "Berkas lama tidak dikirim" in client.get(referral.get_absolute_url()).content.decode()

    services.withdraw_referral(referral=referral, words="", by=referral.prepared_by)
    assert "Rujukan ditarik Jamkrindo" in client.get(referral.get_absolute_url()).content.decode()
    again = make_referral(business=referral.business, product=referral.product, state="sent")
    assert again.state == "sent"


def test_what_was_mended_before_the_consent_is_sent_as_it_is():
    referral = with_books()
    mend(referral)
    agree(referral)
    services.send_referral(referral=referral, by=referral.prepared_by)


def test_wall_no_such_file_is_sent_past_the_service():
    referral = with_books(state="consented")
    mend(referral)
    with refused("step_tells_the_books"), transaction.atomic():
        Step.objects.create(
            referral=referral, number=3, from_state="consented", to_state="sent", by=referral.prepared_by
        )


@pytest.mark.django_db(transaction=True)
def test_mended_first_or_sent_first():
    """Never sent with what is no longer so: mended afterwards, it is a correction that every reader sees."""
    referral = with_books(state="consented")
    report = Report.objects.filter(business=referral.business).latest("month")

    def act(who: str) -> str:
        if who == "owner":
            mend(referral)
        else:
            services.send_referral(referral=referral, by=referral.prepared_by)
        return who

    answers = in_parallel(act, ["owner", "staff"])
    last = report.versions.latest("number")
    report.refresh_from_db()
    # begun first, the correction holds the closing up; sent first, it is marked as one after the close
    assert answers[1] in ("staff", "FileChanged", "ReportRefused")
    assert (answers[0], last.number) == ("owner", 2)
    assert (answers[1] == "staff") == last.is_after_close == report.is_closed
