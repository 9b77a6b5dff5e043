"""What a proposal needs, as rules and as the list that the nominator reads before writing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.partnership.models import Phase
from programs.pilots.choices import ExceptionState, NeedRule
from programs.pilots.errors import AlreadyPilot, ConsentMissing, NotNominable, OwnBusiness, PhaseNotOpen
from programs.pilots.models import EligibilityException, Nomination, NominationConsent, Pilot
from programs.pilots.permissions import may_nominate_business
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.regions.scoping import province_codes

from .locking import refuse_closed
from .needs import NEEDS, Need, exceptions_of, refuse_out_of_season


@dataclass(frozen=True)
class Requirement:
    """One thing that a proposal needs; `refusal` says what is missing, empty where it is met or set aside."""

    title: str
    refusal: str
    found: str = ""  # what is on record about it
    rule: str = ""  # where an exception is possible
    exception: EligibilityException | None = None
    asks_consent: bool = False

    @property
    def is_excepted(self) -> bool:
        return self.exception is not None and self.exception.state == ExceptionState.APPROVED

    @property
    def may_be_excepted(self) -> bool:
        """Asked for anew also where an earlier one was refused."""
        waits = self.exception is not None and self.exception.is_open
        return bool(self.rule and self.refusal) and not waits


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
    refuse_out_of_season(phase, business.province)


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


def consent_of(business: Business) -> NominationConsent | None:
    """Of today's owner: a business that changes hands is asked about anew."""
    return NominationConsent.objects.given().filter(business=business, owner=business.owner_id).first()


def refuse_unconsented(business: Business, phase: Phase | None, by: User) -> None:
    if consent_of(business) is None:
        raise ConsentMissing(
            _("%(owner)s belum menyetujui usahanya diusulkan. Minta persetujuannya dahulu.")
            % {"owner": business.owner}
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
    (gettext_lazy("Pemiliknya setuju diusulkan"), refuse_unconsented),
)


def refuse_ineligible(business: Business, phase: Phase, by: User) -> None:
    """Raise the first refusal: OwnBusiness, NotNominable, PhaseNotOpen, AlreadyPilot or ConsentMissing."""
    for _title, refuse in REQUIREMENTS:
        refuse(business, phase, by)
    for one in _needs(business, phase):
        if one.refusal:
            raise NotNominable(one.refusal)


def requirements_of(*, business: Business, phase: Phase | None, by: User) -> list[Requirement]:
    """Every requirement, met or not: what the page shows before anybody writes a motivation."""
    found = []
    for title, refuse in REQUIREMENTS:
        refusal = ""
        try:
            refuse(business, phase, by)
        except RuleViolation as violation:
            refusal = violation.message
        found.append(Requirement(str(title), refusal, asks_consent=refuse is refuse_unconsented))
    return found + (_needs(business, phase) if phase else [])


def _needs(business: Business, phase: Phase) -> list[Requirement]:
    """What the phase computes, with what was excepted; a draft has nothing to compute from."""
    if business.start_year is None or not business.size_class:
        return []
    exceptions = exceptions_of(business, phase)
    return [_need(rule, need(business, phase), exceptions.get(rule)) for rule, need in NEEDS.items()]


def _need(rule: NeedRule, need: Need, exception: EligibilityException | None) -> Requirement:
    excepted = exception is not None and exception.state == ExceptionState.APPROVED
    return Requirement(
        title=need.title,
        refusal="" if excepted else need.refusal,
        found=need.found,
        rule=rule,
        exception=exception if need.refusal else None,  # met by itself: there is nothing to set aside
    )
