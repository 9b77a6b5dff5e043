"""Referrals in the story of a business on `/usaha/<id>/`: that and when, neither amounts nor reasons."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from umkm.businesses.models import Business
from umkm.businesses.story import Event, Standing, StoryPart

from .choices import ReferralState
from .models import Step

# what a bank thinks of somebody's credit stands on the referral's own page, for those who may read it
TOLD = {
    ReferralState.SENT: (_("Dirujuk ke %(bank)s"), "info"),
    ReferralState.DISBURSED: (_("Kredit %(bank)s cair: usaha punya akses bank"), "good"),
}


def events(business: Business) -> Iterator[Event]:
    rows = Step.objects.filter(referral__business=business, to_state__in=TOLD).select_related(
        "referral__bank"
    )
    for step in rows.order_by("at", "pk"):
        title, tone = TOLD[ReferralState(step.to_state)]
        yield Event(at=step.at, title=str(title) % {"bank": step.referral.bank}, tone=tone)


def standing(business: Business) -> Standing | None:
    """Where a business stands is the pilots' to say."""
    return None


PART = StoryPart(events=events, standing=standing)
