"""Confirming that a pilot has graduated, and the exception that needs two people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from programs.pilots.forms import show_refusal
from programs.pilots.models import GraduationException, Pilot
from programs.pilots.permissions import may_decide
from programs.pilots.views.scope import visible_pilot
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from . import services
from .forms import GRANT, AnswerForm, ExceptionForm, GraduateForm
from .measures import figures_of


@requires(may_decide)
def pilot_graduate(request: SignedInRequest, pilot_id: int) -> HttpResponse:
    """Each requirement with its number; where all are met, a person confirms."""
    pilot = visible_pilot(request, pilot_id)
    if pilot.ended_at is not None:
        messages.error(request, _("Percontohan ini sudah berakhir."))
        return redirect(pilot)
    form = GraduateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.graduate_pilot(pilot=pilot, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Dinyatakan lulus. Pemilik dan pengusul diberi tahu."))
            return redirect(pilot)
    figures = figures_of(pilot)
    context = {
        "pilot": pilot,
        "form": form,
        "figures": figures,
        "is_ready": bool(figures) and all(one.is_met for one in figures),
        "exception": services.open_exception(pilot),
    }
    return render(request, "programs/pilots/graduation/pilot_graduate.html", context)


@requires(may_decide)
def graduation_exception_ask(request: SignedInRequest, pilot_id: int) -> HttpResponse:
    pilot = visible_pilot(request, pilot_id)
    form = ExceptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_exception(pilot=pilot, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Pengecualian diminta. Orang lain dari Jamkrindo menjawabnya."))
            return redirect("pilot_graduate", pilot.pk)
    context = {"pilot": pilot, "form": form, "figures": figures_of(pilot)}
    return render(request, "programs/pilots/graduation/exception_ask.html", context)


@requires(may_decide)
def graduation_exception_answer(request: SignedInRequest, exception_id: int) -> HttpResponse:
    rows = GraduationException.objects.filter(
        pilot__in=Pilot.objects.visible_to(request.user).values("pk")
    ).select_related("asked_by", "answered_by")
    exception = get_object_or_404(rows, pk=exception_id)
    pilot = visible_pilot(request, exception.pilot_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    is_own = exception.asked_by_id == request.user.pk
    if is_own:
        form.take_back()
    if request.method == "POST" and form.is_valid():
        try:
            done = _answer(request, exception, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(pilot)
    context = {
        "pilot": pilot,
        "exception": exception,
        "is_own": is_own,
        "form": form,
        "figures": figures_of(pilot),
    }
    return render(request, "programs/pilots/graduation/exception_answer.html", context)


def _answer(request: SignedInRequest, exception: GraduationException, *, answer: str, reason: str) -> str:
    if answer == GRANT:
        services.grant_exception(exception=exception, by=request.user, note=reason)
        return _("Dinyatakan lulus dengan pengecualian. Pemilik dan pengusul diberi tahu.")
    services.refuse_exception(exception=exception, by=request.user, reason=reason)
    if exception.asked_by_id == request.user.pk:
        return _("Permintaan pengecualian ditarik.")
    return _("Belum disetujui. Yang meminta diberi tahu.")
