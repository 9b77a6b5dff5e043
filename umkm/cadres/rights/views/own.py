"""`/akun/data-saya/`: what is held about me, mending it, taking it along, and asking for more."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from soksi_portal.accounts.guards import SignedInRequest, requires, signed_in
from soksi_portal.accounts.own_data import as_document, held_about
from soksi_portal.accounts.own_data_pdf import own_data_pdf
from soksi_portal.common.errors import RuleViolation
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.models import Cadre, Consent, DataRequest
from umkm.cadres.rights import services
from umkm.cadres.rights.correcting import correct_own, may_rename
from umkm.cadres.rights.forms import AskForm, CorrectForm, WithdrawForm
from umkm.cadres.services import current_consent_text

MOST_SHOWN = 10  # records of one section on the page; the files have all
ASKED = ["GET", "HEAD", "POST"]


def _cadre_of(request: SignedInRequest) -> Cadre | None:
    return Cadre.objects.filter(user=request.user).first()


@requires(signed_in)
@never_cache
@require_safe
def my_data(request: SignedInRequest) -> HttpResponse:
    cadre = _cadre_of(request)
    context = {
        "sections": [
            (section, section.records[:MOST_SHOWN], max(0, len(section.records) - MOST_SHOWN))
            for section in held_about(request.user)
        ],
        "cadre": cadre,
        "is_restricted": cadre is not None and cadre.restricted_at is not None,
        "has_consent": Consent.objects.filter(user=request.user, withdrawn_at=None).exists(),
        "open_requests": DataRequest.objects.open().filter(user=request.user).order_by("due_at"),
    }
    return render(request, "umkm/cadres/rights/my_data.html", context)


@requires(signed_in)
@never_cache
@require_safe
def my_data_json(request: SignedInRequest) -> HttpResponse:
    document = as_document(request.user, held_about(request.user))
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return _file(text.encode(), "application/json", "data-saya.json")


@requires(signed_in)
@never_cache
@require_safe
def my_data_pdf(request: SignedInRequest) -> HttpResponse:
    content = own_data_pdf(
        person=request.user.full_name, sections=held_about(request.user), made_at=timezone.now()
    )
    return _file(content, "application/pdf", "data-saya.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@requires(signed_in)
@never_cache
@require_http_methods(ASKED)
def my_data_correct(request: SignedInRequest) -> HttpResponse:
    cadre = _cadre_of(request)
    form = CorrectForm(request.POST if request.method == "POST" else None, user=request.user, cadre=cadre)
    if form.is_bound and form.is_valid():
        try:
            changed = correct_own(user=request.user, **form.values())
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(
                request,
                _("Tersimpan: %(changed)s.") % {"changed": ", ".join(changed)}
                if changed
                else _("Tidak ada yang berubah."),
            )
            return redirect("my_data")
    context = {"form": form, "cadre": cadre, "may_rename": may_rename(cadre)}
    return render(request, "umkm/cadres/rights/my_data_correct.html", context)


@requires(signed_in)
@never_cache
@require_http_methods(ASKED)
def own_request_list(request: SignedInRequest) -> HttpResponse:
    """The own requests with their answers, and a new one."""
    form = AskForm(request.POST if request.method == "POST" else None, initial=_wanted(request))
    if form.is_bound and form.is_valid():
        kind = DataRequestKind(form.cleaned_data["kind"])
        try:
            services.ask(user=request.user, kind=kind, words=form.cleaned_data["words"])
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(
                request, _("Permintaan Anda tercatat. Jawabannya datang paling lambat dalam 3 × 24 jam.")
            )
            return redirect("own_request_list")
    rows = DataRequest.objects.filter(user=request.user).select_related("handled_by").order_by("-created_at")
    context = {"form": form, "requests": rows, "is_verified": not may_rename(_cadre_of(request))}
    return render(request, "umkm/cadres/rights/own_request_list.html", context)


def _wanted(request: SignedInRequest) -> dict[str, Any]:
    """A link may say what is asked for."""
    kind = request.GET.get("minta", "")
    return {"kind": kind} if kind in DataRequestKind.values else {}


@requires(signed_in)
@never_cache
@require_http_methods(ASKED)
def own_request_take_back(request: SignedInRequest, request_id: int) -> HttpResponse:
    asked = get_object_or_404(DataRequest.objects.filter(user=request.user), pk=request_id)
    if request.method != "POST":
        return render(request, "umkm/cadres/rights/own_request_take_back.html", {"asked": asked})
    try:
        services.take_back(request=asked, by=request.user)
        messages.success(request, _("Permintaan sudah ditarik kembali."))
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect("own_request_list")


@requires(signed_in)
@never_cache
@require_http_methods(ASKED)
def consent_withdraw(request: SignedInRequest) -> HttpResponse:
    """Takes effect at once; what that means stands on the page."""
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.ask(user=request.user, kind=DataRequestKind.WITHDRAW, words=form.cleaned_data["words"])
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request, _("Persetujuan Anda sudah ditarik. Data Anda tidak diproses lagi mulai sekarang.")
            )
        return redirect("my_data")
    return render(request, "umkm/cadres/rights/consent_withdraw.html", {"form": form})


@requires(signed_in)
@never_cache
@require_http_methods(ASKED)
def processing_resume(request: SignedInRequest) -> HttpResponse:
    """The member lets the portal work with the data again, with a new consent where it was withdrawn."""
    cadre = get_object_or_404(Cadre.objects.restricted(), user=request.user)
    text = current_consent_text()
    if request.method == "POST":
        services.lift_restriction(cadre=cadre, by=request.user, consent_to=text)
        messages.success(request, _("Terima kasih. Data Anda diproses lagi."))
        return redirect("my_data")
    return render(request, "umkm/cadres/rights/processing_resume.html", {"text": text})
