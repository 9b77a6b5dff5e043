"""Jamkrindo's three answers. Each asks first where JavaScript does not, and acts when the answer is posted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.pilots import services
from programs.pilots.choices import NominationState
from programs.pilots.errors import NoFreeSeat
from programs.pilots.forms import DeclineForm, RankForm, WaitlistForm, show_refusal
from programs.pilots.models import Nomination
from programs.pilots.permissions import may_decide
from programs.pilots.reviews.improving import suggested_reason
from programs.pilots.reviews.pages import shown_to
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from .scope import visible_nomination


@requires(may_decide)
def nomination_accept(request: SignedInRequest, nomination_id: int) -> HttpResponse:
    nomination = visible_nomination(request, nomination_id)

    def accept(**_values: Any) -> str:
        pilot = services.accept_nomination(nomination=nomination, by=request.user)
        return _("%(business)s menempati kursi %(number)s. Pemilik dan pengusul diberi tahu.") % {
            "business": nomination.business,
            "number": pilot.seat.number,
        }

    return _decide(
        request, nomination, "accept", forms.Form(request.POST if request.method == "POST" else None), accept
    )


@requires(may_decide)
def nomination_waitlist(request: SignedInRequest, nomination_id: int) -> HttpResponse:
    nomination = visible_nomination(request, nomination_id)

    def waitlist(**values: Any) -> str:
        listed = services.waitlist_nomination(nomination=nomination, by=request.user, **values)
        return _("%(business)s di urutan %(rank)s daftar tunggu. Pemilik dan pengusul diberi tahu.") % {
            "business": nomination.business,
            "rank": listed.waitlist_rank,
        }

    return _decide(
        request,
        nomination,
        "waitlist",
        WaitlistForm(request.POST if request.method == "POST" else None),
        waitlist,
    )


@requires(may_decide)
def nomination_rank(request: SignedInRequest, nomination_id: int) -> HttpResponse:
    """Another place on the waiting list, with the reason."""
    nomination = visible_nomination(request, nomination_id)

    def move(**values: Any) -> str:
        moved = services.move_on_waiting_list(nomination=nomination, by=request.user, **values)
        return _("%(business)s kini di urutan %(rank)s daftar tunggu.") % {
            "business": nomination.business,
            "rank": moved.waitlist_rank,
        }

    form = RankForm(
        request.POST if request.method == "POST" else None, initial={"rank": nomination.waitlist_rank}
    )
    return _decide(request, nomination, "rank", form, move)


@requires(may_decide)
def nomination_decline(request: SignedInRequest, nomination_id: int) -> HttpResponse:
    nomination = visible_nomination(request, nomination_id)

    def decline(**values: Any) -> str:
        services.decline_nomination(nomination=nomination, by=request.user, **values)
        return _("%(business)s belum terpilih. Pemilik dan pengusul membaca alasannya.") % {
            "business": nomination.business
        }

    return _decide(
        request,
        nomination,
        "decline",
        DeclineForm(
            request.POST if request.method == "POST" else None,
            initial={"reason": _suggestion(request, nomination)},
        ),
        decline,
    )


def _suggestion(request: SignedInRequest, nomination: Nomination) -> str:
    """Where the reviewers saw most to gain; nothing for one who may not see it yet."""
    shown = shown_to(request.user, [nomination])[nomination.pk]
    return suggested_reason(shown.result) if shown.sees_scores else ""


def _decide(
    request: SignedInRequest,
    nomination: Nomination,
    decision: str,
    form: forms.Form,
    rule: Callable[..., str],
) -> HttpResponse:
    """Back to the comparison, where the next answer is given; a refusal about a field stays on the page."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, rule(**form.cleaned_data))
        except RuleViolation as refusal:
            if refusal.field in form.fields:
                show_refusal(form, refusal)
                return _page(request, nomination, decision, form)
            messages.error(request, refusal.message)
            if isinstance(refusal, NoFreeSeat) and nomination.state == NominationState.PROPOSED:
                return redirect("nomination_waitlist", nomination.pk)  # the offer, one press away
        province = reverse("pilot_province", args=[nomination.province_id])
        return redirect(f"{province}?tahap={nomination.phase_id}")
    return _page(request, nomination, decision, form)


def _page(request: SignedInRequest, nomination: Nomination, decision: str, form: forms.Form) -> HttpResponse:
    context = {"form": form, "nomination": nomination, "decision": decision}
    return render(request, "programs/pilots/nomination_decide.html", context)
