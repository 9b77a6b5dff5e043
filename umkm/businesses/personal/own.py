"""What this slice holds about a person: businesses, pictures, requests for changes, and who opened guarded papers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.common.encryption import decrypt
from umkm.cadres.identity import masked

from ..fields import FIELD_LABELS, label_of, shown
from ..models import Business, ChangeRequest, Document, DocumentOpening


def businesses_held(user: User) -> Iterable[Section]:
    own = Business.objects.owned_by(user).select_related("province", "regency", "kbli").order_by("pk")
    yield Section(
        key="usaha",
        title=_("Usaha"),
        purpose=_("Untuk memeriksa usaha Anda dan mengusulkannya menjadi UMKM percontohan."),
        records=tuple(_business(business) for business in own),
        empty=_("Anda belum mendaftarkan usaha."),
        rank=20,
    )
    yield Section(
        key="dokumen",
        title=_("Dokumen dan foto"),
        purpose=_("Untuk mencocokkan data Anda. Nama berkas dan lokasi dari ponsel tidak disimpan."),
        records=tuple(_document(document) for document in _documents(user)),
        empty=_("Belum ada dokumen."),
        rank=25,
    )
    yield Section(
        key="pembukaan_dokumen",
        title=_("Siapa membuka dokumen pribadi Anda"),
        purpose=_("KTP dan NPWP hanya dibuka pemeriksa, dan setiap kali dicatat."),
        records=tuple(_opening(opening) for opening in _openings(user)),
        empty=_("Belum ada yang membukanya."),
        rank=41,
    )
    yield Section(
        key="perubahan",
        title=_("Permintaan perubahan data usaha"),
        purpose=_("Untuk mengubah data yang sudah diperiksa."),
        records=tuple(_change(request) for request in _changes(user)),
        empty=_("Anda belum meminta perubahan."),
        rank=46,
    )


def _business(business: Business) -> Record:
    npwp = decrypt(business.npwp_encrypted) if business.npwp_encrypted else ""
    return Record(
        title=business.name,
        url=business.get_absolute_url(),
        facts=(
            *(
                Fact(field, str(label_of(business, field)), npwp, on_page=masked(npwp))
                if field == "npwp"
                else Fact(field, str(label_of(business, field)), str(shown(business, field)))
                for field in FIELD_LABELS
            ),
            Fact("status", _("Status"), str(business.get_state_display())),
            Fact("dibuat", _("Didaftarkan"), business.created_at),
            Fact("dikirim", _("Dikirim"), business.submitted_at),
            Fact("diverifikasi", _("Diverifikasi"), business.verified_at),
        ),
    )


def _of(user: User) -> Q:
    return Q(cadre__user=user) | Q(business__owner__user=user)


def _documents(user: User) -> Iterable[Document]:
    return Document.objects.kept().filter(_of(user)).select_related("business").order_by("pk")


def _document(document: Document) -> Record:
    return Record(
        title=str(document.get_kind_display()),
        url=reverse("document_file", args=[document.pk]),
        when=document.uploaded_at,
        facts=(
            Fact("jenis", _("Jenis"), str(document.get_kind_display())),
            Fact("usaha", _("Usaha"), document.business.name if document.business else ""),
            Fact("ukuran", _("Ukuran (byte)"), document.size),
            Fact("diunggah", _("Diunggah"), document.uploaded_at),
        ),
    )


def _openings(user: User) -> Iterable[DocumentOpening]:
    of = Q(document__cadre__user=user) | Q(document__business__owner__user=user)
    return (
        DocumentOpening.objects.filter(of)
        .select_related("document", "opened_by")
        .order_by("-opened_at", "-pk")
    )


def _opening(opening: DocumentOpening) -> Record:
    kind = str(opening.document.get_kind_display())
    return Record(
        title=_("%(kind)s dibuka %(who)s") % {"kind": kind, "who": opening.opened_by},
        when=opening.opened_at,
        facts=(
            Fact("dokumen", _("Dokumen"), kind),
            Fact("oleh", _("Oleh"), opening.opened_by.full_name),
            Fact("pada", _("Pada"), opening.opened_at),
        ),
    )


def _changes(user: User) -> Iterable[ChangeRequest]:
    return (
        ChangeRequest.objects.filter(requested_by=user)
        .select_related("business")
        .order_by("-requested_at", "-pk")
    )


def _change(request: ChangeRequest) -> Record:
    return Record(
        title=_("%(business)s: %(field)s")
        % {"business": request.business, "field": request.get_field_display()},
        when=request.requested_at,
        facts=(
            Fact("usaha", _("Usaha"), request.business.name),
            Fact("isian", _("Isian"), str(request.get_field_display())),
            Fact("sekarang", _("Sebelumnya"), request.old_value),
            Fact("menjadi", _("Menjadi"), request.new_value),
            Fact("alasan", _("Alasan"), request.reason),
            Fact("status", _("Status"), str(request.get_state_display())),
            Fact("diminta", _("Diminta"), request.requested_at),
            Fact("catatan", _("Catatan"), request.decision_note),
        ),
    )
