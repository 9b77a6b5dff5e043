"""Asking for a change, answering as a new owner, deciding as a coordinator."""

from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from umkm.businesses.choices import KeyField, RequestState
from umkm.businesses.documents.permissions import may_open
from umkm.businesses.models import Business, ChangeRequest
from umkm.businesses.views.scope import own_business
from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre

from . import services
from .forms import ApproveForm, ChangeForm, RefuseForm
from .listing import CHANGE_COLUMNS, ChangeFilter
from .permissions import (
    is_new_owner,
    may_ask,
    may_decide,
    may_decide_on,
    may_see_change,
    may_see_changes,
)
from .proposals import changeable, stands
from .queries import facts, step, through_which, with_people


@requires(may_ask)
@require_http_methods(["GET", "HEAD", "POST"])
def change_create(request: SignedInRequest, business_id: int) -> HttpResponse:
    """Without `?isian=` the choice of the field; with it the one page that asks for its new value."""
    business = own_business(request, business_id)
    fields = changeable(business)
    context: dict[str, Any] = {"business": business}
    wanted = request.GET.get("isian", "")
    if wanted not in fields:
        context["fields"] = [(field, stands(business, field)) for field in fields]
        return render(request, "umkm/businesses/changes/change_choose.html", context)
    field = KeyField(wanted)
    form = ChangeForm(field=field)
    if request.method == "POST":
        form = ChangeForm(request.POST, request.FILES, field=field)
        change = _asked(request, business, form)
        if change:
            messages.success(request, _("Permintaan terkirim. Yang lama berlaku sampai disetujui."))
            return redirect(change)
    context |= {"form": form, "field": field, "stands": stands(business, field)}
    return render(request, "umkm/businesses/changes/change_create.html", context)


@requires(may_ask)
@require_safe
def change_own(request: SignedInRequest) -> HttpResponse:
    """From the own data to where a verified name or NIK is asked to change: it goes through any of the own businesses."""
    business = through_which(request.user)
    if business:
        return redirect("change_create", business.pk)
    if not Cadre.objects.filter(user=request.user, state=CadreState.VERIFIED).exists():
        messages.info(request, _("Nama dan NIK Anda belum diperiksa, jadi perbaiki langsung di sini."))
        return redirect("my_data_correct")
    messages.info(
        request,
        _(
            "Nama dan NIK yang sudah diperiksa berubah lewat usaha Anda. Anda belum punya usaha di sini: tulis namanya"
            " dulu, lalu buka lagi Data saya untuk meminta perubahan. Usahanya tidak perlu dikirim."
        ),
    )
    return redirect("business_create")


def _asked(request: SignedInRequest, business: Business, form: ChangeForm) -> ChangeRequest | None:
    """None where a rule or a field refused; the form says why."""
    if not form.is_valid():
        return None
    told = form.cleaned_data
    try:
        return services.request_change(
            business=business,
            field=form.field,
            value=_value(request, form),
            reason=told["reason"],
            evidence=told.get("evidence"),
            by=request.user,
        )
    except RuleViolation as refusal:
        form.show(refusal)
        return None


def _value(request: SignedInRequest, form: ChangeForm) -> Any:
    if form.field == KeyField.OWNER:
        if not consume(request, action="new_owner"):
            raise RuleViolation(_("Terlalu banyak nomor dicoba hari ini. Coba lagi besok."), field="phone")
        return services.find_new_owner(phone=form.cleaned_data["phone"])
    return form.cleaned_data["regency" if form.field == KeyField.REGENCY else "value"]


@requires(may_see_changes)
def change_list(request: SignedInRequest) -> HttpResponseBase:
    """What waits longest first."""
    visible = with_people(ChangeRequest.objects.visible_to(request.user))
    filtered = ChangeFilter(request.GET, queryset=visible, request=request)
    listing = Listing(
        request, filtered.qs, columns=CHANGE_COLUMNS, default_sort="diminta", filename="permintaan-perubahan"
    )
    if listing.wants_export:
        return listing.export()
    context = {"listing": listing, "filter": filtered}
    return render(request, "umkm/businesses/changes/change_list.html", context)


