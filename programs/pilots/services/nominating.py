"""SOKSI proposes, and takes a proposal back while it is undecided."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots.choices import OPEN_NOMINATIONS, NominationState
from programs.pilots.errors import AlreadyPilot, NotNominable, OwnBusiness, PhaseNotOpen
from programs.pilots.messages import tell_made, tell_withdrawn
from programs.pilots.models import Nomination, Pilot
from programs.pilots.permissions import may_nominate_in, may_withdraw
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.regions.scoping import province_codes

from .locking import hold_phase, lock_nomination, lock_seats, refuse_closed, refuse_decided, save_decision


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
    _refuse_nominator(business, by)
    _refuse_phase(business, phase)
    _refuse_business(business, phase)
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


def _refuse_nominator(business: Business, by: User) -> None:
    if business.owner.user_id == by.pk:
        raise OwnBusiness(
            _("Usaha ini milik Anda sendiri, jadi koordinator lain atau pengurus pusat yang mengusulkannya.")
        )
    if may_nominate_in(by, business.province):
        return
    if business.province_id in province_codes(by) or not by.has_role(Role.BOARD):
        raise NotNominable(_("Hanya koordinator provinsi usaha ini yang dapat mengusulkannya."))
    raise NotNominable(
        _("%(province)s punya koordinator sendiri, jadi koordinator itu yang mengusulkan.")
        % {"province": business.province}
    )


def _refuse_phase(business: Business, phase: Phase) -> None:
    refuse_closed(phase)
    if not phase.provinces.filter(province=business.province_id).exists():
        raise PhaseNotOpen(
            _("%(province)s tidak ikut dalam %(phase)s.") % {"province": business.province, "phase": phase}
        )


def _refuse_business(business: Business, phase: Phase) -> None:
    if business.state != BusinessState.VERIFIED:
        raise NotNominable(_("Usaha ini belum terverifikasi, jadi belum dapat diusulkan."))
    earlier = Nomination.objects.live().filter(business=business, phase=phase).select_related("nominated_by")
    nomination = earlier.first()
    if nomination is not None:
        raise NotNominable(
            _("Usaha ini sudah diusulkan oleh %(who)s pada %(at)s. Statusnya: %(state)s.")
            % {
                "who": nomination.nominated_by,
                "at": moment(nomination.nominated_at, business.province.time_zone),
                "state": nomination.get_state_display(),
            }
        )
    refuse_seated(business)


def refuse_seated(business: Business) -> None:
    pilot = Pilot.objects.active().filter(business=business).select_related("seat__phase").first()
    if pilot is not None:
        raise AlreadyPilot(
            _("Usaha ini sudah menempati kursi %(number)s dalam %(phase)s.")
            % {"number": pilot.seat.number, "phase": pilot.seat.phase}
        )


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: User, reason: str = "") -> Nomination:
    """The nominating side takes an undecided proposal back, or leaves the waiting list. The owner is told.

    Raises NotNominable, AlreadyDecided.
    """
    lock_seats(nomination.phase_id, nomination.province_id)
    nomination = lock_nomination(nomination)
    if not may_withdraw(by, nomination):
        raise NotNominable(_("Hanya pihak yang mengusulkan yang dapat menarik usulan ini."))
    refuse_decided(nomination, allowed=OPEN_NOMINATIONS)
    save_decision(nomination, NominationState.WITHDRAWN, by=by, reason=reason.strip())
    tell_withdrawn(nomination)
    return nomination
