"""Referrals in the story of a business on `/usaha/<id>/`: that and when, neither amounts nor reasons."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from umkm.businesses.models import Business
from umkm.businesses.story import Event, Standing, StoryPart

from .choices import ReferralState
from .models import Step

TOLD = {
    ReferralState.PREPARED: _("Rujukan bank disiapkan: %(bank)s"),
    ReferralState.SENT: _("Dirujuk ke %(bank)s"),
    ReferralState.APPROVED: _("%(bank)s menyetujui kredit"),
    ReferralState.DISBURSED: _("Kredit %(bank)s cair: usaha punya akses bank"),
    ReferralState.DECLINED: _("%(bank)s belum menyetujui"),
    ReferralState.WITHDRAWN: _("Rujukan ke %(bank)s ditarik"),
}
TONES = {ReferralState.APPROVED: "good", ReferralState.DISBURSED: "good"}


def events(business: Business) -> Iterator[Event]:
    rows = Step.objects.filter(referral__business=business, to_state__in=TOLD).select_related(
        "referral__bank"
    )
    for step in rows.order_by("at", "pk"):
        state = ReferralState(step.to_state)
        yield Event(
            at=step.at,
            title=str(TOLD[state]) % {"bank": step.referral.bank},
            tone=TONES.get(state, "info" if state == ReferralState.SENT else "neutral"),
        )


def standing(business: Business) -> Standing | None:
    """Where a business stands is the pilots' to say."""
    return None


PART = StoryPart(events=events, standing=standing)
