"""What the owner is told when somebody has examined the business."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.outbox.services import enqueue

from .models import Business, Verification
from .reasons import REASON_LABELS

OCCASIONS = {
    "business_verified": gettext_lazy("Usaha diverifikasi"),
    "business_returned": gettext_lazy("Usaha perlu diperbaiki"),
}


def subject_of(business: Business) -> str:
    return f"business:{business.pk}"


def tell_verified(business: Business, *, revision: int) -> None:
    _tell(
        business,
        occasion="business_verified",
        revision=revision,
        title=_("%(business)s sudah diverifikasi") % {"business": business.name},
        body=_(
            "Kepada %(owner)s,\n\nusaha Anda, %(business)s, sudah diperiksa dan diverifikasi. Anda tidak perlu"
            " melakukan apa-apa sekarang. Koordinator %(province)s dapat mengusulkannya menjadi UMKM percontohan;"
            " Anda menerima pesan bila itu terjadi.\n\nLihat usaha Anda: %(address)s"
        ),
    )


def tell_returned(business: Business, verification: Verification, *, revision: int) -> None:
    remarks = verification.remarks.order_by("pk")
    lines = "\n".join(f"- {REASON_LABELS[remark.field]}: {remark.text}" for remark in remarks)
    if verification.note:
        lines += f"\n\n{verification.note}"
    _tell(
        business,
        occasion="business_returned",
        revision=revision,
        title=_("%(business)s perlu diperbaiki") % {"business": business.name},
        body=_(
            "Kepada %(owner)s,\n\nKoordinator %(province)s sudah memeriksa usaha Anda, %(business)s, dan meminta"
            " perbaikan:\n\n%(lines)s\n\nPerbaiki lalu kirim lagi: %(address)s"
        ),
        lines=lines,
    )


def _tell(business: Business, *, occasion: str, revision: int, title: str, body: str, **words: str) -> None:
    if business.owner.user is None:  # an imported cadre without an account yet
        return
    enqueue(
        occasion=occasion,
        subject_ref=subject_of(business),
        recipient=business.owner.user,
        revision=revision,
        title=title[:200],
        body=body
        % {
            "owner": business.owner.full_name,
            "business": business.name,
            "province": business.province.name,
            "address": settings.PORTAL_URL.rstrip("/") + business.get_absolute_url(),
            **words,
        },
        time_zone=business.province.time_zone,
    )
