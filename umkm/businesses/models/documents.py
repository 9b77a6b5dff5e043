"""Pictures that prove what a record says. The files lie in the storage `documents`, outside the web root."""

from __future__ import annotations

import uuid
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre

from ..choices import BusinessState, DocumentKind
from .business import Business

# how many of a kind one record keeps; the database counts too
MOST_KEPT = {
    DocumentKind.KTP: 1,
    DocumentKind.CARD: 2,  # front and back
    DocumentKind.NIB: 3,
    DocumentKind.NPWP: 1,
    DocumentKind.PHOTO: 6,
    DocumentKind.EVIDENCE: 20,
}
# what must never be something else under the same number
SUBJECT = ("business_id", "cadre_id", "kind", "sha256", "size", "width", "height", "uploaded_by_id", "uploaded_at")  # fmt: skip


def document_storage() -> Storage:
    return storages["documents"]


def document_path(document: Document, _filename: str) -> str:
    """Nothing of the name that a phone gave: it may say who, where or worse."""
    name = uuid.uuid4().hex
    return f"{document.kind}/{name[:2]}/{name}.jpg"


class DocumentQuerySet(models.QuerySet["Document"]):
    def kept(self) -> DocumentQuerySet:
        return self.filter(removed_at=None)

    def visible_to(self, user: Any) -> DocumentQuerySet:
        """As the record they belong to; evidence also as the request that it proves, which may come through a draft.
        Papers of a person who has sent nothing yet are that person's alone.
        """
        from .changes import (
            ChangeRequest,  # which points here: asked for late, since the modules know each other
        )

        proves = ChangeRequest.objects.visible_to(user).filter(evidence=OuterRef("pk"))
        told = Business.objects.filter(owner=OuterRef("pk")).exclude(state=BusinessState.DRAFT)
        people = Cadre.objects.visible_to(user).filter(
            Q(user_id=user.pk) | ~Q(state=CadreState.DRAFT) | Exists(told)
        )
        return self.filter(
            Q(business__in=Business.objects.visible_to(user).values("pk"))
            | Q(cadre__in=people.values("pk"))
            | (Q(kind=DocumentKind.EVIDENCE) & Exists(proves))
        )


def document_limit() -> pgtrigger.Trigger:
    """No more kept than MOST_KEPT; those who come together wait for each other at the record's row."""
    most = " ".join(f"WHEN '{kind.value}' THEN {number}" for kind, number in MOST_KEPT.items())
    # the only part put in is our own constant
    return pgtrigger.Trigger(
        name="document_limit",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.removed_at IS NULL"),
        func=f"""
            PERFORM 1 FROM businesses_business AS b WHERE b.id = NEW.business_id FOR NO KEY UPDATE;
            PERFORM 1 FROM cadres_cadre AS c WHERE c.id = NEW.cadre_id FOR NO KEY UPDATE;
            IF (SELECT count(*) FROM businesses_document AS d
                 WHERE (d.business_id = NEW.business_id OR d.cadre_id = NEW.cadre_id)
                   AND d.kind = NEW.kind AND d.removed_at IS NULL) >= (CASE NEW.kind {most} ELSE 0 END) THEN
                RAISE EXCEPTION 'document_limit: %', NEW.kind USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608
    )


def document_stays() -> pgtrigger.Trigger:
    """All that ever changes: it is removed, once, and then its files go."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in SUBJECT)
    return pgtrigger.Protect(
        name="document_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"({changed}"
            " OR (OLD.removed_at IS NOT NULL AND (OLD.removed_at IS DISTINCT FROM NEW.removed_at"
            " OR OLD.removed_by_id IS DISTINCT FROM NEW.removed_by_id))"
            " OR ((OLD.file IS DISTINCT FROM NEW.file OR OLD.thumbnail IS DISTINCT FROM NEW.thumbnail)"
            " AND (NEW.removed_at IS NULL OR NEW.file <> '' OR NEW.thumbnail <> '')))"
        ),
    )


@pghistory.track(exclude=["file", "thumbnail"])
class Document(models.Model):
    """One picture (JPEG, made anew by us) of a business or its owner. Removed: the row stays, the files go."""

    business = models.ForeignKey(Business, models.PROTECT, null=True, blank=True, related_name="documents")
    cadre = models.ForeignKey(Cadre, models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField(_("Jenis"), max_length=10, choices=DocumentKind.choices)
    file = models.FileField(storage=document_storage, upload_to=document_path, max_length=120)
    thumbnail = models.FileField(
        storage=document_storage, upload_to=document_path, max_length=120, blank=True
    )
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
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="document_removed_by_someone",
            ),
            models.UniqueConstraint(
                fields=["business", "cadre", "kind", "sha256"],
                condition=Q(removed_at=None),
                nulls_distinct=False,
                name="document_once",
            ),
            models.UniqueConstraint(fields=["file"], condition=~Q(file=""), name="document_file_once"),
        )
        indexes = (
            models.Index(
                "id", condition=Q(removed_at__isnull=False) & ~Q(file=""), name="document_files_to_go"
            ),
        )
        triggers = (
            document_limit(),
            document_stays(),
            pgtrigger.Protect(name="keep_document", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class DocumentOpening(models.Model):
    """That somebody else than its owner opened a guarded paper. Its owner reads this too."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="openings")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("Dibuka"), default=timezone.now)

    class Meta:
        verbose_name = _("pembukaan dokumen")
        triggers = (pgtrigger.Protect(name="keep_opening", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.document}: {self.opened_by}"
