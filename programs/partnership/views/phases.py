"""Phases: admins only."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from programs.partnership import services
from programs.partnership.choices import PhaseState
from programs.partnership.forms import PhaseForm, QuotaForm, show_refusal
from programs.partnership.models import Memorandum, Phase
from programs.partnership.permissions import may_keep_memoranda
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation


@requires(may_keep_memoranda)
def phase_create(request: SignedInRequest, memorandum_id: int) -> HttpResponse:
    memorandum = get_object_or_404(Memorandum, pk=memorandum_id)
    form = PhaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            phase = services.create_phase(memorandum=memorandum, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Tahap disimpan. Periksa kursinya, lalu buka bila sudah waktunya."))
            return redirect(phase)
    return render(request, "programs/partnership/phase_create.html", {"form": form, "memorandum": memorandum})


@requires(may_keep_memoranda)
def phase_detail(request: SignedInRequest, phase_id: int) -> HttpResponse:
    """The seats of each province; changed on this page."""
    phase = _phase(phase_id)
    form = QuotaForm(request.POST if request.method == "POST" else None, phase=phase)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.set_quotas(phase=phase, quotas=form.quotas(), by=request.user)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            words = _("Kursi %(number)d provinsi diubah.") if changed else _("Tidak ada yang berubah.")
            messages.success(request, words % {"number": changed})
            return redirect(phase)
    quotas = list(phase.provinces.values_list("quota", flat=True))
    context = {
        "phase": phase,
        "form": form,
        "province_count": len(quotas),
        "seat_count": sum(quotas),
        "is_closed": phase.state == PhaseState.CLOSED,
    }
    return render(request, "programs/partnership/phase_detail.html", context)


@requires(may_keep_memoranda)
def phase_open(request: SignedInRequest, phase_id: int) -> HttpResponse:
    return _move(
        request, _phase(phase_id), services.open_phase, "open", _("Tahap dibuka. SOKSI dapat mengusulkan.")
    )


@requires(may_keep_memoranda)
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
