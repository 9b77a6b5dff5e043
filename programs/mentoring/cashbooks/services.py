"""Keeping a cash book, making it the month's figures, tying a photo to a line."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.errors import CashBookRefused, ReceiptRefused, ReportRefused
from programs.mentoring.models import CashBook, CashEntry, Receipt, Report
from programs.mentoring.permissions import owns
from programs.mentoring.reports.books import books_of, month_before
from programs.mentoring.reports.services import locked_sheet, save_figures
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import rupiah
from umkm.businesses.documents.decoder import MOST_BYTES
from umkm.businesses.documents.pictures import read_picture
from umkm.businesses.documents.storing import delete_files, files_with_rows, write_files
from umkm.businesses.merged import refuse_merged

from .columns import figures_of
from .reading import ReadLine


@transaction.atomic
def keep_cash_book(*, report: Report, lines: list[ReadLine], by: User) -> CashBook:
    """What was read without a fault, to be looked at before it is used. Raises ReportRefused."""
    report = locked_sheet(report, by)
    if report.is_opening:
        raise ReportRefused(_("Saldo awal diisi langsung, bukan dari buku kas."))
    with because(_("Buku kas dikirim."), by=by):
        book = CashBook.objects.create(report=report, uploaded_by=by)
    CashEntry.objects.bulk_create(
        CashEntry(
            cash_book=book, line=one.line, day=one.day, words=one.words, kind=one.kind, amount=one.amount
        )
        for one in lines
    )
    return book


@transaction.atomic
def use_cash_book(*, cash_book: CashBook, by: User) -> CashBook:
    """Its sums become the sheet's; another that was used before is replaced, and stays. Raises ReportRefused, CashBookRefused."""
    report = locked_sheet(cash_book.report, by)
    cash_book = CashBook.objects.select_for_update().get(pk=cash_book.pk)
    if cash_book.replaced_at is not None:
        raise CashBookRefused(_("Buku kas ini sudah diganti dengan yang lebih baru. Kirim berkasnya lagi."))
    before = month_before(report)
    owed = before.current if before else None
    told = figures_of(
        list(cash_book.entries.order_by("day", "line")),
        receivables=(owed.receivables or 0) if owed else 0,
        payables=(owed.payables or 0) if owed else 0,
    )
    if told.get("gone_price") and not _has_equipment(report):
        raise CashBookRefused(
            _(
                "Buku kas menyebut alat yang dijual, tetapi belum ada alat yang tercatat. Periksa jenis barisnya."
            )
        )
    if report.gone_from is None:
        told.setdefault("gone_price", None)  # of a book used before
    _must_not_be_negative(told)
    now = timezone.now()
    with because(_("Angka buku kas dipakai."), by=by):
        others = CashBook.objects.in_use().filter(report=report).exclude(pk=cash_book.pk)
        others.update(replaced_at=now)
        if cash_book.used_at is None:
            cash_book.used_at = now
            cash_book.save(update_fields=["used_at"])
        save_figures(report=report, values=told, by=by)
    return cash_book


def _has_equipment(report: Report) -> bool:
    """On record before this month, and not gone in another."""
    books = books_of(report.business)
    return books is not None and any(
        one.told_in is not None
        and one.told_in < report.month
        and one.cost > sum(cost for left_in, cost in one.gone if left_in != report.month)
        for one in books.assets
    )


def _must_not_be_negative(told: dict[str, Any]) -> None:
    for name, who in (("receivables", _("Pelanggan membayar")), ("payables", _("Anda membayar pemasok"))):
        if told[name] < 0:
            raise CashBookRefused(
                _(
                    "%(who)s %(amount)s lebih banyak daripada yang tercatat sebagai utang. Periksa jenis barisnya."
                )
                % {"who": who, "amount": rupiah(-told[name])}
            )


def add_receipt(*, entry: CashEntry, upload: File[bytes], by: User) -> Receipt:
    """A photo of the receipt of one line; a new one takes the old one's place. Raises PictureRefused, ReceiptRefused, NotWritable."""
    _must_own(entry, by)
    upload.seek(0)
    picture = read_picture(upload.read(MOST_BYTES + 1))
    with files_with_rows(), transaction.atomic(), because(_("Foto kuitansi disimpan."), by=by):
        refuse_merged(entry.cash_book.report.business)
        CashBook.objects.select_for_update().get(pk=entry.cash_book_id)
        for old in Receipt.objects.kept().filter(entry=entry):
            if old.sha256 == picture.sha256:
                return old
            _remove(old, by)
        receipt = Receipt(entry=entry, sha256=picture.sha256, size=len(picture.content), uploaded_by=by)
        write_files(receipt, picture)
        receipt.save(force_insert=True)
    return receipt


@transaction.atomic
def remove_receipt(*, receipt: Receipt, by: User) -> None:
    """Its owner takes it away. Twice is once. Raises ReceiptRefused."""
    _must_own(receipt.entry, by)
    receipt = Receipt.objects.select_for_update().get(pk=receipt.pk)
    if receipt.removed_at is None:
        with because(_("Foto kuitansi dihapus."), by=by):
            _remove(receipt, by)


def _remove(receipt: Receipt, by: User) -> None:
    receipt.removed_at, receipt.removed_by = timezone.now(), by
    receipt.save(update_fields=["removed_at", "removed_by"])
    transaction.on_commit(lambda: delete_files(receipt), robust=True)


def _must_own(entry: CashEntry, by: User) -> None:
    if not owns(by, entry.cash_book.report.business):
        raise ReceiptRefused(_("Hanya pemilik usaha yang menyimpan kuitansinya."))
