"""The signed word in the address of an offer: whoever holds it speaks for the owner. Nothing of it is stored."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from programs.pilots.models import SeatOffer

READABLE_AFTER = timedelta(days=30)  # the deadline; then the link opens nothing any more
LONGEST = 100
SIGNER = Signer(salt="pilots.offer", sep=".")


def link_path(offer: SeatOffer) -> str:
    return reverse("offer_answer", args=[SIGNER.sign(str(offer.pk))])


def link(offer: SeatOffer) -> str:
    return urljoin(settings.PORTAL_URL, link_path(offer))


def offer_of(token: str) -> SeatOffer | None:
    """The offer that a token speaks of; None for a forged or an old one."""
    if len(token) > LONGEST or not token.isascii():
        return None
    try:
        pk = int(SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    offers = SeatOffer.objects.select_related(
        "seat__phase", "seat__province", "nomination__business__owner__user", "ended_by"
    )
    return offers.filter(pk=pk, answer_by__gt=timezone.now() - READABLE_AFTER).first()
