"""What a phase asks of a business beside being verified: computed from the record, on the province's own day.

The database computes the same (walls_selection.py). Each may be set aside by an exception that two people agree on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.partnership.choices import Stage
from programs.partnership.models import Phase, PhaseStage
from programs.pilots.choices import ExceptionState, NeedRule
from programs.pilots.errors import PhaseNotOpen
from programs.pilots.models import EligibilityException
from soksi_portal.common.display import day, figure
from umkm.businesses.choices import Licence, SizeClass
from umkm.businesses.models import Business
from umkm.regions.models import Province

SIZES = list(SizeClass.values)  # from small to large, as the law names them


@dataclass(frozen=True)
class Need:
    """How one rule stands for one business: what is on record, and what is missing; empty where it is met."""

    title: str
    found: str
    refusal: str


def size_need(business: Business, phase: Phase) -> Need:
    largest = SizeClass(phase.largest_size).label
    size = business.get_size_class()
    too_large = bool(size) and SIZES.index(business.size_class) > SIZES.index(phase.largest_size)
    refusal = _("Kelas usahanya %(size)s, sedangkan tahap ini untuk usaha sampai kelas %(largest)s.")
    return Need(
        title=_("Kelas usahanya paling besar %(largest)s") % {"largest": largest},
        found=size,
        refusal=refusal % {"size": size, "largest": largest} if too_large else "",
    )


def years_need(business: Business, phase: Phase) -> Need:
    years = today_in(business.province).year - (business.start_year or 0)
    words = {
        "start": business.start_year,
        "years": figure(max(years, 0)),
        "least": figure(phase.least_years),
    }
    refusal = _(
        "Usahanya mulai tahun %(start)s, jadi baru %(years)s tahun; tahap ini meminta %(least)s tahun."
    )
    return Need(
        title=_("Sudah berjalan paling sedikit %(least)s tahun") % words,
        found=_("Sejak %(start)s, %(years)s tahun") % words,
        refusal=refusal % words if years < phase.least_years else "",
    )


def legality_need(business: Business, phase: Phase) -> Need:
    """A phase may need the NIB; the licences stand beside it for who decides."""
    licences = ", ".join(str(Licence(code).label) for code in business.licences)
    number = _("NIB %(nib)s") % {"nib": business.nib} if business.nib else _("belum punya NIB")
    return Need(
        title=_("Punya NIB") if phase.needs_nib else _("NIB tidak diwajibkan"),
        found=f"{number}; {licences or _('belum ada izin lain')}",
        refusal=_("Usaha ini belum punya NIB, sedangkan tahap ini memintanya.")
        if phase.needs_nib and not business.nib
        else "",
    )


NEEDS: Mapping[NeedRule, Callable[[Business, Phase], Need]] = {
    NeedRule.SIZE: size_need,
    NeedRule.YEARS: years_need,
    NeedRule.LEGALITY: legality_need,
}


def exceptions_of(business: Business, phase: Phase) -> dict[str, EligibilityException]:
    """{rule: the exception that counts or waits}; the newest refused one where there is neither."""
    rows = EligibilityException.objects.filter(business=business, phase=phase)
    found: dict[str, EligibilityException] = {}
    for one in rows.select_related("asked_by", "decided_by").order_by("pk"):
        kept = found.get(one.rule)
        if kept is None or kept.state == ExceptionState.REFUSED:
            found[one.rule] = one
    return found


def today_in(province: Province) -> date:
    return timezone.localdate(timezone=province.zone)


def nomination_stage(phase: Phase) -> PhaseStage | None:
    return phase.stages.filter(stage=Stage.NOMINATION).first()


def refuse_out_of_season(phase: Phase, province: Province) -> None:
    """Proposals are made on the days of their stage, where the phase has set them."""
    stage = nomination_stage(phase)
    if stage is None or stage.includes(today_in(province)):
        return
    words = {"phase": phase, "first": day(stage.starts_on), "last": day(stage.ends_on)}
    if today_in(province) < stage.starts_on:
        raise PhaseNotOpen(_("Pengusulan %(phase)s baru dimulai %(first)s, sampai %(last)s.") % words)
    raise PhaseNotOpen(_("Pengusulan %(phase)s sudah berakhir pada %(last)s.") % words)
