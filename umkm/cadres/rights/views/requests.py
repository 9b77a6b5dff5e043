"""`/permintaan-data/`: the admins answer within 3 × 24 hours, the first due first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import erase_person, obstacles_of
from umkm.cadres.models import Cadre, DataRequest
from umkm.cadres.permissions import may_handle_requests
from umkm.cadres.rights import services
from umkm.cadres.rights.columns import COLUMNS, time_left
from umkm.cadres.rights.correcting import way_to_correct
from umkm.cadres.rights.filters import DataRequestFilter
from umkm.cadres.rights.forms import AnswerForm, EraseForm


@requires(may_handle_requests)
@require_safe
def data_request_list(request: SignedInRequest) -> HttpResponseBase:
    rows = DataRequest.objects.visible_to(request.user).select_related("user")
    found = DataRequestFilter(request.GET, rows, request=request)
    listing = Listing(request, found.qs, columns=COLUMNS, default_sort="batas", filename="permintaan-data")
    if listing.wants_export:
        return listing.export()
    return render(request, "umkm/cadres/rights/data_request_list.html", {"filter": found, "listing": listing})


@requires(may_handle_requests)
@require_http_methods(["GET", "HEAD", "POST"])
def data_request_detail(request: SignedInRequest, request_id: int) -> HttpResponse:
    """What is asked, and the answer: done, or why it cannot be."""
    asked = _asked(request, request_id)
    form = AnswerForm(
        request.POST if request.method == "POST" else None, initial={"answer": way_to_correct(asked)}
    )
    if form.is_bound and form.is_valid():
        decide = services.refuse_request if "refuse" in request.POST else services.finish_request
        if decide is services.finish_request and asked.kind == DataRequestKind.ERASE:
            return redirect("data_request_erase", asked.pk)
        try:
            decide(request=asked, by=request.user, answer=form.cleaned_data["answer"])
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Jawaban Anda dikirim kepada %(who)s.") % {"who": asked.user})
            return redirect("data_request_list")
    return _page(request, asked, form)


@requires(may_handle_requests)
@require_http_methods(["GET", "HEAD", "POST"])
def data_request_erase(request: SignedInRequest, request_id: int) -> HttpResponse:
    """Says what goes and what stays, and what must be settled first."""
    asked = get_object_or_404(
        DataRequest.objects.visible_to(request.user).open().select_related("user"),
        pk=request_id,
        kind=DataRequestKind.ERASE,
    )
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            erase_person(request=asked, by=request.user, reason=form.cleaned_data["reason"])
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Data orang ini sudah dihapus dan akunnya ditutup."))
            return redirect("data_request_detail", asked.pk)
    context = {"asked": asked, "form": form, "obstacles": obstacles_of(asked.user)}
    return render(request, "umkm/cadres/rights/data_request_erase.html", context)


@requires(may_handle_requests)
@require_POST
def restriction_lift(request: SignedInRequest, request_id: int) -> HttpResponse:
    asked = _asked(request, request_id)
    cadre = get_object_or_404(Cadre, user=asked.user)
    try:
        services.lift_restriction(cadre=cadre, by=request.user)
        messages.success(request, _("Pembatasan dicabut. Data orang ini diproses lagi."))
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect("data_request_detail", asked.pk)


def _asked(request: SignedInRequest, request_id: int) -> DataRequest:
    rows = DataRequest.objects.visible_to(request.user).select_related("user", "handled_by")
    return get_object_or_404(rows, pk=request_id)


def _page(request: SignedInRequest, asked: DataRequest, form: Any) -> HttpResponse:
    cadre = Cadre.objects.filter(user=asked.user).select_related("province").first()
    context = {
        "asked": asked,
        "form": form,
        "cadre": cadre,
        "time_left": time_left(asked),
        "is_own": asked.user_id == request.user.pk,
        "erasure": getattr(asked, "erasure", None),
    }
    return render(request, "umkm/cadres/rights/data_request_detail.html", context)
