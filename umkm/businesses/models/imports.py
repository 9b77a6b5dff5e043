"""Files with many rows, what became of each row, and how clean the rows of each province and collector are."""

from __future__ import annotations

import uuid
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from umkm.regions.scoping import province_codes

from ..choices import ImportState, RowOutcome
from .documents import document_storage

# what may still be taken back: it has ended, and left something behind
UNDOABLE = (ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED)

IMPORTS = "imports"  # the folder of their files


def import_path(_import: BulkImport, _filename: str) -> str:
    """Nothing of the name that its sender gave."""
    name = uuid.uuid4().hex
    return f"{IMPORTS}/{name[:2]}/{name}"


class BulkImportQuerySet(models.QuerySet["BulkImport"]):
    def visible_to(self, user: Any) -> BulkImportQuerySet:
        """One's own, unless it brought rows into a province that is no longer one's; all of them to board and admin."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.BOARD, Role.ADMIN):
            return self
        if not user.has_role(Role.COORDINATOR):
            return self.none()
        elsewhere = ImportTally.objects.filter(batch=OuterRef("pk"), rows__gt=F("refused"))
        elsewhere = elsewhere.exclude(province__in=province_codes(user))
        return self.filter(~Exists(elsewhere), uploaded_by=user)

    def left_alone(self, *, since: Any) -> BulkImportQuerySet:
        """Running, and nobody has said so since that moment: their worker is dead, or waits."""
        return self.filter(state=ImportState.RUNNING).filter(Q(heartbeat_at=None) | Q(heartbeat_at__lt=since))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state", "cancelled_by", "undone_by")),
    exclude=[
        "file",
        "rows_file",
        "times_read",
        "worker",
        "heartbeat_at",
        "position",
        "refused_by_field",
        "warned",
    ],
)
class BulkImport(models.Model):
    """One file of cadres with their businesses, from its arrival to its report."""

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Dikirim oleh")
    )
    uploaded_at = models.DateTimeField(_("Dikirim"), default=timezone.now)
    filename = models.CharField(_("Berkas"), max_length=120)  # as its sender named it, for people to read
    size = models.PositiveBigIntegerField(_("Ukuran"))  # bytes
    # as it came, encrypted piece by piece; gone once read
    file = models.FileField(storage=document_storage, upload_to=import_path, max_length=120, blank=True)
    # its rows, encrypted block by block; gone once the import has ended
    rows_file = models.FileField(storage=document_storage, upload_to=import_path, max_length=120, blank=True)
    described = models.CharField(max_length=120, blank=True)  # the format, in words
    headings = ArrayField(models.CharField(max_length=80), default=list)  # as they stand in the file
    columns = ArrayField(
        models.CharField(max_length=30), default=list
    )  # the fact below each; empty: left out
    total_rows = models.PositiveIntegerField(_("Baris"), default=0)
    state = models.CharField(
        _("Status"), max_length=10, choices=ImportState.choices, default=ImportState.READING
    )
    times_read = models.PositiveSmallIntegerField(default=0)  # begun to be read
    # in words, why it could not be read or stopped
    trouble = models.CharField(max_length=500, blank=True)
    # provinces it may touch, fixed when it starts; empty: all
    provinces = ArrayField(models.CharField(max_length=2), default=list, blank=True)

    started_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)  # blocks that are merged
    taken = models.PositiveIntegerField(_("Baru"), default=0)
    changed = models.PositiveIntegerField(_("Diperbarui"), default=0)
    unchanged = models.PositiveIntegerField(_("Tetap"), default=0)
    refused = models.PositiveIntegerField(_("Ditolak"), default=0)
    refused_by_field = models.JSONField(default=dict)  # {column: rows}
    warned = models.JSONField(
        default=dict
    )  # taken all the same: {column: {"rows": …, "lines": the first few}}
    worker = models.UUIDField(null=True)  # who runs it now
    heartbeat_at = models.DateTimeField(null=True)
    times_resumed = models.PositiveSmallIntegerField(default=0)
    resumed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.CharField(_("Alasan"), max_length=300, blank=True)

    objects = BulkImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("impor")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
            models.CheckConstraint(
                condition=Q(total_rows__gte=F("taken") + F("changed") + F("unchanged") + F("refused")),
                name="import_counts_each_row_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ImportState.UNDOING, ImportState.UNDONE))
                | (Q(undone_by__isnull=False, undone_at__isnull=False) & ~Q(undo_reason="")),
                name="import_undone_by_someone",
            ),
        )
        indexes = (
            models.Index(F("uploaded_at").desc(), F("id").desc(), name="import_newest"),
            models.Index("heartbeat_at", condition=Q(state=ImportState.RUNNING), name="import_running"),
        )
        triggers = (pgtrigger.Protect(name="keep_import", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("import_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return ImportState(self.state).tone

    @property
    def handled(self) -> int:
        """Rows whose outcome is known."""
        return self.taken + self.changed + self.unchanged + self.refused


class ImportedRow(models.Model):
    """Where a row of a file went: written by the million, so without constraints to the records, and gone with an undo."""

    batch = models.ForeignKey(BulkImport, models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=9, choices=RowOutcome.choices)
    business = models.ForeignKey(
        "businesses.Business", models.DO_NOTHING, related_name="imported_rows", db_constraint=False
    )
    cadre = models.ForeignKey("cadres.Cadre", models.DO_NOTHING, related_name="+", db_constraint=False)
    cadre_outcome = models.CharField(max_length=9, choices=RowOutcome.choices)
    # the rows as they were, where the outcome is "changed"
    business_before = models.JSONField(null=True)
    cadre_before = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "line"], name="imported_row_once"),)


class RefusedRow(models.Model):
    """A row that was not taken, as it stood in the file (encrypted: it holds what a KTP holds), with its reasons."""

    batch = models.ForeignKey(BulkImport, models.CASCADE, related_name="refused_rows", db_index=False)
    line = models.PositiveIntegerField(_("Baris"))
    cells_encrypted = models.BinaryField()
    reasons = models.JSONField()  # [[column, sentence], …]
    # whose it is, as far as its numbers can be read: keyed hashes of NIK and phone, so that an erased person is found;
    # null: not computed, the cells must be opened
    people = ArrayField(models.CharField(max_length=32), null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "line"], name="refused_row_once"),)


class ImportTally(models.Model):
    """How many rows one file brought from one collector in one province, and how many of them were refused."""

    batch = models.ForeignKey(BulkImport, models.CASCADE, related_name="tallies")
    province = models.ForeignKey("regions.Province", models.PROTECT, null=True, related_name="+")
    collector = models.CharField(_("Petugas"), max_length=80)
    rows = models.PositiveIntegerField(_("Baris"), default=0)
    refused = models.PositiveIntegerField(_("Ditolak"), default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["batch", "province", "collector"], nulls_distinct=False, name="import_tally_once"
            ),
            models.CheckConstraint(
                condition=Q(refused__lte=F("rows")), name="import_tally_refused_among_rows"
            ),
        )
