"""A cadre registers a business on her phone: one thing on each page, saved at each step."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from umkm.businesses import services
from umkm.businesses.choices import BusinessState
from umkm.businesses.completeness import problems
from umkm.businesses.documents.queries import missing_documents
from umkm.businesses.errors import Incomplete
from umkm.businesses.facts import BACK_TO_CHECK, answers, card_remarks, tasks
from umkm.businesses.fields import shown
from umkm.businesses.forms import STEPS, PlaceForm, StepForm
from umkm.businesses.models import EDITABLE, WRITABLE, Business
from umkm.businesses.permissions import may_register
from umkm.businesses.queries import latest_return, remarks_of
from umkm.businesses.sizeclass import size_class_reason
from umkm.businesses.standing import waiting_title, what_next

from .scope import own_business

LATER = "nanti"  # the button that saves what is there and stops for now
SHOW_AGAIN = ("ganti", "cari")  # buttons that only renew the page: choices of a province, results of a search
# which draft came of which first page, in the session: going back and sending it again mends that draft
STARTED, MOST_STARTED = "pendaftaran", 5


@requires(may_register)
@require_http_methods(["GET", "HEAD", "POST"])
def business_create(request: SignedInRequest) -> HttpResponse:
    """The first page of a new registration; from the second on it is a draft."""
    cadre = request.user.cadre
    sheet = _sheet(request)
    started = Business.objects.owned_by(request.user).filter(
        pk=request.session.get(STARTED, {}).get(sheet), state__in=WRITABLE
    )
    new = started.first() or Business(owner=cadre, province_id=cadre.province_id, regency_id=cadre.regency_id)
    form = _form(PlaceForm, request, new)
    if form.is_bound and form.is_valid():
        if new.pk:
            return _next(request, form.save(by=request.user), PlaceForm)
        business = services.start_draft(by=request.user, **form.told())
        kept = list(request.session.get(STARTED, {}).items())[1 - MOST_STARTED :]
        request.session[STARTED] = dict([*kept, (sheet, business.pk)])
        return _next(request, business, PlaceForm)
    return _page(request, form, new, sheet=sheet)


def _sheet(request: SignedInRequest) -> str:
    """What tells one first page from another."""
    sent = request.POST.get("lembar", "")
    return sent if re.fullmatch(r"[0-9a-f]{32}", sent) else uuid4().hex


@requires(may_register)
def business_edit(request: SignedInRequest, business_id: int) -> HttpResponse:
    """The task list: what is done and what is left; of a verified business, what may be changed."""
    business = own_business(request, business_id)
    if business.state not in EDITABLE:
        return redirect(business)
    context = {"business": business, "tasks": tasks(business), "returned": latest_return(business)}
    return render(request, "umkm/businesses/business_edit.html", context)


@requires(may_register)
@require_http_methods(["GET", "HEAD", "POST"])
def business_step(request: SignedInRequest, business_id: int, slug: str) -> HttpResponse:
    step = next((step for step in STEPS if step.slug == slug), None)
    if step is None:
        raise Http404
    business = own_business(request, business_id)
    if business.state not in EDITABLE:
        messages.warning(request, _("Usaha ini sudah dikirim, jadi isiannya tidak berubah."))
        return redirect(business)
    form = _form(step, request, business)
    if form.is_bound and form.is_valid():
        try:
            return _next(request, form.save(by=request.user), step)
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            taken = refusal.field if refusal.field in ("nib", "nik") else ""
            return _page(request, form, business, taken=taken)
    return _page(request, form, business)


@requires(may_register)
@require_http_methods(["GET", "HEAD", "POST"])
def business_check(request: SignedInRequest, business_id: int) -> HttpResponse:
    """Check your answers, then send."""
    business = own_business(request, business_id)
    if request.method == "POST":
        return _submit(request, business)
    if business.state not in WRITABLE:
        return redirect(business)
    context = {
        "business": business,
        "facts": answers(business),
        "problems": problems(business),
        "missing_documents": missing_documents(business),
        "size_reason": size_class_reason(last_year_sales=business.last_year_sales, capital=business.capital),
    }
    return render(request, "umkm/businesses/business_check.html", context)


def _submit(request: SignedInRequest, business: Business) -> HttpResponse:
    try:
        services.submit_business(business=business, by=request.user)
    except Incomplete as refusal:
        messages.error(request, refusal.message)
        return redirect("business_edit", business.pk)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect(business)
    return redirect("business_sent", business.pk)


@requires(may_register)
def business_sent(request: SignedInRequest, business_id: int) -> HttpResponse:
    """The confirmation: its number, who has it now, what happens next."""
    business = own_business(request, business_id)
    if business.state != BusinessState.SUBMITTED:
        return redirect(business)
    context = {
        "business": business,
        "waiting": waiting_title(business),
        "what_next": what_next(business),
        "missing_documents": missing_documents(business),
    }
    return render(request, "umkm/businesses/business_sent.html", context)


@requires(may_register)
@require_http_methods(["GET", "HEAD", "POST"])
def business_withdraw(request: SignedInRequest, business_id: int) -> HttpResponse:
    """Take a submitted business back to mend it; asks first."""
    business = own_business(request, business_id)
    if request.method == "POST":
        try:
            services.withdraw_business(business=business, by=request.user)
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
            return redirect(business)
        messages.success(request, _("Usaha ini kembali menjadi konsep. Ubah, lalu kirim lagi."))
        return redirect("business_edit", business.pk)
    if business.state != BusinessState.SUBMITTED:
        return redirect(business)
    return render(request, "umkm/businesses/business_withdraw.html", {"business": business})


def _form(step: type[StepForm], request: SignedInRequest, business: Business) -> StepForm:
    """Bound to what was sent; unbound with the typed values where only choices are to be shown anew."""
    remarks = remarks_of(latest_return(business)) | card_remarks(business) if business.pk else {}
    if request.method != "POST":
        return step(business=business, remarks=remarks)
    if any(button in request.POST for button in SHOW_AGAIN):
        return step(business=business, remarks=remarks, initial=request.POST.dict())
    return step(request.POST, business=business, partial=LATER in request.POST, remarks=remarks)


def _page(
    request: SignedInRequest, form: StepForm, business: Business, *, sheet: str = "", taken: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "business": business,
        "sheet": sheet,
        "taken": taken,  # the number that somebody else has
        "number": STEPS.index(type(form)) + 1,
        "steps": len(STEPS),
        "is_verified": business.state == BusinessState.VERIFIED,
        "keep": f"usaha-{business.pk or 'baru'}-{form.slug}",
    }
    return render(request, "umkm/businesses/business_step.html", context)


def _next(request: SignedInRequest, business: Business, step: type[StepForm]) -> HttpResponse:
    """After a saved page: the next one that is not done, the check, or home for those who go on later."""
    if business.state == BusinessState.VERIFIED:
        messages.success(request, _("Tersimpan. Perubahan langsung berlaku."))
        return redirect("business_edit", business.pk)
    if LATER in request.POST:
        messages.success(request, _("Tersimpan sebagai konsep. Lanjutkan kapan saja dari halaman ini."))
        return redirect("business_list")
    if request.META["QUERY_STRING"] == BACK_TO_CHECK:
        return redirect("business_check", business.pk)
    if business.state == BusinessState.RETURNED:
        return redirect("business_edit", business.pk)
    wrong = problems(business)
    position = STEPS.index(step) + 1
    for following in (*STEPS[position:], *STEPS[: position - 1]):
        left = any(field in wrong for field in following.facts)
        ahead = wrong and STEPS.index(following) >= position
        untold = not any(shown(business, field) for field in following.facts)
        if left or (following.may_be_skipped and ahead and untold):
            return redirect("business_step", business.pk, following.slug)
    return redirect("business_check", business.pk)
