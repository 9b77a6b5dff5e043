"""What an owner reads who is asked, and the nominating side when an owner changes her mind."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.partnership.models import Phase
from programs.pilots.messages import subject_of
from programs.pilots.models import Nomination
from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, Field, Occasion
from umkm.businesses.models import Business

# each code at most 20 letters (soksi_portal/outbox/occasions.py)
OCCASIONS = (
    Occasion(
        "consent_asked",
        _("Minta persetujuan"),
        Kind.SELECTION,
        (
            BUSINESS,
            Field("pengusul", _("Siapa yang ingin mengusulkan"), _("Dedi Kurnia")),
            Field("tahap", _("Nama tahap"), _("Tahap pertama")),
            LINK,
        ),
        title=_("Bolehkah {usaha} diusulkan menjadi percontohan?"),
        body=_(
            "Kepada {nama},\n\n{pengusul} ingin mengusulkan usaha Anda, {usaha}, menjadi UMKM percontohan"
            " ({tahap}). Itu hanya dilakukan bila Anda setuju. Bacalah dahulu apa artinya, lalu jawab:"
            " {tautan}\n\nAnda dapat menarik persetujuan itu kapan saja."
        ),
        short=_("Bolehkah {usaha} diusulkan menjadi UMKM percontohan? Baca dan jawab: {tautan}"),
    ),
    Occasion(
        "consent_withdrawn",
        _("Persetujuan ditarik"),
        Kind.SELECTION,
        (BUSINESS, Field("pemilik", _("Pemilik usaha"), _("Siti Aminah")), LINK),
        title=_("Persetujuan untuk {usaha} ditarik"),
        body=_(
            "Kepada {nama},\n\n{pemilik} menarik persetujuannya, jadi usulan Anda untuk {usaha} ikut"
            " ditarik. Usahanya tetap terverifikasi. Anda dapat mengusulkan usaha lain selama masa pengusulan"
            " berlangsung.\n\nLihat usulan ini: {tautan}"
        ),
        short=_("Pemilik {usaha} menarik persetujuannya; usulan Anda ikut ditarik. Lihat: {tautan}"),
    ),
)


def tell_asked(business: Business, phase: Phase, *, owner: User, by: User) -> Message | None:
    """None where this owner was asked about this business in this phase before."""
    return enqueue(
        occasion="consent_asked",
        subject_ref=f"consent:{business.pk}:{phase.pk}",
        recipient=owner,
        fields={
            "usaha": business.name,
            "pengusul": by,
            "tahap": phase,
            "tautan": settings.PORTAL_URL.rstrip("/") + reverse("nomination_consent", args=[business.pk]),
        },
        time_zone=business.province.time_zone,
    )


def tell_consent_withdrawn(nomination: Nomination) -> None:
    enqueue(
        occasion="consent_withdrawn",
        subject_ref=subject_of(nomination),
        recipient=nomination.nominated_by,
        fields={
            "usaha": nomination.business.name,
            "pemilik": nomination.business.owner,
            "tautan": settings.PORTAL_URL.rstrip("/") + nomination.get_absolute_url(),
        },
        time_zone=nomination.province.time_zone,
    )
