"""The bank on a pilot's way."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.pilots.journey.links import Link
from programs.pilots.journey.stations import Slot, Station
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User

from .choices import OPEN, ReferralState
from .models import AccessGained, Referral
from .permissions import may_match, may_see_readiness, reads_credit_of
from .readiness.queries import latest_score
from .referrals.showing import holder


def stations_of(pilot: Pilot) -> Iterator[Station]:
    """Gained access is done; an open referral is now; else nothing is told before the pilot has ended."""
    own = Q(business=pilot.business_id) | Q(
        referral__business=pilot.business_id
    )  # also where it went elsewhere since
    gained = AccessGained.objects.filter(own).select_related("referral__bank").first()
    if gained is not None:
        text = _("Kredit dari %(bank)s sudah cair.") % {"bank": gained.referral.bank}
        yield Station(Slot.BANK, "done", text=text, at=gained.gained_at)
        return
    if pilot.ended_at is not None:
        return
    referral = _running(pilot)
    if referral is None:
        yield Station(Slot.BANK, "later", text=_not_yet(pilot))
        return
    # its page stands among the links, for those who may open it
    asked = referral.state == ReferralState.PREPARED
    yield Station(
        Slot.BANK,
        "now",
        text=_("Rujukan ke %(bank)s: %(state)s.")
        % {"bank": referral.bank, "state": str(referral.get_state_display()).lower()},
        who=holder(referral),
        who_to_owner=_("Anda membaca berkas dan menjawab") if asked else "",
    )


def _not_yet(pilot: Pilot) -> str:
    score = latest_score(pilot.business_id)
    if score is None:
        return _("Belum dirujuk ke bank.")
    return _("Belum dirujuk ke bank. Kesiapannya %(number)s dari 100.") % {"number": score.whole}


def _running(pilot: Pilot) -> Referral | None:
    rows = Referral.objects.filter(business=pilot.business_id, state__in=OPEN).select_related("bank")
    return rows.order_by("-state_since", "-pk").first()


def links_of(pilot: Pilot, user: User) -> Iterator[Link]:
    if may_see_readiness(user):
        yield Link(reverse("readiness_detail", args=[pilot.business_id]), _("Kesiapan akses bank"))
    if not may_match(user) or not reads_credit_of(user, pilot.business):
        return
    yield Link(reverse("product_match", args=[pilot.business_id]), _("Kredit yang cocok"))
    referral = _running(pilot)
    if referral is not None:
        yield Link(referral.get_absolute_url(), _("Rujukan bank"))
