"""Sending a cash book, using it, and the photos of its receipts."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.urls import reverse

from programs.mentoring.cashbooks import services
from programs.mentoring.cashbooks.shelf import SHELF
from programs.mentoring.errors import CashBookRefused, ReceiptRefused, ReportIncomplete, ReportRefused
from programs.mentoring.models import CashBook, CashEntry, Receipt, Report
from programs.mentoring.reports.services import begin_correction, save_figures, send_report
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.parallel import in_parallel
from tests.programs.mentoring.makers import (
    make_cash_book,
    make_keeper,
    make_receipt,
    make_report,
    owner_of,
    photo,
)

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _early_november():
    with time_machine.travel("2026-11-05T03:00Z", tick=False):
        yield


def make_sheet() -> Report:
    business = make_keeper()
    make_report(business, SEPTEMBER, is_opening=True, receivables=75_000)
    return make_report(business, OCTOBER, sent=False)


@pytest.fixture
def sheet(client, db) -> Report:
    report = make_sheet()
    client.force_login(owner_of(report.business))
    return report


def send(client, report: Report, lines: str):
    file = SimpleUploadedFile("kas.csv", f"Tanggal,Keterangan,Jenis,Jumlah\n{lines}".encode())
    return client.post(reverse("cash_book_upload", args=[report.pk]), {"file": file})


def test_from_the_file_to_the_sheet(client, sheet):
    answer = send(
        client, sheet, "05/10/2026,Kue,Penjualan belum dibayar,500.000\n06/10/2026,Oven,Beli alat,1 juta"
    )
    book = CashBook.objects.get()
    assert answer["Location"] == reverse("cash_book_detail", args=[book.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "Belum dipakai" in page
    assert "Oven" in page
    used = client.post(reverse("cash_book_use", args=[book.pk]))
    assert used["Location"] == reverse("report_edit", args=[sheet.pk])
    sheet.refresh_from_db()
    assert (sheet.sales, sheet.receivables, sheet.equipment_bought, sheet.equipment_name) == (
        500_000,
        575_000,
        1_000_000,
        "Oven",
    )
    assert "Angkanya dipakai" in client.get(answer["Location"]).content.decode()


def test_another_file_takes_its_place_and_the_first_stays(client, sheet):
    for amount in (100, 200):
        send(client, sheet, f"05/10/2026,Kue,Penjualan dibayar,{amount}")
        client.post(reverse("cash_book_use", args=[CashBook.objects.latest("pk").pk]))
    first, second = CashBook.objects.order_by("pk")
    assert (first.replaced_at is None, second.replaced_at) == (False, None)
    sheet.refresh_from_db()
    assert (sheet.sales, CashEntry.objects.count()) == (200, 2)
    answer = client.post(reverse("cash_book_use", args=[first.pk]), follow=True)
    assert "sudah diganti" in answer.content.decode()


def test_equipment_sold_comes_from_the_cash_book_and_the_sheet_asks_which_it_was(client, sheet):
    by, told = owner_of(sheet.business), ("equipment_sold", 400_000)
    with pytest.raises(CashBookRefused, match="belum ada alat yang tercatat"):
        services.use_cash_book(cash_book=make_cash_book(sheet, told), by=by)
    opening = Report.objects.get(business=sheet.business, is_opening=True)
    begin_correction(report=opening, by=by)
    save_figures(report=opening, values={"equipment_bought": 1_200_000, "equipment_years": 2, "equipment_name": "Kompor"}, by=by)  # fmt: skip
    send_report(report=opening, by=by, reason="Kompornya tertinggal.")

    services.use_cash_book(cash_book=make_cash_book(sheet, told), by=by)
    Report.objects.filter(pk=sheet.pk).update(cash=1_400_000, bank=0, stock=500_000, employees=0)
    with pytest.raises(ReportIncomplete, match=r"alat mana yang terjual Rp\s400\.000"):
        send_report(report=sheet, by=by)
    page = client.get(reverse("report_step", args=[sheet.pk, "alat"])).content.decode()
    assert ('<details class="own-record" open>' in page, "400.000" in page) == (True, True)
    client.post(
        reverse("report_step", args=[sheet.pk, "alat"]),
        {"gone_from": "2026-09", "gone_price": "400.000"},
    )
    sent = send_report(report=Report.objects.get(pk=sheet.pk), by=by)
    assert (sent.gone_cost, sent.gone_price, sent.difference) == (1_200_000, 400_000, 0)


def test_a_later_cash_book_without_the_sale_takes_it_back(sheet):
    by = owner_of(sheet.business)
    Report.objects.filter(pk=sheet.pk).update(gone_price=400_000)
    services.use_cash_book(cash_book=make_cash_book(sheet), by=by)
    sheet.refresh_from_db()
    assert sheet.gone_price is None


def test_wrong_rows_are_said_and_nothing_is_kept(client, sheet):
    page = send(client, sheet, "05/11/2026,Kue,Upah,1000").content.decode()
    assert "Baris 2:" in page
    assert "bukan di bulan Oktober 2026" in page
    assert not CashBook.objects.exists()
    assert (
        "Pilih berkasnya dahulu."
        in client.post(reverse("cash_book_upload", args=[sheet.pk])).content.decode()
    )


def test_more_is_not_collected_than_was_owed(sheet):
    book = make_cash_book(sheet, ("collection", 75_001))
    with pytest.raises(CashBookRefused, match=r"Pelanggan membayar Rp\s1 lebih banyak"):
        services.use_cash_book(cash_book=book, by=owner_of(sheet.business))


def test_no_cash_book_for_what_was_sent_or_for_an_opening_balance(client, sheet):
    by = owner_of(sheet.business)
    opening = Report.objects.get(is_opening=True)
    assert client.get(reverse("cash_book_upload", args=[opening.pk])).status_code == 404
    with pytest.raises(ReportRefused):
        services.keep_cash_book(report=opening, lines=[], by=by)


def test_a_photo_is_tied_to_a_line_and_a_new_one_takes_its_place(
    client, sheet, django_capture_on_commit_callbacks
):
    entry = make_cash_book(sheet).entries.get()
    url = reverse("receipt_upload", args=[entry.pk])
    assert client.post(url, {"photo": photo()}).status_code == 302
    first = Receipt.objects.get()
    shown = client.get(reverse("receipt_file", args=[first.pk]))
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert shown.content.startswith(b"\xff\xd8\xff")
    client.post(url, {"photo": photo()})
    assert Receipt.objects.get() == first  # the same photo again
    page = client.post(url, {"photo": SimpleUploadedFile("a.jpg", b"bukan foto")}).content.decode()
    assert "bukan foto" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("receipt_remove", args=[first.pk]))
    first.refresh_from_db()
    assert (first.removed_at is None, first.file.name) == (False, "")
    assert client.get(reverse("receipt_file", args=[first.pk])).status_code == 404


def test_only_the_owner_keeps_receipts(sheet):
    receipt = make_receipt(make_cash_book(sheet).entries.get())
    staff = make.make_user(Role.JAMKRINDO)
    with pytest.raises(ReceiptRefused):
        services.add_receipt(entry=receipt.entry, upload=photo(), by=staff)
    with pytest.raises(ReceiptRefused):
        services.remove_receipt(receipt=receipt, by=staff)


def test_the_nightly_sweep_knows_the_files(sheet):
    receipt = make_receipt(make_cash_book(sheet).entries.get())
    assert SHELF.named({receipt.file.name, "kuitansi/aa/lain.jpg"}) >= {receipt.file.name}
    assert "kuitansi/aa/lain.jpg" not in SHELF.named({"kuitansi/aa/lain.jpg"})
    assert list(SHELF.removed()) == []


def test_walls(sheet):
    entry = make_cash_book(sheet).entries.get()
    receipt = make_receipt(entry)
    CashBook.objects.update(used_at=entry.cash_book.uploaded_at)
    other = make_cash_book(sheet)
    for act, match in (
        (lambda: CashEntry.objects.filter(pk=entry.pk).update(amount=1), "entry_stays"),
        (lambda: CashEntry.objects.filter(pk=entry.pk).update(words="Lain"), "entry_stays"),
        (lambda: CashEntry.objects.filter(pk=entry.pk)._raw_delete("default"), "keep_entry"),
        (
            lambda: CashBook.objects.filter(pk=other.pk).update(used_at=other.uploaded_at),
            "cash_book_in_use_once",
        ),
        (lambda: make_receipt(entry), "receipt_of_entry_once"),
        (lambda: Receipt.objects.filter(pk=receipt.pk).update(sha256="x"), "receipt_stays"),
        (lambda: Receipt.objects.filter(pk=receipt.pk).update(file=""), "receipt_stays"),
        (lambda: Receipt.objects.filter(pk=receipt.pk)._raw_delete("default"), "keep_receipt"),
    ):
        with pytest.raises(Error, match=match), transaction.atomic():
            act()


@pytest.mark.django_db(transaction=True)
def test_two_cash_books_used_together_leave_one_in_use():
    report = make_sheet()
    by = owner_of(report.business)
    books = [make_cash_book(report, ("cash_sale", amount)) for amount in (100, 200)]
    in_parallel(lambda book: services.use_cash_book(cash_book=book, by=by), books)
    in_use = CashBook.objects.in_use().get()
    report.refresh_from_db()
    assert report.sales == in_use.entries.get().amount
