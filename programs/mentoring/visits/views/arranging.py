"""Proposing a time, agreeing by one tap, another time, and calling it off."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from programs.mentoring.matching.permissions import assignment_of, may_meet, may_mentor
from programs.mentoring.models import Visit
from programs.mentoring.visits import services
from programs.mentoring.visits.forms import ArrangementForm, ReasonForm
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from .scope import met_business, met_visit

FOLDER = "programs/mentoring/visits"


def show_refusal(form: forms.BaseForm, refusal: RuleViolation) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


@requires(may_meet)
@require_http_methods(["GET", "HEAD", "POST"])
def visit_plan(request: SignedInRequest, business_id: int) -> HttpResponse:
    business, side = met_business(request, business_id)
    form = ArrangementForm(request.POST or None, province=business.province)
    if form.is_bound and form.is_valid():
        try:
            visit = services.plan_visit(business=business, arrangement=form.arrangement(), by=request.user)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, _("Waktunya diusulkan. Pihak lain diberi tahu dan tinggal menyetujuinya.")
            )
            return redirect(visit)
    context = {"form": form, "business": business, "side": side, "assignment": assignment_of(business.pk)}
    return render(request, f"{FOLDER}/visit_plan.html", context)


@requires(may_mentor)
@require_POST
def visit_begin(request: SignedInRequest, business_id: int) -> HttpResponse:
    """Without an appointment: straight to the sheet."""
    business, _side = met_business(request, business_id)
    try:
        visit = services.begin_visit(business=business, mode=request.POST.get("cara", ""), by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect("mentoring_detail", business.pk)
    return redirect("visit_record", visit.pk)


@requires(may_meet)
@require_POST
def visit_agree(request: SignedInRequest, visit_id: int) -> HttpResponse:
    """One tap."""
    visit, _side = met_visit(request, visit_id)
    try:
        services.agree_to_visit(visit=visit, revision=_read(request), by=request.user)
        messages.success(request, _("Kunjungan disepakati. Sehari sebelumnya kami ingatkan."))
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect(visit)


@requires(may_meet)
@require_http_methods(["GET", "HEAD", "POST"])
def visit_move(request: SignedInRequest, visit_id: int) -> HttpResponse:
    """Another time, place or way."""
    visit, side = met_visit(request, visit_id)
    if not visit.is_planned:
        return _over(request, visit)
    form = ArrangementForm(request.POST or None, province=visit.province, visit=visit)
    if form.is_bound and form.is_valid():
        try:
            services.propose_time(
                visit=visit, arrangement=form.arrangement(), revision=_read(request), by=request.user
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Waktu lain diusulkan. Pihak lain diberi tahu."))
            return redirect(visit)
    return render(request, f"{FOLDER}/visit_move.html", {"form": form, "visit": visit, "side": side})


@requires(may_meet)
@require_http_methods(["GET", "HEAD", "POST"])
def visit_cancel(request: SignedInRequest, visit_id: int) -> HttpResponse:
    visit, _side = met_visit(request, visit_id)
    if not visit.is_planned:
        return _over(request, visit)
    form = ReasonForm(request.POST or None)

    def cancel() -> None:
        services.cancel_visit(visit=visit, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kunjungan dibatalkan. Pihak lain diberi tahu."))

    if form.is_bound and form.is_valid() and done(form, cancel):
        return redirect(visit)
    return render(request, f"{FOLDER}/visit_cancel.html", {"form": form, "visit": visit})


def done(form: forms.Form, act: Callable[[], None]) -> bool:
    """Whether it went through; else what refuses stands in the form."""
    try:
        act()
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _read(request: SignedInRequest) -> int:
    """The revision that the page showed; 0 for what is no number."""
    text = request.POST.get("revisi", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _over(request: SignedInRequest, visit: Visit) -> HttpResponse:
    messages.warning(
        request, _("Kunjungan ini %(state)s.") % {"state": str(visit.get_state_display()).lower()}
    )
    return redirect(visit)
