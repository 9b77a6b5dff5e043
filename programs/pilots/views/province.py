"""One province: its seats, and the proposals for them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programs.partnership.models import Phase
from programs.pilots import queries
from programs.pilots.choices import Declaration, NominationState
from programs.pilots.forms import DeclineForm
from programs.pilots.models import Nomination
from programs.pilots.permissions import may_decide, may_list_nominations, may_nominate, may_nominate_in
from programs.pilots.reviews.improving import suggested_reason
from programs.pilots.reviews.pages import Shown, shown_to
from programs.pilots.reviews.results import ranking
from soksi_portal.accounts.guards import SignedInRequest, requires
from umkm.regions.models import Province
from umkm.regions.scoping import province_codes, provinces_of, sees_whole_country


@requires(may_list_nominations)
@require_safe
def pilot_province(request: SignedInRequest, code: str) -> HttpResponse:
    province = _visible_province(request, code)
    phase = queries.phase_of(request.GET.get("tahap", ""), province=province.pk)
    context = {
        "province": province,
        "phase": phase,
        "phases": Phase.objects.filter(provinces__province=province),
        "neighbours": _neighbours(request, province),
        "may_nominate": may_nominate(request.user) and may_nominate_in(request.user, province),
        **(_board(request, phase, province) if phase else {}),
    }
    return render(request, "programs/pilots/pilot_province.html", context)


def _visible_province(request: SignedInRequest, code: str) -> Province:
    """Also one that has ended: its old pilots stay readable."""
    if "\x00" in code or not (sees_whole_country(request.user) or code in province_codes(request.user)):
        raise Http404
    return get_object_or_404(Province, pk=code)


def _board(request: SignedInRequest, phase: Phase, province: Province) -> dict[str, Any]:
    nominations = Nomination.objects.visible_to(request.user).filter(phase=phase, province=province)
    rows = list(
        nominations.exclude(state=NominationState.WITHDRAWN).select_related(
            "business__owner__user", "business__province", "business__regency", "business__kbli",
            "nominated_by", "decided_by", "pilot__seat", "province", "phase",
        )
    )  # fmt: skip
    compared = [one for one in rows if one.is_open or _sits(one)]
    seats = queries.seats_by_province(phase, [province.pk])[province.pk]
    decides = may_decide(request.user) and phase.is_open
    shown = shown_to(request.user, compared)
    comparison = queries.compare(compared, shown)
    counted = [one for one in shown.values() if one.is_counted]
    return {
        "places": ranking(one.result for one in counted if one.result.nomination.is_open),
        "hidden": sum(1 for one in shown.values() if not one.sees_scores),
        "to_review": [one for one in shown.values() if one.may_score],
        "seats": seats,
        "comparison": comparison,
        "answers": [_answer(request, shown[one.pk], decides) for one in comparison.nominations],
        "others": [one for one in queries.in_order(rows) if one not in compared],
        "may_decide": decides,
        "undecided": sum(1 for one in compared if one.state == NominationState.PROPOSED),
    }


@dataclass(frozen=True)
class Answer:
    """What the foot of a column offers; no form: nothing to decide there for this person."""

    nomination: Nomination
    form: DeclineForm | None
    accept_id: str
    decline_id: str
    shown: Shown

    @property
    def is_ready(self) -> bool:
        """Whether enough people have reviewed it; on the waiting list that is so."""
        return self.nomination.state != NominationState.PROPOSED or self.shown.result.is_enough


def _answer(request: SignedInRequest, shown: Shown, decides: bool) -> Answer:
    nomination = shown.result.nomination
    key = nomination.pk
    conflicted = nomination.nominated_by_id == request.user.pk or (
        shown.own is not None and shown.own.declaration == Declaration.CONFLICT
    )
    may = decides and nomination.is_open and not conflicted
    form = None
    if may and nomination.business.owner.user_id != request.user.pk:
        suggestion = suggested_reason(shown.result) if shown.sees_scores else ""
        form = DeclineForm(auto_id=f"tolak_{key}_%s", initial={"reason": suggestion})
    return Answer(nomination, form, accept_id=f"terima-{key}", decline_id=f"tolak-{key}", shown=shown)


def _sits(nomination: Nomination) -> bool:
    pilot = getattr(nomination, "pilot", None)
    return pilot is not None and pilot.ended_at is None


def _neighbours(request: SignedInRequest, province: Province) -> dict[str, Province | None]:
    """The provinces before and after, so that staff work through the country page by page."""
    provinces = list(provinces_of(request.user))
    if province not in provinces or len(provinces) < 2:
        return {}
    at = provinces.index(province)
    return {
        "previous": provinces[at - 1] if at else None,
        "next": provinces[at + 1] if at + 1 < len(provinces) else None,
    }
