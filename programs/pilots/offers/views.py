"""Offers of freed seats: the owner's answer, with or without signing in, and what staff do about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from programs.pilots import services
from programs.pilots.choices import AnsweredBy, OfferState
from programs.pilots.forms import show_refusal
from programs.pilots.models import SeatOffer
from programs.pilots.permissions import may_decide, may_record_answer, may_see_nominations
from soksi_portal.accounts.guards import SignedInRequest, public, requires
from soksi_portal.common.errors import RuleViolation

from .forms import AnswerForm, RecordForm, WithdrawOfferForm
from .tokens import link_path, offer_of


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link speaks for the owner; looking at it never answers."""
    offer = offer_of(token)
    if offer is None:
        return _private(render(request, "programs/pilots/offer_unknown.html", status=404))
    form, refusal = AnswerForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _answer(offer, form, request)
        except RuleViolation as refused:
            refusal = refused.message
            offer = offer_of(token) or offer
        else:
            return _private(redirect("offer_answer", token))
    context = {
        "offer": offer,
        "form": form,
        "refusal": refusal,
        "zone": offer.seat.province.time_zone,
        "answerable": offer.is_open and not offer.is_late and offer.seat.phase.is_open,
    }
    return _private(render(request, "programs/pilots/offer_answer.html", context))


def _answer(offer: SeatOffer, form: AnswerForm, request: HttpRequest) -> None:
    """The same answer again changes nothing and is no mistake."""
    owner = offer.nomination.business.owner.user
    if owner is None:  # links go to accounts only
        raise PermissionDenied
    answered = OfferState.ACCEPTED if form.accepts else OfferState.DECLINED
    if offer.state == answered:
        return
    rule = services.accept_offer if form.accepts else services.decline_offer
    how = AnsweredBy.OWNER if request.user == owner else AnsweredBy.LINK
    rule(offer=offer, by=owner, how=how, note=form.cleaned_data["note"])


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the secret: no search engine, no other site and no shared cache gets it.

    `same-origin` rather than `no-referrer`: with the latter, browsers send `Origin: null` with the form,
    which the check against forged requests refuses.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@requires(may_see_nominations)
@require_safe
def offer_detail(request: SignedInRequest, offer_id: int) -> HttpResponse:
    """Staff see where an offer stands; its owner goes to where it is answered."""
    offer = _visible(request, offer_id)
    if offer.nomination.business.owner.user_id == request.user.pk:
        return redirect(link_path(offer))
    open_now = offer.is_open and offer.seat.phase.is_open
    context = {
        "offer": offer,
        "zone": offer.seat.province.time_zone,
        "may_record": open_now and not offer.is_late and may_record_answer(request.user, offer.nomination),
        "may_withdraw": open_now and may_decide(request.user),
    }
    return render(request, "programs/pilots/offer_detail.html", context)


def _visible(request: SignedInRequest, offer_id: int) -> SeatOffer:
    rows = SeatOffer.objects.visible_to(request.user).select_related(
        "seat__phase", "seat__province", "ended_by", "nomination__nominated_by", "nomination__province",
        "nomination__business__owner__user", "nomination__business__regency",
    )  # fmt: skip
    return get_object_or_404(rows, pk=offer_id)


@requires(may_see_nominations)
def offer_record(request: SignedInRequest, offer_id: int) -> HttpResponse:
    """What the owner said on the phone, written down by whoever asked."""
    offer = _visible(request, offer_id)
    if not may_record_answer(request.user, offer.nomination):
        raise PermissionDenied(_("Jawaban dicatat oleh Jamkrindo atau pihak yang mengusulkan."))
    form = RecordForm(request.POST if request.method == "POST" else None)

    def record() -> str:
        rule = services.accept_offer if form.accepts else services.decline_offer
        rule(offer=offer, by=request.user, how=AnsweredBy.STAFF, note=form.cleaned_data["note"])
        return _("Jawaban pemilik dicatat, dan pemiliknya diberi tahu.")

    return _act(request, offer, form, "record", record)


@requires(may_decide)
def offer_withdraw(request: SignedInRequest, offer_id: int) -> HttpResponse:
    offer = _visible(request, offer_id)
    form = WithdrawOfferForm(request.POST if request.method == "POST" else None)

    def withdraw() -> str:
        services.withdraw_offer(offer=offer, by=request.user, **form.cleaned_data)
        return _("Tawaran dibatalkan. Kursinya menunggu keputusan Jamkrindo.")

    return _act(request, offer, form, "withdraw", withdraw)


def _act(
    request: SignedInRequest, offer: SeatOffer, form: Any, verb: str, rule: Callable[[], str]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, rule())
            return redirect(offer)
        except RuleViolation as refusal:
            if refusal.field in form.fields:
                show_refusal(form, refusal)
            else:
                messages.error(request, refusal.message)
                return redirect(offer)
    context = {"offer": offer, "form": form, "verb": verb, "zone": offer.seat.province.time_zone}
    return render(request, "programs/pilots/offer_act.html", context)
