"""Pictures that prove what a record says. The files lie in the storage `documents`, outside the web root."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.cadres.models import Cadre

from ..choices import DocumentKind
from .business import Business


def document_storage() -> Storage:
    return storages["documents"]


def document_path(document: Document, _filename: str) -> str:
    """Nothing of the name that a phone gave: it may say who, where or worse."""
    name = uuid.uuid4().hex
    return f"{document.kind}/{name[:2]}/{name}.jpg"


class DocumentQuerySet(models.QuerySet["Document"]):
    def kept(self) -> DocumentQuerySet:
        return self.filter(removed_at=None)


@pghistory.track(exclude=["file"])
class Document(models.Model):
    """One picture (JPEG, made anew by us) of a business or its owner. Removed: the row stays, the file goes."""

    business = models.ForeignKey(Business, models.PROTECT, null=True, blank=True, related_name="documents")
    cadre = models.ForeignKey(Cadre, models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField(_("Jenis"), max_length=10, choices=DocumentKind.choices)
    file = models.FileField(storage=document_storage, upload_to=document_path, max_length=120)
    sha256 = models.CharField(max_length=64)  # of the stored file
    size = models.PositiveIntegerField(_("Ukuran"))  # bytes
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("Diunggah"), default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokumen")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    business=None, cadre__isnull=False, kind__in=(DocumentKind.KTP, DocumentKind.CARD)
                )
                | (
                    Q(business__isnull=False, cadre=None, kind__in=DocumentKind.values)
                    & ~Q(kind__in=(DocumentKind.KTP, DocumentKind.CARD))
                ),
                name="document_of_person_or_business",
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())
