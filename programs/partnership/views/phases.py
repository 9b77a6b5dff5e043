"""Phases: their rules are public, so that anyone can see that a selection is fair; admins keep them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.partnership import queries, services
from programs.partnership.choices import PhaseState
from programs.partnership.forms import (
    CalendarForm,
    CriteriaForm,
    PhaseForm,
    QuotaForm,
    RequirementsForm,
    show_refusal,
)
from programs.partnership.models import Memorandum, Phase
from programs.partnership.permissions import may_keep_memoranda
from soksi_portal.accounts.guards import SignedInRequest, public, requires
from soksi_portal.common.errors import RuleViolation

from .answers import answered, may_keep, sent
from .memoranda import FORM, page_of, read_and_write


@public
@require_safe
def phase_detail(request: HttpRequest, phase_id: int) -> HttpResponse:
    """Calendar, what a business needs, criteria with their weights, seats."""
    phase = _phase(phase_id)
    quotas = phase.provinces.select_related("province").order_by("province__name")
    context = {
        "phase": phase,
        "steps": queries.calendar(phase),
        "shares": queries.shares(phase),
        "graduation": phase.graduation_requirements.order_by("pk"),
        "quotas": quotas,
        "seat_count": sum(row.quota for row in quotas),
        "may_keep": may_keep(request),
        "is_closed": phase.state == PhaseState.CLOSED,
        "is_planned": phase.state == PhaseState.PLANNED,
        # a phase from before the portal was not chosen by rules that it knows
        "is_from_before": phase.state == PhaseState.CLOSED and phase.opened_at is None,
    }
    return render(request, "programs/partnership/phase_detail.html", context)


@requires(may_keep_memoranda)
@read_and_write
def phase_create(request: SignedInRequest, memorandum_id: int) -> HttpResponse:
    memorandum = get_object_or_404(Memorandum, pk=memorandum_id)
    form = PhaseForm(sent(request))
    made: list[Phase] = []
    return answered(
        request,
        form,
        lambda: made.append(
            services.create_phase(memorandum=memorandum, by=request.user, **form.cleaned_data)
        ),
        done=_(
            "Tahap disimpan. Periksa jadwal, syarat, kriteria, dan kursinya, lalu buka bila sudah waktunya."
        ),
        goes_to=lambda: made[0],
        page=("programs/partnership/phase_create.html", {"memorandum": memorandum}),
    )


@requires(may_keep_memoranda)
@read_and_write
def phase_edit(request: SignedInRequest, phase_id: int) -> HttpResponse:
    phase = _phase(phase_id)
    form = RequirementsForm(sent(request), phase=phase)
    return answered(
        request,
        form,
        lambda: services.set_requirements(phase=phase, requirements=form.requirements(), by=request.user),
        done=_("Perubahan disimpan."),
        goes_to=lambda: phase,
        page=(FORM, _page(phase, _("Ubah tahap dan syaratnya"))),
    )


@requires(may_keep_memoranda)
@read_and_write
def phase_calendar(request: SignedInRequest, phase_id: int) -> HttpResponse:
    phase = _phase(phase_id)
    form = CalendarForm(sent(request), phase=phase)
    return answered(
        request,
        form,
        lambda: services.set_calendar(phase=phase, days=form.days(), by=request.user),
        done=_("Jadwal disimpan."),
        goes_to=lambda: phase,
        page=(FORM, _page(phase, _("Jadwal tahap"), lead=_("Kosongkan kedua tanggal bila belum diketahui."))),
    )


@requires(may_keep_memoranda)
@read_and_write
def phase_criteria(request: SignedInRequest, phase_id: int) -> HttpResponse:
    """All criteria on one page, while the phase is planned."""
    phase = _phase(phase_id)
    form = CriteriaForm(sent(request), phase=phase)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_criteria(phase=phase, criteria=form.criteria(), by=request.user)
        except RuleViolation as refusal:
            form.refusal = refusal.message
        else:
            messages.success(request, _("Kriteria dan bobot disimpan."))
            return redirect(phase)
    context = {"form": form, "phase": phase, "is_planned": phase.state == PhaseState.PLANNED}
    return render(request, "programs/partnership/phase_criteria.html", context)


@requires(may_keep_memoranda)
@read_and_write
def phase_quotas(request: SignedInRequest, phase_id: int) -> HttpResponse:
    """The seats of each province."""
    phase = _phase(phase_id)
    form = QuotaForm(sent(request), phase=phase)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.set_quotas(phase=phase, quotas=form.quotas(), by=request.user)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            words = _("Kursi %(number)d provinsi diubah.") if changed else _("Tidak ada yang berubah.")
            messages.success(request, words % {"number": changed})
            return redirect(phase)
    context = {"phase": phase, "form": form, "is_closed": phase.state == PhaseState.CLOSED}
    return render(request, "programs/partnership/phase_quotas.html", context)


@requires(may_keep_memoranda)
@read_and_write
def phase_open(request: SignedInRequest, phase_id: int) -> HttpResponse:
    return _move(
        request, _phase(phase_id), services.open_phase, "open", _("Tahap dibuka. SOKSI dapat mengusulkan.")
    )


@requires(may_keep_memoranda)
@read_and_write
def phase_close(request: SignedInRequest, phase_id: int) -> HttpResponse:
    return _move(request, _phase(phase_id), services.close_phase, "close", _("Tahap ditutup."))


def _move(
    request: SignedInRequest, phase: Phase, rule: Callable[..., Phase], move: str, done: str
) -> HttpResponse:
    """Ask first; do it when the answer is posted."""
    if request.method != "POST":
        return render(request, "programs/partnership/phase_move.html", {"phase": phase, "move": move})
    try:
        rule(phase=phase, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(phase)


def _phase(phase_id: int) -> Phase:
    return get_object_or_404(Phase.objects.select_related("memorandum"), pk=phase_id)


def _page(phase: Phase, title: str, **more: object) -> dict[str, object]:
    back = {"back_url": phase.get_absolute_url(), "back_label": phase.name}
    return {**page_of(phase.memorandum, title), **back, **more}
