"""What the owner is told when somebody has examined the business."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, PROVINCE, Field, Occasion

from .models import Business, Verification
from .reasons import REASON_LABELS

REMARKS = Field(
    "perbaikan",
    _("Yang diminta diperbaiki, satu baris tiap hal"),
    _("- Dokumen dan foto: Foto tempat usahanya buram.\n- Modal usaha: Tanpa tanah dan bangunan?"),
    needed=True,
)
OCCASIONS = (
    Occasion(
        "business_verified",
        _("Usaha diverifikasi"),
        Kind.BUSINESS,
        (BUSINESS, PROVINCE, LINK),
        title=_("{usaha} sudah diverifikasi"),
        body=_(
            "Kepada {nama},\n\nusaha Anda, {usaha}, sudah diperiksa dan diverifikasi. Anda tidak perlu"
            " melakukan apa-apa sekarang. Koordinator {provinsi} dapat mengusulkannya menjadi UMKM percontohan;"
            " Anda menerima pesan bila itu terjadi.\n\nLihat usaha Anda: {tautan}"
        ),
        short=_("{usaha} sudah diverifikasi. Anda tidak perlu melakukan apa-apa. Lihat: {tautan}"),
    ),
    Occasion(
        "business_returned",
        _("Usaha perlu diperbaiki"),
        Kind.BUSINESS,
        (BUSINESS, PROVINCE, REMARKS, LINK),
        title=_("{usaha} perlu diperbaiki"),
        body=_(
            "Kepada {nama},\n\nKoordinator {provinsi} sudah memeriksa usaha Anda, {usaha}, dan meminta"
            " perbaikan:\n\n{perbaikan}\n\nPerbaiki lalu kirim lagi: {tautan}"
        ),
        short=_("{usaha} perlu diperbaiki sebelum diverifikasi. Baca yang diminta dan kirim lagi: {tautan}"),
    ),
)


def subject_of(business: Business) -> str:
    return f"business:{business.pk}"


def tell_verified(business: Business, *, revision: int) -> None:
    _tell(business, occasion="business_verified", revision=revision)


def tell_returned(business: Business, verification: Verification, *, revision: int) -> None:
    remarks = verification.remarks.order_by("pk")
    lines = "\n".join(f"- {REASON_LABELS[remark.field]}: {remark.text}" for remark in remarks)
    if verification.note:
        lines += f"\n\n{verification.note}"
    _tell(business, occasion="business_returned", revision=revision, perbaikan=lines)


def _tell(business: Business, *, occasion: str, revision: int, **words: str) -> None:
    if business.owner.user is None:  # an imported cadre without an account yet
        return
    enqueue(
        occasion=occasion,
        subject_ref=subject_of(business),
        recipient=business.owner.user,
        revision=revision,
        fields={
            "nama": business.owner.full_name,
            "usaha": business.name,
            "provinsi": business.province.name,
            "tautan": settings.PORTAL_URL.rstrip("/") + business.get_absolute_url(),
            **words,
        },
        time_zone=business.province.time_zone,
    )
