"""What a bank's user records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from programs.bankaccess.models import Referral
from programs.bankaccess.models.products import bank_of
from programs.bankaccess.permissions import may_record
from programs.bankaccess.products.forms import show_refusal
from programs.bankaccess.referrals import services
from programs.bankaccess.referrals.forms import ApprovalForm, DeclineForm, DisbursementForm, WordsForm
from programs.bankaccess.referrals.steps import today_in
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from .scope import FOLDER, visible_referral


@dataclass(frozen=True)
class Recording:
    title: Any
    submit: Any
    form: type[forms.Form]
    act: Callable[[Referral, SignedInRequest, Mapping[str, Any]], object]
    ends: bool = False  # the bank sees it no more


def _approve(referral: Referral, request: SignedInRequest, data: Mapping[str, Any]) -> object:
    told = {name: data[name] for name in ("amount", "months", "rate", "guaranteed_percent", "approved_on")}
    return services.record_approval(
        referral=referral, approval=services.Approval(**told), words=data["words"], by=request.user
    )


RECORDINGS = {
    "survei": Recording(
        gettext_lazy("Catat survei"), gettext_lazy("Simpan survei"), WordsForm,
        lambda referral, request, data: services.record_survey(referral=referral, by=request.user, **data),
    ),
    "setuju": Recording(gettext_lazy("Catat persetujuan"), gettext_lazy("Simpan persetujuan"), ApprovalForm, _approve),
    "tolak": Recording(
        gettext_lazy("Catat penolakan"), gettext_lazy("Simpan penolakan"), DeclineForm,
        lambda referral, request, data: services.record_decline(referral=referral, by=request.user, **data),
        ends=True,
    ),
    "cair": Recording(
        gettext_lazy("Catat pencairan"), gettext_lazy("Simpan pencairan"), DisbursementForm,
        lambda referral, request, data: services.record_disbursement(referral=referral, by=request.user, **data),
    ),
}  # fmt: skip


@requires(may_record)
@require_POST
def referral_receive(request: SignedInRequest, referral_id: int) -> HttpResponse:
    referral = _at_own_bank(request, referral_id)
    try:
        services.record_received(referral=referral, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Penerimaan tercatat. Pemilik usaha diberi tahu."))
    return redirect(referral)


@requires(may_record)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_record(request: SignedInRequest, referral_id: int, step: str) -> HttpResponse:
    if step not in RECORDINGS:
        raise Http404
    recording, referral = RECORDINGS[step], _at_own_bank(request, referral_id)
    today = today_in(referral.province)
    form = recording.form(
        request.POST if request.method == "POST" else None,
        initial={"approved_on": today, "disbursed_on": today, "seen": referral.step_number},
    )
    if form.is_bound and form.is_valid():
        try:
            recording.act(referral, request, form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
            form.data = _read_by_now(request.POST, referral)
        else:
            messages.success(request, _("Tercatat. Pemilik usaha dan Jamkrindo diberi tahu."))
            return redirect("referral_list") if recording.ends else redirect(referral)
    context = {"form": form, "referral": referral, "recording": recording}
    return render(request, f"{FOLDER}/referral_record.html", context)


def _read_by_now(sent: QueryDict, referral: Referral) -> QueryDict:
    """The refusal says where the referral stands: who sends the same again knows it."""
    renewed = sent.copy()
    renewed["seen"] = str(referral.step_number)
    return renewed


def _at_own_bank(request: SignedInRequest, referral_id: int) -> Referral:
    referral = visible_referral(request.user, referral_id)
    if bank_of(request.user) != referral.bank_id:
        raise PermissionDenied(_("Hanya petugas bank ini yang mencatat hasilnya."))
    return referral
