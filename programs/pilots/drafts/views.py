"""Preparing the decisions of a phase: the map, one province, publishing, discarding. Deciders only."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.partnership.models import Phase
from programs.pilots import queries as pilots
from programs.pilots import services
from programs.pilots.choices import DraftState
from programs.pilots.errors import DraftRefused
from programs.pilots.forms import show_refusal
from programs.pilots.models import Draft
from programs.pilots.permissions import may_decide
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from umkm.regions.models import Province

from .forms import DecisionForm
from .map import draft_map
from .queries import balance_of, nominations_to_draft, provinces_of_draft


@requires(may_decide)
@require_safe
def draft_detail(request: SignedInRequest) -> HttpResponse:
    phase = pilots.phase_of(request.GET.get("tahap", ""))
    context: dict[str, Any] = {"phase": phase, "phases": Phase.objects.open()}
    if phase:
        context |= _overview(phase)
    return render(request, "programs/pilots/draft_detail.html", context)


def _overview(phase: Phase) -> dict[str, Any]:
    draft = services.open_draft(phase)
    provinces = provinces_of_draft(phase, draft)
    ended = phase.drafts.exclude(state=DraftState.OPEN).select_related("ended_by")
    return {
        "draft": draft,
        "content": services.content_of(line for one in provinces for line in one.lines),
        "provinces": provinces,
        "tiles": draft_map(provinces, phase.pk),
        "balances": balance_of(phase, provinces),
        "line_count": sum(len(one.lines) for one in provinces),
        "seat_count": sum(len(one.to_seat) for one in provinces),
        "undecided": sum(one.undecided for one in provinces),
        "left_free": sum(one.left_free for one in provinces),
        "refused": [one for one in provinces if one.refusals],
        "incomplete": [one for one in provinces if one.gaps],
        "last": ended.order_by("-ended_at").first(),
    }


@requires(may_decide)
def draft_province(request: SignedInRequest, code: str) -> HttpResponse:
    """One form for each proposal, kept together: with a mistake in one, none is kept and all stay typed."""
    if "\x00" in code:
        raise Http404
    province = get_object_or_404(Province, pk=code)
    phase = pilots.phase_of(request.GET.get("tahap", ""), province=province.pk)
    if phase is None or not phase.is_open:
        messages.info(request, _("Rancangan hanya disiapkan selama tahapnya dibuka."))
        return redirect("draft_detail")
    draft = services.open_draft(phase)
    lines = {line.nomination_id: line for line in draft.decisions.all()} if draft else {}
    forms = [
        DecisionForm(
            request.POST if request.method == "POST" else None, nomination=one, line=lines.get(one.pk)
        )
        for one in nominations_to_draft(phase, province, request.user, drafted=lines)
    ]
    valid = [form.is_valid() for form in forms]  # each, so that each shows its mistakes
    if request.method == "POST" and all(valid) and _keep(forms, request):
        messages.success(request, _("Rancangan %(province)s disimpan.") % {"province": province})
        return redirect(f"{reverse('draft_detail')}?tahap={phase.pk}")
    seats = pilots.seats_by_province(phase, [province.pk])[province.pk]
    context = {"phase": phase, "province": province, "forms": forms, "seats": seats, "draft": draft}
    return render(request, "programs/pilots/draft_province.html", context)


def _keep(forms: list[DecisionForm], request: SignedInRequest) -> bool:
    """All or none; a refusal stands beside the field of the form that it is about."""
    with transaction.atomic():
        for form in forms:
            try:
                services.draft_decision(nomination=form.nomination, by=request.user, **form.cleaned_data)
            except RuleViolation as refusal:
                show_refusal(form, refusal)
        refused = any(form.errors for form in forms)
        transaction.set_rollback(refused)
    return not refused


@requires(may_decide)
def draft_publish(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Asks first; then everything at once, or nothing and why."""
    draft = _draft(draft_id)
    lines: list[str] = []
    if request.method == "POST":
        try:
            done = services.publish_draft(draft=draft, by=request.user, seen=request.POST.get("dilihat", ""))
        except DraftRefused as refusal:
            lines = [refusal.message, *refusal.lines]
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
            return _back(draft)
        else:
            messages.success(
                request,
                _(
                    "Diterbitkan: %(seated)s usaha mendapat kursi, %(waiting)s masuk daftar tunggu, %(declined)s belum"
                    " terpilih. Semua pemilik dan pengusul diberi tahu."
                )
                % {"seated": done.seated, "waiting": done.waitlisted, "declined": done.declined},
            )
            return redirect(f"{reverse('pilot_list')}?tahap={draft.phase_id}")
    if not draft.is_open:
        messages.info(request, _("Rancangan ini sudah berakhir."))
        return _back(draft)
    context = {"draft": draft, "phase": draft.phase, "lines": lines, **_overview(draft.phase)}
    return render(request, "programs/pilots/draft_publish.html", context)


@requires(may_decide)
def draft_discard(request: SignedInRequest, draft_id: int) -> HttpResponse:
    draft = _draft(draft_id)
    if request.method == "POST":
        try:
            services.discard_draft(draft=draft, by=request.user)
            messages.success(request, _("Rancangan dibuang. Tidak ada keputusan yang berubah."))
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
        return _back(draft)
    return render(request, "programs/pilots/draft_discard.html", {"draft": draft, "phase": draft.phase})


def _draft(draft_id: int) -> Draft:
    return get_object_or_404(Draft.objects.select_related("phase", "started_by", "ended_by"), pk=draft_id)


def _back(draft: Draft) -> HttpResponse:
    return redirect(f"{reverse('draft_detail')}?tahap={draft.phase_id}")
