"""A coordinator examines the businesses that cadres of the province have submitted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from umkm.businesses import services
from umkm.businesses.checklist import business_points
from umkm.businesses.choices import BusinessState
from umkm.businesses.columns import listed, queue_columns
from umkm.businesses.desk import DESKS, tabs, waiting_businesses
from umkm.businesses.documents.queries import documents_of
from umkm.businesses.examination import ExaminationForm, examined_business
from umkm.businesses.facts import story_facts
from umkm.businesses.filters import QueueFilter
from umkm.businesses.models import Business
from umkm.businesses.permissions import may_decide_on, may_see_queue, may_verify, owns
from umkm.businesses.personal.queries import secret_lines
from umkm.businesses.sizeclass import size_class_reason
from umkm.cadres.choices import CadreState
from umkm.regions.models import Post, Province

from .desk import claimed, onward, query_of
from .scope import visible_business

DESK = DESKS["usaha"]


@requires(may_see_queue)
def verification_queue(request: SignedInRequest) -> HttpResponseBase:
    """Those who wait longest first."""
    waiting = listed(waiting_businesses(request.user)).select_related("claim__user")
    filtered = QueueFilter(request.GET, queryset=waiting, request=request)
    listing = Listing(
        request,
        filtered.qs,
        columns=queue_columns(query_of(request)),
        default_sort="menunggu",
        filename="antrean-verifikasi",
    )
    if listing.wants_export:
        return listing.export()
    context = queue_context(request, "verification_queue") | {"listing": listing, "filter": filtered}
    return render(request, "umkm/businesses/verification_queue.html", context)


def queue_context(request: SignedInRequest, current: str) -> dict[str, Any]:
    """What both queues show around their list."""
    user: User = request.user
    return {
        "tabs": tabs(user, current=current),
        "kind": next(desk.kind for desk in DESKS.values() if desk.queue == current),
        "query": query_of(request),
        "may_verify": may_verify(user),
        "own_posts": Post.objects.active().filter(user=user).select_related("province").order_by("province"),
        "uncoordinated": Province.objects.without_coordinator().order_by("name")
        if user.has_role(Role.BOARD, Role.ADMIN)
        else [],
    }


@requires(may_see_queue)
def verification_detail(request: SignedInRequest, business_id: int) -> HttpResponse:
    return _page(request, visible_business(request, business_id))


@requires(may_verify)
@require_POST
def verification_accept(request: SignedInRequest, business_id: int) -> HttpResponse:
    return _decide(request, _decidable(request, business_id), verifying=True)


@requires(may_verify)
@require_POST
def verification_return(request: SignedInRequest, business_id: int) -> HttpResponse:
    return _decide(request, _decidable(request, business_id), verifying=False)


def _decide(request: SignedInRequest, business: Business, *, verifying: bool) -> HttpResponse:
    form = _form(request, business, verifying=verifying)
    if not form.is_valid():
        return _page(request, business, form)
    said = {"business": business, "by": request.user, "seen": _seen(request), **form.said()}
    try:
        if verifying:
            services.verify_business(**said)
        else:
            services.return_business(**said, reasons=form.reasons)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect(reverse("verification_detail", args=[business.pk]) + query_of(request))
    told = (
        _("%(business)s sudah diverifikasi.")
        if verifying
        else _("%(business)s dikembalikan kepada pemiliknya.")
    )
    messages.success(request, told % {"business": business.name})
    return onward(request, DESK)


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


def _form(request: SignedInRequest, business: Business, *, verifying: bool = False) -> ExaminationForm:
    return ExaminationForm(
        request.POST if request.method == "POST" else None,
        points=business_points(business),
        examined=examined_business(business),
        verifying=verifying,
    )


def _page(request: SignedInRequest, business: Business, form: ExaminationForm | None = None) -> HttpResponse:
    is_own = owns(request.user, business)
    may_decide = may_decide_on(request.user, business) and not is_own
    examines = may_decide and business.state == BusinessState.SUBMITTED
    context = {
        "business": business,
        "documents": documents_of(business, viewer=request.user),
        "facts": story_facts(business),
        "secrets": secret_lines(business, viewer=request.user),
        "may_decide": may_decide,
        "is_own": is_own,
        "card_waits": business.owner.state != CadreState.VERIFIED,
        "form": form or _form(request, business),
        "size_reason": size_class_reason(last_year_sales=business.last_year_sales, capital=business.capital),
        "query": query_of(request),
    }
    if examines:
        context |= claimed(request, DESK, business)
    return render(request, "umkm/businesses/verification_detail.html", context)
