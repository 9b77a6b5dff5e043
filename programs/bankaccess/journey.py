"""The bank on a pilot's way."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.pilots.journey.stations import Slot, Station
from programs.pilots.models import Pilot

from .choices import OPEN, ReferralState
from .models import AccessGained, Referral
from .referrals.showing import holder


def stations_of(pilot: Pilot) -> Iterator[Station]:
    """Gained access is done; an open referral is now; else nothing is told before the pilot has ended."""
    gained = AccessGained.objects.filter(business=pilot.business_id).select_related("referral__bank").first()
    if gained is not None:
        text = _("Kredit dari %(bank)s sudah cair.") % {"bank": gained.referral.bank}
        yield Station(Slot.BANK, "done", text=text, at=gained.gained_at)
        return
    if pilot.ended_at is not None:
        return
    referral = _running(pilot)
    if referral is None:
        yield Station(Slot.BANK, "later", text=_("Belum dirujuk ke bank."))
        return
    asked = referral.state == ReferralState.PREPARED
    yield Station(
        Slot.BANK,
        "now",
        text=_("Rujukan ke %(bank)s: %(state)s.")
        % {"bank": referral.bank, "state": str(referral.get_state_display()).lower()},
        who=holder(referral),
        who_to_owner=_("Anda membaca berkas dan menjawab") if asked else "",
        url=reverse("referral_detail", args=[referral.pk]),
        action=_("Lihat rujukannya"),
    )


def _running(pilot: Pilot) -> Referral | None:
    rows = Referral.objects.filter(business=pilot.business_id, state__in=OPEN).select_related("bank")
    return rows.order_by("-state_since", "-pk").first()
