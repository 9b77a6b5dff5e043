"""Cash books as they were sent, line by line, and the photos of receipts tied to a line."""

from __future__ import annotations

import uuid
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.mentoring.cashbooks.walls import cash_book_triggers, entry_before_use
from programs.mentoring.choices import EntryKind
from soksi_portal.common.fields import MOST_RUPIAH
from umkm.businesses.models.documents import document_storage

from .reports import ERASED, Report

FOLDER = "kuitansi"  # in the storage


def receipt_path(_receipt: Receipt, _filename: str) -> str:
    """Nothing of the name that a phone gave."""
    name = uuid.uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}.jpg"


class CashBookQuerySet(models.QuerySet["CashBook"]):
    def figures_visible_to(self, user: Any) -> CashBookQuerySet:
        return self.filter(report__in=Report.objects.figures_visible_to(user).values("pk"))

    def in_use(self) -> CashBookQuerySet:
        return self.filter(used_at__isnull=False, replaced_at=None)


@pghistory.track()
class CashBook(models.Model):
    """One file, read without a fault. Once used, its sums are the month's figures until another takes its place."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="cash_books")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("Dikirim"), default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = CashBookQuerySet.as_manager()

    class Meta:
        verbose_name = _("buku kas")
        constraints = (
            models.UniqueConstraint(
                "report", condition=Q(used_at__isnull=False, replaced_at=None), name="cash_book_in_use_once"
            ),
        )
        triggers = cash_book_triggers()

    def __str__(self) -> str:
        return f"{self.report}"


class CashEntry(models.Model):
    """One line of a cash book, as it was written."""

    cash_book = models.ForeignKey(CashBook, models.PROTECT, related_name="entries")
    line = models.PositiveIntegerField(_("Baris"))  # of the file
    day = models.DateField(_("Tanggal"))
    words = models.CharField(_("Keterangan"), max_length=200)
    kind = models.CharField(_("Jenis"), max_length=15, choices=EntryKind.choices)
    amount = models.BigIntegerField(_("Jumlah"))

    class Meta:
        verbose_name = _("baris buku kas")
        ordering = ("day", "line")
        constraints = (
            models.UniqueConstraint("cash_book", "line", name="entry_line_once"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=MOST_RUPIAH), name="entry_amount_sane"
            ),
        )
        triggers = (
            entry_before_use(),
            pgtrigger.Protect(
                name="entry_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.cash_book_id IS DISTINCT FROM NEW.cash_book_id OR OLD.line IS DISTINCT FROM NEW.line"
                    " OR OLD.day IS DISTINCT FROM NEW.day OR OLD.kind IS DISTINCT FROM NEW.kind"
                    f" OR OLD.amount IS DISTINCT FROM NEW.amount OR (OLD.words <> NEW.words AND NEW.words <> '{ERASED}')"
                ),
            ),
            pgtrigger.Protect(name="keep_entry", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.words


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def kept(self) -> ReceiptQuerySet:
        return self.filter(removed_at=None)

    def figures_visible_to(self, user: Any) -> ReceiptQuerySet:
        books = CashBook.objects.figures_visible_to(user)
        return self.filter(entry__cash_book__in=books.values("pk"))


@pghistory.track(exclude=["file", "thumbnail"])
class Receipt(models.Model):
    """A photo (JPEG, made anew by us) that proves one line. Removed: the row stays, the files go."""

    entry = models.ForeignKey(CashEntry, models.PROTECT, related_name="receipts")
    file = models.FileField(storage=document_storage, upload_to=receipt_path, max_length=120)
    thumbnail = models.FileField(storage=document_storage, upload_to=receipt_path, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("Ukuran"))  # bytes
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("Diunggah"), default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto kuitansi")
        constraints = (
            models.UniqueConstraint("entry", condition=Q(removed_at=None), name="receipt_of_entry_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="receipt_removed_by_someone",
            ),
            models.UniqueConstraint(fields=["file"], condition=~Q(file=""), name="receipt_file_once"),
        )
        indexes = (
            models.Index(
                "id", condition=Q(removed_at__isnull=False) & ~Q(file=""), name="receipt_files_to_go"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="keep_receipt", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="receipt_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.entry_id IS DISTINCT FROM NEW.entry_id OR OLD.sha256 IS DISTINCT FROM NEW.sha256"
                    " OR (OLD.removed_at IS NOT NULL AND OLD.removed_at IS DISTINCT FROM NEW.removed_at)"
                    " OR ((OLD.file IS DISTINCT FROM NEW.file OR OLD.thumbnail IS DISTINCT FROM NEW.thumbnail)"
                    " AND (NEW.removed_at IS NULL OR NEW.file <> '' OR NEW.thumbnail <> ''))"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry}"
