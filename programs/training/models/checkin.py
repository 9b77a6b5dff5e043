"""What reaches the list of attendance from elsewhere: marks made without a connection, and signed sheets."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programs.training.checkin.walls import scan_limit, written_once
from programs.training.choices import AttendanceStatus, ScanKind, TickOutcome

from .materials import material_storage

FOLDER = "lembar-hadir"


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


class SheetScan(models.Model):
    """The signed sheet of a session, photographed or scanned: what the entry was made from. Written once."""

    session = models.ForeignKey("training.Session", models.PROTECT, related_name="sheet_scans")
    kind = models.CharField(max_length=4, choices=ScanKind.choices)
    file = models.FileField(storage=material_storage, upload_to=scan_path, max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ScanKind.values), name="sheetscan_kind_known"),
            models.UniqueConstraint(fields=["session", "sha256"], name="sheetscan_once"),
        )
        triggers: tuple[pgtrigger.Trigger, ...] = (scan_limit(), written_once("sheetscan_written_once"))

    def __str__(self) -> str:
        return f"{self.session}: {self.get_kind_display()}"