@requires(may_see_change)
def change_detail(request: SignedInRequest, change_id: int) -> HttpResponse:
    return _page(request, _visible(request, change_id))


@requires(may_decide)
@require_http_methods(["GET", "HEAD", "POST"])
def change_decide(request: SignedInRequest, change_id: int) -> HttpResponse:
    """Asked by the request's own page; approves, or refuses with words."""
    change = _visible(request, change_id)
    if not may_decide_on(request.user, change):
        raise PermissionDenied(_("Koordinator provinsi usaha ini yang memutuskan."))
    if request.method != "POST":
        return redirect(change)
    refuses = request.POST.get("keputusan") == "tolak"
    form = RefuseForm(request.POST) if refuses else ApproveForm(request.POST)
    if not form.is_valid():
        return _page(request, change, **{"refuse_form" if refuses else "approve_form": form})
    rule = services.refuse_change if refuses else services.approve_change
    try:
        decided = rule(change=change, by=request.user, note=form.cleaned_data["note"])
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect(change)
    approved = decided.state == RequestState.APPROVED
    messages.success(
        request, _("Disetujui; nilai baru berlaku.") if approved else _("Ditolak; yang lama berlaku.")
    )
    return redirect("change_list")


@requires(may_see_change)
@require_POST
def change_withdraw(request: SignedInRequest, change_id: int) -> HttpResponse:
    change = _visible(request, change_id)
    if change.requested_by_id != request.user.pk:
        raise PermissionDenied(_("Hanya yang meminta yang dapat menariknya."))
    try:
        services.withdraw_change(change=change, by=request.user)
        messages.success(request, _("Permintaan ditarik. Yang lama tetap berlaku."))
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect(change)


@requires(may_see_change)
@require_http_methods(["GET", "HEAD", "POST"])
def change_agree(request: SignedInRequest, change_id: int) -> HttpResponse:
    """A new owner's own page: takes the business, or does not."""
    change = _visible(request, change_id)
    if not is_new_owner(request.user, change):
        raise PermissionDenied(_("Hanya calon pemilik barunya yang dapat menjawab."))
    if request.method != "POST":
        return render(request, "umkm/businesses/changes/change_agree.html", {"change": change})
    agrees = request.POST.get("jawaban") == "setuju"
    rule = services.agree_to_own if agrees else services.decline_to_own
    try:
        rule(change=change, by=request.user)
        said = (
            _("Anda menyetujui. Koordinator memutuskan berikutnya.")
            if agrees
            else _("Anda menolak. Tidak ada yang berubah.")
        )
        messages.success(request, said)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect(change)


def _visible(request: SignedInRequest, change_id: int) -> ChangeRequest:
    return get_object_or_404(with_people(ChangeRequest.objects.visible_to(request.user)), pk=change_id)


def _page(request: SignedInRequest, change: ChangeRequest, **forms: Any) -> HttpResponse:
    context = {
        "change": change,
        "facts": facts(change),
        "step": step(change),
        "evidence_url": _evidence_url(request, change),
        "is_open": change.state == RequestState.OPEN,
        "may_decide": may_decide_on(request.user, change) and not change.awaits_new_owner,
        "is_mine": change.requested_by_id == request.user.pk,
        "is_new_owner": is_new_owner(request.user, change),
        "approve_form": ApproveForm(auto_id="setuju_%s"),
        "refuse_form": RefuseForm(auto_id="tolak_%s"),
        **forms,
    }
    return render(request, "umkm/businesses/changes/change_detail.html", context)


def _evidence_url(request: SignedInRequest, change: ChangeRequest) -> str:
    """For whom the documents open it to; the document's own page writes down who looked."""
    document = change.evidence
    if document is None or document.removed_at or not may_open(request.user, document):
        return ""
    return reverse("document_file", args=[document.pk])
