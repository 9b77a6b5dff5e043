"""A coordinator examines what cadres of the province have submitted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from umkm.businesses import services
from umkm.businesses.columns import QUEUE_COLUMNS, listed
from umkm.businesses.examination import ReturnForm, VerifyForm
from umkm.businesses.facts import story_facts
from umkm.businesses.filters import QueueFilter
from umkm.businesses.models import Business
from umkm.businesses.permissions import may_decide_on, may_see_queue, may_verify, owns
from umkm.businesses.personal.queries import secret_lines
from umkm.businesses.sizeclass import size_class_reason

from .scope import visible_business


@requires(may_see_queue)
def verification_queue(request: SignedInRequest) -> HttpResponseBase:
    """Those who wait longest first."""
    waiting = listed(Business.objects.visible_to(request.user).awaiting_verification())
    filtered = QueueFilter(request.GET, queryset=waiting, request=request)
    listing = Listing(
        request, filtered.qs, columns=QUEUE_COLUMNS, default_sort="menunggu", filename="antrean-verifikasi"
    )
    if listing.wants_export:
        return listing.export()
    return render(
        request, "umkm/businesses/verification_queue.html", {"listing": listing, "filter": filtered}
    )


@requires(may_see_queue)
def verification_detail(request: SignedInRequest, business_id: int) -> HttpResponse:
    business = visible_business(request, business_id)
    return _page(request, business)


@requires(may_verify)
@require_POST
def verification_accept(request: SignedInRequest, business_id: int) -> HttpResponse:
    business = _decidable(request, business_id)
    form = VerifyForm(request.POST)
    if not form.is_valid():
        return _page(request, business, verify_form=form)
    try:
        services.verify_business(
            business=business, by=request.user, note=form.cleaned_data["note"], seen=_seen(request)
        )
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect("verification_detail", business.pk)
    messages.success(request, _("%(business)s sudah diverifikasi.") % {"business": business.name})
    return redirect("verification_queue")


@requires(may_verify)
@require_POST
def verification_return(request: SignedInRequest, business_id: int) -> HttpResponse:
    business = _decidable(request, business_id)
    form = ReturnForm(request.POST, business=business)
    if not form.is_valid():
        return _page(request, business, return_form=form)
    try:
        services.return_business(
            business=business,
            by=request.user,
            reasons=form.reasons(),
            note=form.cleaned_data["note"],
            seen=_seen(request),
        )
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect("verification_detail", business.pk)
    messages.success(request, _("%(business)s dikembalikan kepada pemiliknya.") % {"business": business.name})
    return redirect("verification_queue")


def _decidable(request: SignedInRequest, business_id: int) -> Business:
    business = visible_business(request, business_id)
    if not may_decide_on(request.user, business):
        raise PermissionDenied(_("Hanya koordinator provinsi usaha ini yang dapat memeriksanya."))
    return business


def _seen(request: SignedInRequest) -> datetime | None:
    """The submission that was on the page when the button was pressed."""
    try:
        return parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        return None


def _page(request: SignedInRequest, business: Business, **forms: Any) -> HttpResponse:
    context = {
        "business": business,
        "facts": story_facts(business),
        "secrets": secret_lines(business, viewer=request.user),
        "may_decide": may_decide_on(request.user, business) and not owns(request.user, business),
        "is_own": owns(request.user, business),
        "verify_form": forms.get("verify_form") or VerifyForm(),
        "return_form": forms.get("return_form") or ReturnForm(business=business),
        "is_returning": "return_form" in forms,
        "size_reason": size_class_reason(last_year_sales=business.last_year_sales, capital=business.capital),
    }
    return render(request, "umkm/businesses/verification_detail.html", context)
