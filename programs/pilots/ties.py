"""A seat, or a proposal that waits for an answer, ties a business to its province and keeps it from being merged."""

from __future__ import annotations

from django.utils.translation import gettext as _

from umkm.businesses.models import Business

from .choices import OPEN_NOMINATIONS
from .models import Nomination, Pilot


def tie(business: Business) -> str:
    words = {"business": business.name}
    if Pilot.objects.active().filter(business=business).exists():
        return (
            _("%(business)s sedang menempati kursi percontohan. Jamkrindo mengakhiri masanya lebih dahulu.")
            % words
        )
    if Nomination.objects.filter(business=business, state__in=OPEN_NOMINATIONS).exists():
        return (
            _("%(business)s sedang diusulkan menjadi percontohan. Tarik usulannya, atau tunggu jawabannya.")
            % words
        )
    return ""
