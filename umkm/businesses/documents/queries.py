"""Documents as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.models import User
from umkm.cadres.models import Cadre

from ..choices import DocumentKind
from ..models import MOST_KEPT, Business, Document
from ..models.documents import DocumentQuerySet
from .permissions import GUARDED, OF_PERSON, may_add, may_open, may_remove

# in the order of the page; evidence belongs to its request for a change
ASKED = (DocumentKind.KTP, DocumentKind.CARD, DocumentKind.NIB, DocumentKind.NPWP, DocumentKind.PHOTO)
PURPOSES = {
    DocumentKind.KTP: _("Untuk mencocokkan nama dan NIK Anda. Foto seluruh KTP, semua tulisan terbaca."),
    DocumentKind.CARD: _("Untuk mencocokkan keanggotaan SOKSI Anda: bagian depan, dan belakang bila berisi."),
    DocumentKind.NIB: _("Dokumen NIB dari oss.go.id: fotonya, atau PDF-nya. Tiga halaman pertama disimpan."),
    DocumentKind.NPWP: _("Perlu bila Anda mengajukan pinjaman bank yang besar. Boleh menyusul."),
    DocumentKind.PHOTO: _("Tempat usaha, produk, dan Anda saat bekerja. Boleh ditambah kapan saja."),
}
# what a coordinator compares; the others may follow
EXPECTED = (DocumentKind.KTP, DocumentKind.PHOTO)


@dataclass(frozen=True)
class DocumentLine:
    """One picture, for templates. `url` is empty where the one who looks may not open it."""

    pk: int
    kind: str
    label: str
    url: str
    thumb_url: str
    when: datetime
    pages: bool  # taller than a photo: several pages of a PDF below each other
    is_guarded: bool
    remove_url: str = ""
    openings: int = 0  # by others than its owner


@dataclass(frozen=True)
class DocumentPart:
    """One kind on the page of documents."""

    kind: str
    label: str
    purpose: str
    most: int
    lines: tuple[DocumentLine, ...]
    add_url: str  # empty where nothing can be added now
    replaces: bool
    takes_pdf: bool

    @property
    def is_full(self) -> bool:
        return not self.replaces and len(self.lines) >= self.most

    @property
    def room(self) -> int:
        return self.most - len(self.lines)


def documents_of(business: Business, *, viewer: User | None = None) -> list[DocumentLine]:
    """What is kept of the business and its owner, in the order of the page, without evidence.

    With a `viewer`, only what that person may see: without a link where it may not be opened.
    """
    return [line for lines in _lines(business, viewer).values() for line in lines]


def papers_of(cadre: Cadre, *, viewer: User) -> list[DocumentLine]:
    """A person's own papers, with whatever business they were handed in."""
    rows = Document.objects.kept().filter(cadre=cadre, kind__in=OF_PERSON).visible_to(viewer)
    lines: dict[DocumentKind, list[DocumentLine]] = {kind: [] for kind in OF_PERSON}
    for document in _with_openings(rows):
        lines[DocumentKind(document.kind)].append(_line(None, document, viewer))
    return [line for kind in OF_PERSON for line in lines[kind]]


def document_parts(business: Business, *, viewer: User) -> list[DocumentPart]:
    """Each kind with what it is for, what is there and what can be done."""
    lines = _lines(business, viewer)
    return [
        DocumentPart(
            kind=kind.value,
            label=str(kind.label),
            purpose=str(PURPOSES[kind]),
            most=MOST_KEPT[kind],
            lines=tuple(lines[kind]),
            add_url=_add_url(business, kind) if may_add(viewer, business, kind) else "",
            replaces=MOST_KEPT[kind] == 1,
            takes_pdf=kind == DocumentKind.NIB,
        )
        for kind in ASKED
    ]


def missing_documents(business: Business) -> list[str]:
    """Labels of what a coordinator will look for and not find."""
    there = set(kept_of(business).values_list("kind", flat=True))
    return [str(kind.label) for kind in EXPECTED if kind not in there]


def _add_url(business: Business, kind: DocumentKind) -> str:
    return reverse("document_upload", args=[business.pk, kind.value])


def kept_of(business: Business) -> DocumentQuerySet:
    """Of the business, and its owner's own papers."""
    of_owner = Q(cadre=business.owner_id, kind__in=OF_PERSON)
    return Document.objects.kept().filter(Q(business=business) | of_owner)


def _lines(business: Business, viewer: User | None) -> dict[DocumentKind, list[DocumentLine]]:
    found: dict[DocumentKind, list[DocumentLine]] = {kind: [] for kind in ASKED}
    rows = kept_of(business).filter(kind__in=ASKED)
    if viewer is not None:
        rows = rows.visible_to(viewer)
    for document in _with_openings(rows):
        found[DocumentKind(document.kind)].append(_line(business, document, viewer))
    return found


def _with_openings(rows: DocumentQuerySet) -> DocumentQuerySet:
    return rows.select_related("cadre", "business__owner").annotate(opened=Count("openings")).order_by("pk")


def _line(business: Business | None, document: Document, viewer: User | None) -> DocumentLine:
    """Without a business it cannot be removed from there."""
    opens = viewer is None or may_open(viewer, document)
    remove_url = ""
    if business is not None and viewer is not None and may_remove(viewer, document):
        remove_url = reverse("document_remove", args=[business.pk, document.pk])
    return DocumentLine(
        pk=document.pk,
        kind=document.kind,
        label=str(document.get_kind_display()),
        url=reverse("document_file", args=[document.pk]) if opens else "",
        thumb_url=reverse("document_thumb", args=[document.pk]),
        when=document.uploaded_at,
        pages=document.height > 2 * document.width,
        is_guarded=document.kind in GUARDED,
        remove_url=remove_url,
        openings=getattr(document, "opened", 0),
    )


def lines_for(documents: DocumentQuerySet, *, viewer: User) -> list[DocumentLine]:
    """These as they lie, for a page that shows some of a business's documents; without a way to remove them."""
    return [_line(None, document, viewer) for document in _with_openings(documents)]
