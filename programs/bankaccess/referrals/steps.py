"""Moving a referral: locked, checked as it is now, and one step recorded. The database checks the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.bankaccess.choices import DEADLINES, NEEDS_CONSENT, TRANSITIONS, ReferralState
from programs.bankaccess.errors import ConsentMissing, ReferralMoved
from programs.bankaccess.models import Consent, Referral, Step
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import in_zone, moment
from umkm.regions.models import Province

WITH_ALL = (
    "business__owner__user",
    "business__regency",
    "province",
    "bank",
    "product__bank",
    "terms",
    "prepared_by",
)


def lock_referral(referral: Referral) -> Referral:
    """Everybody who moves it, or ends its consent, queues here."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related(*WITH_ALL)
    return rows.get(pk=referral.pk)


def today_in(province: Province) -> date:
    return in_zone(timezone.now(), province.time_zone).date()


def due_after(state: ReferralState, province: Province) -> date | None:
    length = DEADLINES.get(state)
    return today_in(province) + length if length else None


def take_step(referral: Referral, to: ReferralState, *, by: User, because_of: str, **told: Any) -> Step:
    """Only with the referral locked. Raises ReferralMoved, ConsentMissing."""
    if to in NEEDS_CONSENT and not _consent_stands(referral):
        raise ConsentMissing(_("Persetujuan pemilik sudah berakhir, jadi rujukan ini tidak diteruskan."))
    if (referral.state, to) not in TRANSITIONS:
        raise ReferralMoved(moved_words(referral))
    with because(because_of, by=by):
        step = Step.objects.create(
            referral=referral,
            number=referral.step_number + 1,
            from_state=referral.state,
            to_state=to,
            at=max(timezone.now(), referral.state_since),  # another server's clock may be ahead a little
            by=by,
            due_on=due_after(to, referral.province),
            **told,
        )
    referral.refresh_from_db(fields=["state", "state_since", "due_on", "step_number"])
    return step


def _consent_stands(referral: Referral) -> bool:
    return Consent.objects.filter(referral=referral, ended_at=None).exists()


def moved_words(referral: Referral) -> str:
    """Who was faster, and what is true now."""
    last = referral.steps.select_related("by").latest("number")
    return _("Rujukan ini sudah berstatus “%(state)s” sejak %(when)s oleh %(who)s.") % {
        "state": referral.get_state_display(),
        "when": moment(last.at, referral.province.time_zone),
        "who": last.by,
    }
