"""SOKSI proposes, and takes a proposal back while it is undecided."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots.choices import OPEN_NOMINATIONS, NominationState
from programs.pilots.errors import NotNominable
from programs.pilots.messages import tell_made, tell_withdrawn
from programs.pilots.models import Nomination
from programs.pilots.permissions import may_withdraw
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.models import Business

from .eligibility import refuse_ineligible
from .locking import hold_phase, lock_nomination, lock_seats, refuse_decided, save_decision
from .offering import end_offer_of, offer_among


@transaction.atomic
def nominate_business(*, business: Business, phase: Phase, motivation: str, by: User) -> Nomination:
    """Propose a verified business of one's province for an open phase; its owner is told.

    Locking the business makes two people who propose it at once queue up. Raises NotNominable,
    OwnBusiness, PhaseNotOpen, AlreadyPilot.
    """
    hold_phase(phase.pk)
    phase = Phase.objects.get(pk=phase.pk)
    business = (
        Business.objects.select_for_update(of=("self",), no_key=True)
        .select_related("owner__user", "province")
        .get(pk=business.pk)
    )
    refuse_ineligible(business, phase, by)
    with because(_("Diusulkan menjadi UMKM percontohan."), by=by):
        nomination = Nomination.objects.create(
            phase=phase,
            business=business,
            province=business.province,
            motivation=motivation.strip(),
            nominated_by=by,
        )
    tell_made(nomination)
    return nomination


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: User, reason: str = "") -> Nomination:
    """The nominating side takes an undecided proposal back, or leaves the waiting list. The owner is told.

    Raises NotNominable, AlreadyDecided.
    """
    seats = lock_seats(nomination.phase_id, nomination.province_id)
    nomination = lock_nomination(nomination)
    if not may_withdraw(by, nomination):
        raise NotNominable(_("Hanya pihak yang mengusulkan yang dapat menarik usulan ini."))
    refuse_decided(nomination, allowed=OPEN_NOMINATIONS)
    asked = end_offer_of(nomination, by=by, reason=reason.strip() or _("Usulannya ditarik."))
    save_decision(nomination, NominationState.WITHDRAWN, by=by, reason=reason.strip())
    tell_withdrawn(nomination)
    if asked:
        offer_among(seats)
    return nomination
