"""The signed documents. Their files lie in the storage `documents`, outside the web root."""

from __future__ import annotations

import uuid
from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from umkm.businesses.models.documents import document_storage

from ..agreement_walls import paper_triggers
from .clauses import Amendment
from .memoranda import Memorandum

SHELF = "memoranda"  # the folder in the storage
STAFF = (Role.BOARD, Role.JAMKRINDO, Role.ADMIN)  # who reads what is internal to the parties


def paper_path(_paper: Paper, filename: str) -> str:
    """Nothing of the name that somebody's computer gave; `filename` is our own."""
    name = uuid.uuid4().hex
    return f"{SHELF}/{name[:2]}/{name}{'.jpg' if filename.endswith('.jpg') else '.pdf'}"


class PaperQuerySet(models.QuerySet["Paper"]):
    def kept(self) -> PaperQuerySet:
        return self.filter(removed_at=None)

    def visible_to(self, user: Any) -> PaperQuerySet:
        """Everybody's, unless it is marked internal."""
        if user.is_authenticated and user.has_role(*STAFF):
            return self
        return self.filter(is_internal=False)


@pghistory.track(exclude=["file", "thumbnail"])
class Paper(models.Model):
    """A signed memorandum or amendment as a PDF made anew from its pages. Removed: the row stays, the file goes."""

    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="papers")
    amendment = models.ForeignKey(
        Amendment, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("Adendum")
    )
    title = models.CharField(_("Nama dokumen"), max_length=120)
    is_internal = models.BooleanField(_("Hanya untuk para pihak"), default=False)
    file = models.FileField(storage=document_storage, upload_to=paper_path, max_length=120)
    thumbnail = models.FileField(storage=document_storage, upload_to=paper_path, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("Ukuran"))  # bytes
    pages = models.PositiveSmallIntegerField(_("Halaman"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("Diunggah"), default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    remove_reason = models.CharField(_("Alasan"), max_length=300, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokumen nota")
        ordering = ("memorandum", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, remove_reason="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(remove_reason="")),
                name="paper_removal_explained",
            ),
            models.CheckConstraint(condition=Q(pages__gte=1), name="paper_has_pages"),
            models.UniqueConstraint(fields=["file"], condition=~Q(file=""), name="paper_file_once"),
        )
        triggers = paper_triggers()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("paper_file", args=[self.pk])
