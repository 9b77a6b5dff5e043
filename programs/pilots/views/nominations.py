"""Proposing: whom one could propose, doing it, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots import queries, services
from programs.pilots.columns import CANDIDATE_COLUMNS, NOMINATION_COLUMNS, listed_candidates
from programs.pilots.filters import CandidateFilter, NominationFilter
from programs.pilots.forms import NominationForm, WithdrawForm, show_refusal
from programs.pilots.models import Nomination
from programs.pilots.permissions import (
    may_decide,
    may_list_nominations,
    may_nominate,
    may_nominate_business,
    may_see_nominations,
    may_withdraw,
)
from programs.pilots.reviews.pages import review_context
from programs.pilots.reviews.queries import with_review_count
from programs.pilots.services.nominating import why_not_correctable
from programs.pilots.services.scoring import Score, criteria_of
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from umkm.businesses.facts import story_facts
from umkm.businesses.models import Business

from .scope import visible_nomination


@requires(may_list_nominations)
def nomination_list(request: SignedInRequest) -> HttpResponseBase:
    nominations = with_review_count(Nomination.objects.visible_to(request.user)).select_related(
        "business__owner", "province", "phase", "nominated_by", "decided_by"
    )
    chosen = NominationFilter(request.GET, nominations, request=request, user=request.user)
    listing = Listing(
        request, chosen.qs, columns=NOMINATION_COLUMNS, default_sort="-diusulkan", filename="usulan"
    )
    if listing.wants_export:
        return listing.export()
    context = {
        "listing": listing,
        "filter": chosen,
        "may_nominate": may_nominate(request.user),
        "may_decide": may_decide(request.user),
    }
    return render(request, "programs/pilots/nomination_list.html", context)


@requires(may_nominate)
def candidate_list(request: SignedInRequest) -> HttpResponseBase:
    candidates = listed_candidates(queries.candidates_for(request.user))
    chosen = CandidateFilter(request.GET, candidates, request=request, user=request.user)
    listing = Listing(
        request, chosen.qs, columns=CANDIDATE_COLUMNS, default_sort="-terdaftar", filename="calon-percontohan"
    )
    if listing.wants_export:
        return listing.export()
    return render(request, "programs/pilots/candidate_list.html", {"listing": listing, "filter": chosen})


@requires(may_nominate)
def nomination_create(request: SignedInRequest) -> HttpResponse:
    """First whether it can be proposed, and if not, why; then motivation, scores and documents."""
    wanted = request.GET.get("usaha", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        messages.info(request, _("Pilih dahulu usaha yang ingin Anda usulkan."))
        return redirect("candidate_list")
    business = _nominable(request, int(wanted))
    phases = queries.phases_for(business)
    phase = _chosen(request, phases)
    form = NominationForm(
        request.POST if request.method == "POST" else None,
        phases=phases,
        phase=phase,
        business=business,
        criteria=criteria_of(phase) if phase else [],
    )
    if request.method == "POST" and form.is_valid():
        try:
            nomination = services.nominate_business(
                business=business, by=request.user, phase=form.cleaned_data["phase"], **form.told()
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, _("%(business)s diusulkan. Pemiliknya diberi tahu.") % {"business": business}
            )
            return redirect(nomination)
    context = {
        "form": form,
        "business": business,
        "facts": story_facts(business),
        "phases": phases,
        "phase": phase,
        **_requirements(request, business, phase),
    }
    return render(request, "programs/pilots/nomination_create.html", context)


def _chosen(request: SignedInRequest, phases: QuerySet[Phase]) -> Phase | None:
    """The phase that was sent, or named in the address, else the first."""
    wanted = request.POST.get("phase", "") or request.GET.get("tahap", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        found = phases.filter(pk=int(wanted)).first()
        if found is not None:
            return found
    return phases.first()


@requires(may_nominate)
def nomination_correct(request: SignedInRequest, nomination_id: int) -> HttpResponse:
    """The same sheet again, until somebody has reviewed it."""
    nomination = visible_nomination(request, nomination_id)
    if not may_withdraw(request.user, nomination):
        raise PermissionDenied(_("Hanya pihak yang mengusulkan yang dapat memperbaiki usulan ini."))
    refusal = why_not_correctable(nomination, request.user)
    if refusal:
        messages.error(request, refusal)
        return redirect(nomination)
    form = _correction(request, nomination)
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_nomination(nomination=nomination, by=request.user, **form.told())
        except RuleViolation as violation:
            show_refusal(form, violation)
        else:
            messages.success(request, _("Usulan diperbaiki."))
            return redirect(nomination)
    context = {"form": form, "nomination": nomination, "facts": story_facts(nomination.business)}
    return render(request, "programs/pilots/nomination_correct.html", context)


def _correction(request: SignedInRequest, nomination: Nomination) -> NominationForm:
    """With what stands now."""
    scores = {row.criterion_id: Score(row.score, row.remark) for row in nomination.scores.all()}
    return NominationForm(
        request.POST if request.method == "POST" else None,
        phases=Phase.objects.filter(pk=nomination.phase_id),
        phase=nomination.phase,
        business=nomination.business,
        criteria=criteria_of(nomination.phase),
        known=scores,
        initial={
            "motivation": nomination.motivation,
            "documents": nomination.attached.filter(removed_at=None).values_list("document", flat=True),
        },
    )


def _requirements(request: SignedInRequest, business: Business, phase: Phase | None) -> dict[str, Any]:
    """Every requirement as a line, and whether all are met."""
    found = services.requirements_of(business=business, phase=phase, by=request.user)
    return {"requirements": found, "is_eligible": not any(one.refusal for one in found)}


def _nominable(request: SignedInRequest, business_id: int) -> Business:
    rows = Business.objects.visible_to(request.user).select_related(
        "owner__user", "province", "regency", "kbli"
    )
    business = get_object_or_404(rows, pk=business_id)
    if not may_nominate_business(request.user, business):
        raise PermissionDenied(
            _("%(province)s punya koordinator sendiri, jadi koordinator itu yang mengusulkan.")
            % {"province": business.province}
        )
    return business


@requires(may_see_nominations)
def nomination_detail(request: SignedInRequest, nomination_id: int) -> HttpResponse:
    nomination = visible_nomination(request, nomination_id)
    context = {
        "nomination": nomination,
        "pilot": getattr(nomination, "pilot", None),
        "offer": nomination.offers.open().select_related("seat").first(),
        "facts": story_facts(nomination.business),
        "may_decide": may_decide(request.user) and nomination.is_open,
        "may_withdraw": may_withdraw(request.user, nomination) and nomination.is_open,
        "may_correct": not why_not_correctable(nomination, request.user),
        **review_context(request.user, nomination),
        "may_compare": may_list_nominations(request.user),
        "is_own": nomination.business.owner.user_id == request.user.pk,
    }
    return render(request, "programs/pilots/nomination_detail.html", context)


@requires(may_nominate)
def nomination_withdraw(request: SignedInRequest, nomination_id: int) -> HttpResponse:
    nomination = visible_nomination(request, nomination_id)
    if not may_withdraw(request.user, nomination):
        raise PermissionDenied(_("Hanya pihak yang mengusulkan yang dapat menarik usulan ini."))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_nomination(nomination=nomination, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Usulan ditarik. Pemilik usaha diberi tahu."))
        return redirect(nomination)
    context = {"form": form, "nomination": nomination, "decision": "withdraw"}
    return render(request, "programs/pilots/nomination_decide.html", context)
