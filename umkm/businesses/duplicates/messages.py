"""Who is told that two businesses became one. Sent in the transaction of its cause."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.outbox.services import enqueue
from umkm.businesses.models import Business

OCCASIONS = {"business_merged": gettext_lazy("Usaha digabungkan")}


def tell_merged(*, kept: Business, other: Business, reason: str) -> None:
    """The owner, or both where there are two. What another person's business is called is told to nobody but by name."""
    people = {business.owner.user: business for business in (other, kept) if business.owner.user}
    for person, own in people.items():
        body = _(
            "Kepada %(name)s,\n\nkoordinator %(province)s melihat bahwa %(other)s dan %(kept)s adalah usaha yang sama,"
            " jadi keduanya digabungkan. Yang berlaku sekarang: %(kept)s. Alasannya: %(reason)s\n\nData dan dokumen yang"
            " lama tetap tersimpan. Bila ini keliru, hubungi koordinator Anda.\n\n%(address)s"
        ) % {
            "name": person.full_name,
            "province": kept.province.name,
            "other": other.name,
            "kept": kept.name,
            "reason": reason,
            "address": settings.PORTAL_URL.rstrip("/") + own.get_absolute_url(),
        }
        enqueue(
            occasion="business_merged",
            subject_ref=f"business:{other.pk}",
            recipient=person,
            title=(_("%(other)s digabungkan dengan %(kept)s") % {"other": other.name, "kept": kept.name})[
                :200
            ],
            body=body,
            time_zone=kept.province.time_zone,
        )
