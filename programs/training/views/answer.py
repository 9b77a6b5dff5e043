"""`/undangan/<token>/`: whoever holds the token answers, without signing in.

Opening the address never answers: link previews, mail scanners and virus checks open every link they see, some with
a browser that runs scripts. So the message has one link, and the tap on the page (a POST with the form's token)
answers. A second tap on the same answer changes nothing.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from programs.training import queries
from programs.training.calendars.saving import calendar_path
from programs.training.checkin.arriving import arrival_of
from programs.training.checkin.presence import remember_opened
from programs.training.choices import AnswerWay, InvitationState, SessionStage
from programs.training.curriculum.shared import materials_path
from programs.training.inviting.replies import Reply, reply_to
from programs.training.models import Invitation, Session
from programs.training.queries.places import place_waits_for
from programs.training.services.locking import WITH_TEXTS
from soksi_portal.accounts.guards import public

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,50}")
# after that the address, which lies in old messages and chats, opens nothing any more
READABLE_AFTER = timedelta(days=90)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_answer(request: HttpRequest, token: str) -> HttpResponse:
    invitation = _found(token)
    if invitation is None:
        return _private(render(request, "programs/training/invitation_unknown.html", status=404))
    reply = Reply()
    if request.method == "POST":
        reply = _answer(request, invitation)
        if reply.is_done:
            return _private(redirect(invitation))
        invitation = _found(token) or invitation
    context = _page(invitation) | {"reply": reply, "arrival": arrival_of(request, invitation)}
    response = render(request, "programs/training/invitation_answer.html", context)
    remember_opened(request, response, invitation)
    return _private(response)


def _found(token: str) -> Invitation | None:
    if not TOKEN.fullmatch(token):
        return None
    recent = Invitation.objects.filter(session__ends_at__gt=timezone.now() - READABLE_AFTER)
    return recent.select_related(*WITH_TEXTS).filter(token=token).first()


def _answer(request: HttpRequest, invitation: Invitation) -> Reply:
    """Signed in as the person invited is another way than holding the link, whoever's phone it is on."""
    own = request.user.is_authenticated and request.user.pk == invitation.person_id
    way = AnswerWay.PORTAL if own else AnswerWay.LINK
    return reply_to(request.POST, invitation=invitation, way=way, by=invitation.person if own else None)


def _page(invitation: Invitation) -> dict[str, Any]:
    session = invitation.session
    is_open = session.is_upcoming and invitation.state != InvitationState.CANCELLED
    return {
        "invitation": invitation,
        "session": session,
        "zone": invitation.province.time_zone,
        "places_left": queries.places_left(session),
        "gets_place": is_open and place_waits_for(session, invitation.kind),
        "waits_for_pilots": invitation.is_observer and queries.held_for_pilots(session) > 0,
        "place_in_queue": queries.place_in_queue(invitation),
        "is_open": is_open,
        "materials_path": materials_path(invitation),
        "calendar_path": calendar_path(invitation) if session.stage != SessionStage.OVER else "",
        "has_changed": is_open and _changed_since(invitation, session),
    }


def _changed_since(invitation: Invitation, session: Session) -> bool:
    """Whether time or place changed after the answer."""
    if not session.revision or invitation.answered_at is None:
        return False
    changed = session.events.filter(revision=session.revision).order_by("pgh_id").first()  # type: ignore[attr-defined]
    return changed is not None and changed.pgh_created_at > invitation.answered_at


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the secret: no search engine, no other site and no shared cache gets it.

    `same-origin` rather than `no-referrer`: with the latter, browsers send `Origin: null` with the form,
    which the check against forged requests refuses.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
