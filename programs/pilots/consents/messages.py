"""What an owner reads who is asked, and the nominating side when an owner changes her mind."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.partnership.models import Phase
from programs.pilots.messages import subject_of
from programs.pilots.models import Nomination
from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import enqueue
from umkm.businesses.models import Business

# each at most 20 letters (soksi_portal/outbox/occasions.py)
OCCASIONS = {
    "consent_asked": gettext_lazy("Minta persetujuan"),
    "consent_withdrawn": gettext_lazy("Persetujuan ditarik"),
}


def tell_asked(business: Business, phase: Phase, *, owner: User, by: User) -> Message | None:
    """None where this owner was asked about this business in this phase before."""
    words = {
        "name": owner.full_name,
        "business": business.name,
        "who": by,
        "phase": phase,
        "address": settings.PORTAL_URL.rstrip("/") + reverse("nomination_consent", args=[business.pk]),
    }
    body = _(
        "Kepada %(name)s,\n\n%(who)s ingin mengusulkan usaha Anda, %(business)s, menjadi UMKM percontohan"
        " (%(phase)s). Itu hanya dilakukan bila Anda setuju. Bacalah dahulu apa artinya, lalu jawab:"
        " %(address)s\n\nAnda dapat menarik persetujuan itu kapan saja."
    )
    return enqueue(
        occasion="consent_asked",
        subject_ref=f"consent:{business.pk}:{phase.pk}",
        recipient=owner,
        title=_("Bolehkah %(business)s diusulkan menjadi percontohan?") % words,
        body=body % words,
        time_zone=business.province.time_zone,
    )


def tell_consent_withdrawn(nomination: Nomination) -> None:
    words = {
        "name": nomination.nominated_by.full_name,
        "business": nomination.business.name,
        "owner": nomination.business.owner,
        "address": settings.PORTAL_URL.rstrip("/") + nomination.get_absolute_url(),
    }
    body = _(
        "Kepada %(name)s,\n\n%(owner)s menarik persetujuannya, jadi usulan Anda untuk %(business)s ikut"
        " ditarik. Usahanya tetap terverifikasi. Anda dapat mengusulkan usaha lain selama masa pengusulan"
        " berlangsung.\n\nLihat usulan ini: %(address)s"
    )
    enqueue(
        occasion="consent_withdrawn",
        subject_ref=subject_of(nomination),
        recipient=nomination.nominated_by,
        title=_("Persetujuan untuk %(business)s ditarik") % words,
        body=body % words,
        time_zone=nomination.province.time_zone,
    )
