"""Asking for an exception, and the second person's answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.pilots import queries
from programs.pilots.choices import NeedRule
from programs.pilots.forms import show_refusal
from programs.pilots.models import EligibilityException
from programs.pilots.permissions import may_nominate, may_nominate_business
from programs.pilots.services.needs import NEEDS
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from umkm.businesses.facts import story_facts
from umkm.businesses.models import Business
from umkm.businesses.views.scope import visible_business

from . import services
from .forms import AnswerForm, ExceptionForm
from .listing import EXCEPTION_COLUMNS, ExceptionFilter
from .permissions import may_decide_on, may_see_exceptions


@requires(may_see_exceptions)
@require_safe
def exception_list(request: SignedInRequest) -> HttpResponseBase:
    rows = EligibilityException.objects.visible_to(request.user).select_related(
        "business__province", "phase", "asked_by", "decided_by"
    )
    chosen = ExceptionFilter(request.GET, rows, request=request)
    listing = Listing(
        request, chosen.qs, columns=EXCEPTION_COLUMNS, default_sort="-diminta", filename="pengecualian"
    )
    if listing.wants_export:
        return listing.export()
    context = {"listing": listing, "filter": chosen}
    return render(request, "programs/pilots/exceptions/exception_list.html", context)


@requires(may_nominate)
@require_http_methods(["GET", "HEAD", "POST"])
def exception_create(request: SignedInRequest) -> HttpResponse:
    """For the business, phase and rule in the address, as the list of requirements links here."""
    business = _business(request)
    phase = get_object_or_404(queries.phases_for(business), pk=_number(request, "tahap"))
    wanted = request.GET.get("syarat", "")
    if wanted not in NeedRule.values:
        raise Http404
    rule = NeedRule(wanted)
    form = ExceptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.ask_exception(
                business=business, phase=phase, rule=rule, by=request.user, **form.cleaned_data
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Permintaan terkirim. Orang lain memutuskannya."))
            return redirect(made)
    need = NEEDS[rule](business, phase)
    back_url = f"{reverse('nomination_create')}?usaha={business.pk}&tahap={phase.pk}"
    context = {"form": form, "business": business, "phase": phase, "need": need, "back_url": back_url}
    return render(request, "programs/pilots/exceptions/exception_create.html", context)


def _business(request: SignedInRequest) -> Business:
    business = visible_business(request, _number(request, "usaha"))
    if business.start_year is None:  # a draft has nothing to compute from
        raise Http404
    if not may_nominate_business(request.user, business):
        raise PermissionDenied(_("Hanya pihak yang mengusulkan usaha ini yang meminta pengecualian."))
    return business


def _number(request: SignedInRequest, name: str) -> int:
    wanted = request.GET.get(name, "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise Http404
    return int(wanted)


@requires(may_see_exceptions)
@require_http_methods(["GET", "HEAD", "POST"])
def exception_detail(request: SignedInRequest, exception_id: int) -> HttpResponse:
    """What is asked and why; the second person answers here."""
    rows = EligibilityException.objects.visible_to(request.user).select_related(
        "phase", "business__owner__user", "business__province", "business__regency", "business__kbli",
        "asked_by", "decided_by",
    )  # fmt: skip
    exception = get_object_or_404(rows, pk=exception_id)
    may_answer = may_decide_on(request.user, exception)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied(
            _("Orang lain yang memutuskan: bukan yang meminta, dan bukan pemilik usahanya.")
        )
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_exception(
                exception=exception,
                approves=not request.POST.get("tolak"),
                by=request.user,
                **form.cleaned_data,
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Tersimpan. Yang meminta diberi tahu."))
            return redirect(exception)
    context = {
        "exception": exception,
        "form": form if may_answer and exception.is_open else None,
        "need": NEEDS[NeedRule(exception.rule)](exception.business, exception.phase),
        "facts": story_facts(exception.business),
    }
    return render(request, "programs/pilots/exceptions/exception_detail.html", context)
