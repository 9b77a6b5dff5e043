"""Who is told that two businesses became one. Sent in the transaction of its cause."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.texts.occasion import LINK, PROVINCE, Field, Occasion
from umkm.businesses.models import Business

OCCASIONS = (
    Occasion(
        "business_merged",
        _("Usaha digabungkan"),
        Kind.BUSINESS,
        (
            PROVINCE,
            Field("lama", _("Usaha yang tidak berlaku lagi"), _("Kripik Bu Siti")),
            Field("usaha", _("Usaha yang berlaku"), _("Keripik Bu Siti")),
            Field("alasan", _("Alasan"), _("Pemilik dan alamatnya sama.")),
            LINK,
        ),
        title=_("{lama} digabungkan dengan {usaha}"),
        body=_(
            "Kepada {nama},\n\nkoordinator {provinsi} melihat bahwa {lama} dan {usaha} adalah usaha yang sama,"
            " jadi keduanya digabungkan. Yang berlaku sekarang: {usaha}. Alasannya: {alasan}\n\nData dan dokumen yang"
            " lama tetap tersimpan. Bila ini keliru, hubungi koordinator Anda.\n\n{tautan}"
        ),
        short=_("{lama} digabungkan dengan {usaha} karena usaha yang sama. Lihat: {tautan}"),
    ),
)


def tell_merged(*, kept: Business, other: Business, reason: str) -> None:
    """The owner, or both where there are two. What another person's business is called is told to nobody but by name."""
    people = {business.owner.user: business for business in (other, kept) if business.owner.user}
    for person, own in people.items():
        enqueue(
            occasion="business_merged",
            subject_ref=f"business:{other.pk}",
            recipient=person,
            fields={
                "provinsi": kept.province.name,
                "lama": other.name,
                "usaha": kept.name,
                "alasan": reason,
                "tautan": settings.PORTAL_URL.rstrip("/") + own.get_absolute_url(),
            },
            time_zone=kept.province.time_zone,
        )
