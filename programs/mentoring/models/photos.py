"""Photos of a visit, and those that show that a task is done."""

from __future__ import annotations

import uuid
from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.mentoring.visits.walls import photo_triggers
from umkm.businesses.models.documents import document_storage

from .actions import ActionItem
from .visits import Visit

FOLDER = "kunjungan"  # in the storage


def photo_path(_photo: VisitPhoto, _filename: str) -> str:
    """Nothing of the name that a phone gave."""
    name = uuid.uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}.jpg"


class VisitPhotoQuerySet(models.QuerySet["VisitPhoto"]):
    def kept(self) -> VisitPhotoQuerySet:
        return self.filter(removed_at=None)

    def visible_to(self, user: Any) -> VisitPhotoQuerySet:
        """For those who read the notes of the visit, or of the task's business."""
        visits = Visit.objects.notes_visible_to(user).values("pk")
        actions = ActionItem.objects.evidence_visible_to(user).values("pk")
        return self.filter(Q(visit__in=visits) | Q(action__in=actions))


@pghistory.track(exclude=["file", "thumbnail"])
class VisitPhoto(models.Model):
    """A JPEG made anew by us, of a visit or as evidence of a task. Removed: the row stays, the files go."""

    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="photos")
    action = models.ForeignKey(ActionItem, models.PROTECT, null=True, related_name="photos")
    file = models.FileField(storage=document_storage, upload_to=photo_path, max_length=120)
    thumbnail = models.FileField(storage=document_storage, upload_to=photo_path, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("Ukuran"))  # bytes
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("Diunggah"), default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = VisitPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto kunjungan")
        constraints = (
            models.CheckConstraint(
                condition=Q(visit=None, action__isnull=False) | Q(visit__isnull=False, action=None),
                name="visit_photo_of_one",
            ),
            models.UniqueConstraint(
                fields=["visit", "sha256"], condition=Q(removed_at=None), name="visit_photo_once"
            ),
            models.UniqueConstraint("action", condition=Q(removed_at=None), name="action_photo_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="visit_photo_removed_by_someone",
            ),
            models.UniqueConstraint(fields=["file"], condition=~Q(file=""), name="visit_photo_file_once"),
        )
        indexes = (
            models.Index(
                "id", condition=Q(removed_at__isnull=False) & ~Q(file=""), name="visit_photo_files_to_go"
            ),
        )
        triggers = photo_triggers()

    def __str__(self) -> str:
        return f"{self.visit or self.action}"
