"""`/undangan/<token>/`: whoever holds the token answers, without signing in."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from programs.training import queries, services
from programs.training.checkin.arriving import arrival_of
from programs.training.checkin.presence import remember_opened
from programs.training.choices import InvitationState
from programs.training.forms import DeclineForm, show_refusal
from programs.training.models import Invitation
from soksi_portal.accounts.guards import public
from soksi_portal.common.errors import RuleViolation

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,50}")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_answer(request: HttpRequest, token: str) -> HttpResponse:
    invitation = _found(token)
    if invitation is None:
        return _private(render(request, "programs/training/invitation_unknown.html", status=404))
    form, refusal = DeclineForm(), ""
    if request.method == "POST":
        form, refusal = _answer(request, invitation)
        if not form.errors and not refusal:
            return _private(redirect(invitation))
        invitation.refresh_from_db()
    context = _page(invitation) | {"form": form, "refusal": refusal, "declining": bool(form.errors)}
    context["arrival"] = arrival_of(request, invitation)
    response = render(request, "programs/training/invitation_answer.html", context)
    remember_opened(request, response, invitation)
    return _private(response)


def _found(token: str) -> Invitation | None:
    if not TOKEN.fullmatch(token):
        return None
    invitations = Invitation.objects.select_related(
        "person",
        "province",
        "pilot__business",
        "session__module",
        "session__trainer",
        "session__venue__regency",
    )
    return invitations.filter(token=token).first()


def _answer(request: HttpRequest, invitation: Invitation) -> tuple[DeclineForm, str]:
    """The form with its errors, and the sentence of a rule that refused."""
    attends = request.POST.get("jawaban") == "hadir"
    form = DeclineForm() if attends else DeclineForm(request.POST)
    if not attends and not form.is_valid():
        return form, ""
    reason = "" if attends else form.cleaned_data["reason"]
    try:
        services.answer_invitation(invitation=invitation, attends=attends, reason=reason)
    except RuleViolation as refused:
        if refused.field and form.is_bound:
            show_refusal(form, refused)
        return form, "" if form.errors else refused.message
    return form, ""


def _page(invitation: Invitation) -> dict[str, Any]:
    session = invitation.session
    return {
        "invitation": invitation,
        "session": session,
        "zone": invitation.province.time_zone,
        "places_left": queries.places_left(session),
        "place_in_queue": queries.place_in_queue(invitation),
        "is_open": session.is_upcoming and invitation.state != InvitationState.CANCELLED,
    }


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the secret: no search engine, no other site and no shared cache gets it.

    `same-origin` rather than `no-referrer`: with the latter, browsers send `Origin: null` with the form,
    which the check against forged requests refuses.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
