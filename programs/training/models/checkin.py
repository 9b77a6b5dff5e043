"""What reaches the list of attendance from elsewhere: marks made without a connection, and signed sheets."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.training.checkin.walls import scan_limit, scan_stays, written_once
from programs.training.choices import AttendanceStatus, ScanKind, TickOutcome

from .materials import material_storage

FOLDER = "lembar-hadir"
# who was there stays in the record; the signatures of everybody, which prove it, no longer than somebody may still
# ask: until the yearly report on the session is closed (UU 27/2022, articles 16 and 43)
SCANS_KEPT = timedelta(days=365)


class AttendanceTick(models.Model):
    """A mark made on a phone without a connection, as it arrived: the key lets it in once, whatever is sent again."""

    key = models.UUIDField(unique=True)
    invitation = models.ForeignKey("training.Invitation", models.PROTECT, related_name="ticks")
    status = models.CharField(max_length=8, choices=AttendanceStatus.choices)
    ticked_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=8, choices=TickOutcome.choices)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(status__in=AttendanceStatus.values), name="tick_status_known"),
            models.CheckConstraint(condition=Q(outcome__in=TickOutcome.values), name="tick_outcome_known"),
            models.CheckConstraint(
                condition=Q(ticked_at__lte=models.F("received_at")), name="tick_before_it_came"
            ),
        )
        triggers = (written_once("tick_written_once"),)

    def __str__(self) -> str:
        return f"{self.invitation}: {self.get_status_display()} ({self.get_outcome_display()})"


def scan_path(scan: SheetScan, _filename: str) -> str:
    """Nothing of the name that somebody gave the file."""
    name = uuid.uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}.{scan.kind}"


class SheetScanQuerySet(models.QuerySet["SheetScan"]):
    def kept(self) -> SheetScanQuerySet:
        return self.filter(removed_at=None)

    def past_keeping(self, now: datetime) -> SheetScanQuerySet:
        """An entry can be made long after the session, so both must be long ago."""
        long_ago = now - SCANS_KEPT
        return self.kept().filter(session__ends_at__lt=long_ago, uploaded_at__lt=long_ago)


@pghistory.track(exclude=["file"])
class SheetScan(models.Model):
    """The signed sheet of a session, photographed or scanned: what the entry was made from. Removed, by staff or when
    it was kept long enough: the row stays, the file goes.
    """

    session = models.ForeignKey("training.Session", models.PROTECT, related_name="sheet_scans")
    kind = models.CharField(max_length=4, choices=ScanKind.choices)
    file = models.FileField(storage=material_storage, upload_to=scan_path, max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(_("Dihapus pada"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # null: the time it is kept for was over
    remove_reason = models.CharField(_("Alasan dihapus"), max_length=300, blank=True)

    objects = SheetScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("lembar hadir yang ditandatangani")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ScanKind.values), name="sheetscan_kind_known"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, remove_reason="")
                | (Q(removed_at__isnull=False) & ~Q(remove_reason="")),
                name="sheetscan_removed_why",
            ),
            models.UniqueConstraint(
                fields=["session", "sha256"], condition=Q(removed_at=None), name="sheetscan_once"
            ),
        )
        triggers: tuple[pgtrigger.Trigger, ...] = (
            scan_limit(),
            scan_stays(),
            pgtrigger.Protect(name="keep_sheetscan", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.session}: {self.get_kind_display()}"

    @property
    def kept_until(self) -> datetime:
        return max(self.session.ends_at, self.uploaded_at) + SCANS_KEPT
