"""Keeping, removing and opening documents. A row and its files come and go together."""

from __future__ import annotations

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from umkm.cadres.models import Cadre
from umkm.cadres.services import locked_cadre

from ..choices import DocumentKind
from ..models import MOST_KEPT, Business, Document, DocumentOpening
from .decoder import MOST_BYTES
from .permissions import GUARDED, OF_PERSON, may_add, may_open, may_remove, owner_of
from .pictures import Picture, read_picture
from .storing import delete_files, files_with_rows, write_files


class DocumentNotWritable(RuleViolation):
    """Not this person, or not now."""


class TooManyDocuments(RuleViolation):
    """The record keeps as many of this kind as it may."""


class OpeningRefused(RuleViolation):
    """A guarded paper that this person does not open."""


def add_document(*, business: Business, kind: DocumentKind, upload: File[bytes], by: User) -> Document:
    """Keep a picture of the business, or of its owner where the kind is a person's paper.

    Where only one is kept, the new one takes its place; the same picture again changes nothing.
    Raises PictureRefused, DocumentNotWritable, TooManyDocuments.
    """
    _must_be_addable(business, kind, by)  # before the work of unpacking
    picture = read_picture(_bytes_of(upload), unreadable_thumbnail=kind in GUARDED)
    with files_with_rows(), transaction.atomic():
        business, cadre = _locked(business)
        _must_be_addable(business, kind, by)
        return _kept(_blank(business, cadre, kind, by), picture)


def add_evidence(*, business: Business, upload: File[bytes], by: User) -> Document:
    """Keep what somebody shows with a request for a change; that `by` may ask, the caller has seen. A caller with a
    transaction of its own puts `storing.files_with_rows` around that. Raises PictureRefused, TooManyDocuments.
    """
    picture = read_picture(_bytes_of(upload), unreadable_thumbnail=True)
    with files_with_rows(), transaction.atomic():
        business, cadre = _locked(business)
        return _kept(_blank(business, cadre, DocumentKind.EVIDENCE, by), picture)


@transaction.atomic
def remove_document(*, document: Document, by: User) -> Document:
    """The owner takes a picture away. Twice is once. Raises DocumentNotWritable."""
    document = _locked_document(document)
    if document.removed_at is not None and owner_of(document).user_id == by.pk:
        return document
    if not may_remove(by, document):
        raise DocumentNotWritable(
            _("Dokumen ini sedang atau sudah diperiksa, jadi tidak bisa dihapus sekarang.")
        )
    _remove(document, by)
    return document


@transaction.atomic
def erase_documents(*, cadre: Cadre, by: User) -> int:
    """Remove all pictures of a person and of her businesses, whatever their state: her right. How many it were."""
    cadre = locked_cadre(cadre)
    found = list(
        Document.objects.kept()
        .filter(Q(cadre=cadre) | Q(business__owner=cadre))
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for document in found:
        _remove(document, by)
    return len(found)


def open_document(*, document: Document, by: User) -> Document:
    """Write down who opens a guarded paper that is not the own one. Raises OpeningRefused."""
    if not may_open(by, document):
        raise OpeningRefused(
            _("Dokumen ini memuat nomor pribadi. Hanya pemilik dan koordinator provinsinya yang membukanya.")
        )
    if document.kind in GUARDED and owner_of(document).user_id != by.pk:
        DocumentOpening.objects.create(document=document, opened_by=by)
    return document


def _bytes_of(upload: File[bytes]) -> bytes:
    """No more than is needed to see that it is too much."""
    upload.seek(0)
    return upload.read(MOST_BYTES + 1)


def _must_be_addable(business: Business, kind: DocumentKind, by: User) -> None:
    if not may_add(by, business, kind):
        raise DocumentNotWritable(
            _("%(kind)s sedang atau sudah diperiksa, jadi tidak bisa diganti sekarang.")
            % {"kind": DocumentKind(kind).label}
        )


def _locked(business: Business) -> tuple[Business, Cadre]:
    """Both rows, always in this order: those who add at the same moment wait for each other here."""
    rows = Business.objects.select_for_update(of=("self",)).select_related("owner")
    locked = rows.get(pk=business.pk)
    cadre = locked_cadre(locked.owner)
    locked.owner = cadre
    return locked, cadre


def _locked_document(document: Document) -> Document:
    rows = Document.objects.select_for_update(of=("self",)).select_related("cadre", "business__owner")
    return rows.get(pk=document.pk)


def _blank(business: Business, cadre: Cadre, kind: DocumentKind, by: User) -> Document:
    if kind in OF_PERSON:
        return Document(cadre=cadre, kind=kind, uploaded_by=by)
    return Document(business=business, kind=kind, uploaded_by=by)


def _kept(document: Document, picture: Picture) -> Document:
    """Inside a transaction that holds the record's row."""
    others = list(
        Document.objects.kept()
        .filter(business=document.business, cadre=document.cadre, kind=document.kind)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    same = next((other for other in others if other.sha256 == picture.sha256), None)
    if same:
        return same
    most = MOST_KEPT[DocumentKind(document.kind)]
    if most == 1:
        for other in others:
            _remove(other, document.uploaded_by)
    elif len(others) >= most:
        raise TooManyDocuments(
            _("%(kind)s paling banyak %(most)s. Hapus satu dahulu, lalu kirim lagi.")
            % {"kind": document.get_kind_display(), "most": most},
            field="pictures",
        )
    document.sha256, document.size = picture.sha256, len(picture.content)
    document.width, document.height = picture.width, picture.height
    write_files(document, picture)
    document.save(force_insert=True)
    return document


def _remove(document: Document, by: User) -> None:
    document.removed_at, document.removed_by = timezone.now(), by
    document.save(update_fields=["removed_at", "removed_by"])
    transaction.on_commit(lambda: delete_files(document), robust=True)
