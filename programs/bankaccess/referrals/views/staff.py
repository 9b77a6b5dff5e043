"""What Jamkrindo's staff do: prepare, send, give up what is past its time; and the table for SIKP."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from programs.bankaccess.models import Offer, Referral
from programs.bankaccess.permissions import may_export_sikp, may_refer, owns
from programs.bankaccess.products.facts import matches_of
from programs.bankaccess.products.forms import show_refusal
from programs.bankaccess.products.views import business_in_scope
from programs.bankaccess.referrals import services, sikp
from programs.bankaccess.referrals.forms import ReferralForm, SikpForm
from programs.bankaccess.referrals.messages import bank_users
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.spreadsheet import csv_response, xlsx_response
from umkm.cadres.permissions import may_unmask

from .scope import FOLDER, visible_referral

read_and_write = require_http_methods(["GET", "HEAD", "POST"])


@requires(may_refer)
@read_and_write
def referral_create(request: SignedInRequest, business_id: int) -> HttpResponse:
    """Among the banks that give what this business qualifies for today."""
    business = business_in_scope(request.user, business_id)
    if owns(request.user, business):
        raise PermissionDenied(_("Usaha Anda sendiri dirujuk oleh rekan Anda."))
    found = [one for one in matches_of(business) if one.qualifies and one.terms.is_confirmed]
    offers = Offer.objects.active().filter(product__in=[one.terms.product_id for one in found])
    form = ReferralForm(
        request.POST if request.method == "POST" else None,
        offers=offers.select_related("bank", "product").order_by("bank__short_name", "product"),
    )
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        offer = data.pop("offer")
        try:
            referral = services.prepare_referral(
                business=business, bank=offer.bank, product=offer.product, request=services.Request(**data), by=request.user
            )  # fmt: skip
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request,
                _("Rujukan %(number)s siap. Pemiliknya diminta membaca dan menjawab.") % {"number": referral},
            )
            return redirect(referral)
    context = {"form": form, "business": business, "matches": found, "has_offers": offers.exists()}
    return render(request, f"{FOLDER}/referral_create.html", context)


@requires(may_refer)
@require_POST
def referral_send(request: SignedInRequest, referral_id: int) -> HttpResponse:
    referral = visible_referral(request.user, referral_id)
    try:
        services.send_referral(referral=referral, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        _say_sent(request, referral)
    return redirect(referral)


def _say_sent(request: SignedInRequest, referral: Referral) -> None:
    if bank_users(referral):
        messages.success(request, _("Dikirim. %(bank)s diberi tahu.") % {"bank": referral.bank})
    else:
        words = _(
            "Dikirim, tetapi %(bank)s belum punya petugas di portal. Minta administrator menambahkannya."
        )
        messages.warning(request, words % {"bank": referral.bank})


@requires(may_refer)
@require_POST
def referral_expire(request: SignedInRequest, referral_id: int) -> HttpResponse:
    referral = visible_referral(request.user, referral_id)
    try:
        services.expire_referral(referral=referral, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Rujukan ditutup karena lewat tenggat."))
    return redirect(referral)


@requires(may_export_sikp)
@read_and_write
def sikp_export(request: SignedInRequest) -> HttpResponseBase:
    form = SikpForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            table = sikp.sikp_table(
                bank=data["bank"], unmasked=data["unmasked"], words=data["words"], by=request.user
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            respond = xlsx_response if data["file_kind"] == "xlsx" else csv_response
            response = respond(header=table.header, rows=table.rows, filename="calon-debitur-sikp")
            response["Cache-Control"] = "private, no-store"
            return response
    context = {"form": form, "may_unmask": may_unmask(request.user)}
    return render(request, f"{FOLDER}/sikp_export.html", context)
