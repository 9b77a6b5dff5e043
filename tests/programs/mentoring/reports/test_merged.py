"""The books of a business that turned out to be another one are read, and written no more."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from programs.mentoring.models import Report, ReportVersion
from programs.mentoring.models.reports import NUMBERS, WORDS
from programs.mentoring.reports import services
from programs.mentoring.reports.months import last_complete, today
from programs.mentoring.statements.figures import month_after
from tests import factories as make
from tests.parallel import in_parallel
from tests.programs.mentoring.makers import (
    figures,
    leave_seat,
    make_books,
    make_keeper,
    make_report,
    owner_of,
)
from tests.umkm.businesses.test_merging import merge
from umkm.businesses.errors import NotWritable

pytestmark = pytest.mark.django_db


def test_merged_one_writes_no_report_and_keeps_what_it_sent(client):
    business = make_keeper()
    last = last_complete(today())
    opening, sent = make_books(business, last=month_after(last, -1))
    sheet = make_report(business, last, sent=False)
    leave_seat(business)
    merge(make.make_business(name="Keripik"), business)
    owner = owner_of(business)
    for write in (
        lambda: services.start_books(business=business, month=last, by=owner),
        lambda: services.start_report(business=business, by=owner),
        lambda: services.save_figures(report=sheet, values={"sales": 1}, by=owner),
        lambda: services.send_report(report=sheet, by=owner),
        lambda: services.begin_correction(report=sent, by=owner),
    ):
        with pytest.raises(NotWritable, match="digabungkan dengan Keripik"):
            write()
    client.force_login(owner)
    page = client.get(reverse("book_detail", args=[business.pk])).content.decode()
    assert "Digabungkan dengan usaha lain" in page
    assert "Isi laporan" not in page
    assert "Perbaiki" not in client.get(sent.get_absolute_url()).content.decode()
    assert opening.current.cash == 1_000_000
    refused = client.post(reverse("report_step", args=[sheet.pk, "penjualan"]), {"sales": "1"})
    assert "hanya dapat dibaca" in refused.content.decode()


def test_wall_merged_one_has_no_new_report_nor_version():
    business = make_keeper()
    last = last_complete(today())
    make_books(business, last=month_after(last, -1))
    sheet = make_report(business, last, sent=False)
    leave_seat(business)
    merge(make.make_business(), business)
    owner, told = owner_of(business), figures()
    with pytest.raises(DatabaseError, match="report_of_pilot: merged"), transaction.atomic():
        Report.objects.create(
            business=business, province=business.province, month=month_after(last), started_by=owner
        )
    with pytest.raises(DatabaseError, match="version_next: merged"), transaction.atomic():
        ReportVersion.objects.create(report=sheet, number=1, sent_by=owner, **told)


@pytest.mark.django_db(transaction=True)
def test_report_sent_while_its_business_is_merged_comes_before_or_not_at_all():
    kept, business = make.make_business(), make_keeper()
    last = last_complete(today())
    make_books(business, last=month_after(last, -1))
    sheet = make_report(business, last, sent=False)
    leave_seat(business)
    names = (*NUMBERS, *WORDS)
    Report.objects.filter(pk=sheet.pk).update(
        **{name: figures()[name] for name in names} | {"cash": 4_800_000}
    )

    def act(what: str) -> str:
        if what == "merge":
            merge(kept, business)
            return "merged"
        services.send_report(report=Report.objects.get(pk=sheet.pk), by=owner_of(business))
        return "sent"

    answers = in_parallel(act, ["merge", "send"])
    assert "merged" in answers
    assert set(answers) <= {"merged", "sent", "NotWritable"}
