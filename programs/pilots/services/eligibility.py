"""What a proposal needs, as rules and as the list that the nominator reads before writing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.partnership.models import Phase
from programs.pilots.errors import AlreadyPilot, NotNominable, OwnBusiness, PhaseNotOpen
from programs.pilots.models import Nomination, Pilot
from programs.pilots.permissions import may_nominate_business
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.regions.scoping import province_codes

from .locking import refuse_closed


@dataclass(frozen=True)
class Requirement:
    """One thing that a proposal needs; `refusal` says what is missing, empty where it is met."""

    title: str
    refusal: str


def refuse_own_business(business: Business, phase: Phase | None, by: User) -> None:
    if business.owner.user_id == by.pk:
        raise OwnBusiness(
            _("Usaha ini milik Anda sendiri, jadi koordinator lain yang mengusulkannya, atau pengurus pusat.")
        )


def refuse_stranger(business: Business, phase: Phase | None, by: User) -> None:
    if may_nominate_business(by, business):
        return
    if business.province_id in province_codes(by) or not by.has_role(Role.BOARD):
        raise NotNominable(_("Hanya koordinator provinsi usaha ini yang dapat mengusulkannya."))
    raise NotNominable(
        _("%(province)s punya koordinator sendiri, jadi koordinator itu yang mengusulkan.")
        % {"province": business.province}
    )


def refuse_phase(business: Business, phase: Phase | None, by: User) -> None:
    if phase is None:
        raise PhaseNotOpen(
            _("Tidak ada tahap yang sedang dibuka untuk %(province)s.") % {"province": business.province}
        )
    refuse_closed(phase)
    if not phase.provinces.filter(province=business.province_id).exists():
        raise PhaseNotOpen(
            _("%(province)s tidak ikut dalam %(phase)s.") % {"province": business.province, "phase": phase}
        )


def refuse_unverified(business: Business, phase: Phase | None, by: User) -> None:
    if business.state != BusinessState.VERIFIED:
        raise NotNominable(_("Usaha ini belum terverifikasi, jadi belum dapat diusulkan."))
    if business.owner.restricted_at is not None:
        raise NotNominable(_("Pemiliknya meminta datanya tidak diproses, jadi usaha ini tidak diusulkan."))


def refuse_proposed(business: Business, phase: Phase | None, by: User) -> None:
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


def refuse_seated(business: Business, phase: Phase | None = None, by: User | None = None) -> None:
    pilot = Pilot.objects.active().filter(business=business).select_related("seat__phase").first()
    if pilot is not None:
        raise AlreadyPilot(
            _("Usaha ini sudah menempati kursi %(number)s dalam %(phase)s.")
            % {"number": pilot.seat.number, "phase": pilot.seat.phase}
        )


Rule = Callable[[Business, Phase | None, User], None]
# in this order: what concerns the person, then the phase, then the business
REQUIREMENTS: tuple[tuple[object, Rule], ...] = (
    (gettext_lazy("Bukan usaha Anda sendiri"), refuse_own_business),
    (gettext_lazy("Anda mengusulkan untuk provinsi ini"), refuse_stranger),
    (gettext_lazy("Tahap sedang dibuka dan provinsinya ikut"), refuse_phase),
    (gettext_lazy("Usahanya terverifikasi"), refuse_unverified),
    (gettext_lazy("Belum diusulkan dalam tahap ini"), refuse_proposed),
    (gettext_lazy("Tidak sedang menempati kursi"), refuse_seated),
)


def refuse_ineligible(business: Business, phase: Phase | None, by: User) -> None:
    """Raise the first refusal: OwnBusiness, NotNominable, PhaseNotOpen or AlreadyPilot."""
    for _title, refuse in REQUIREMENTS:
        refuse(business, phase, by)


def requirements_of(*, business: Business, phase: Phase | None, by: User) -> list[Requirement]:
    """Every requirement, met or not: what the page shows before anybody writes a motivation."""
    found = []
    for title, refuse in REQUIREMENTS:
        refusal = ""
        try:
            refuse(business, phase, by)
        except RuleViolation as violation:
            refusal = violation.message
        found.append(Requirement(str(title), refusal))
    return found
