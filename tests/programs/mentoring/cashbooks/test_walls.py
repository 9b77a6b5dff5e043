"""What a month's figures were taken from stays, past the services too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from programs.mentoring.cashbooks.services import use_cash_book
from programs.mentoring.models import CashBook, CashEntry, Report
from programs.mentoring.reports.services import send_report
from tests.programs.mentoring.makers import MONTH, make_cash_book, make_keeper, make_report, owner_of
from tests.programs.pilots.test_walls import refused

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _early_november():
    with time_machine.travel("2026-11-05T03:00Z", tick=False):
        yield


@pytest.fixture
def sheet() -> Report:
    business = make_keeper()
    make_report(business, SEPTEMBER, is_opening=True)
    return make_report(business, OCTOBER, sent=False)


def add_line(book: CashBook) -> None:
    CashEntry.objects.create(cash_book=book, line=9, day=OCTOBER, words="x", kind="cash_sale", amount=1)


def test_a_used_book_stays_used_and_takes_no_more_lines(sheet):
    book = make_cash_book(sheet, ("cash_sale", 100_000))
    add_line(book)
    use_cash_book(cash_book=book, by=owner_of(sheet.business))
    rows = CashBook.objects.filter(pk=book.pk)
    for values in ({"used_at": None}, {"used_at": timezone.now() - timedelta(1)}, {"uploaded_at": timezone.now() - timedelta(1)}):  # fmt: skip
        with refused("cash_book_stays|cash_book_used"), transaction.atomic():
            rows.update(**values)
    with refused("entry_before_use"), transaction.atomic():
        add_line(book)


def test_a_month_that_was_sent_keeps_the_book_it_came_from(sheet):
    by = owner_of(sheet.business)
    used, other = make_cash_book(sheet), make_cash_book(sheet)
    use_cash_book(cash_book=used, by=by)
    Report.objects.filter(pk=sheet.pk).update(**MONTH)
    send_report(report=sheet, by=by, difference_reason="Uji")
    now = timezone.now()
    with refused("cash_book_used_in_open_sheet"), transaction.atomic():
        CashBook.objects.filter(pk=used.pk).update(replaced_at=now)
    with refused("cash_book_used_in_open_sheet"), transaction.atomic():
        CashBook.objects.filter(pk=other.pk).update(used_at=now)
    with refused("not used yet"), transaction.atomic():
        CashBook.objects.create(report=sheet, uploaded_by=by, used_at=now, replaced_at=now)
    with refused("not used yet"), transaction.atomic():
        CashBook.objects.filter(pk=other.pk).update(replaced_at=now)
