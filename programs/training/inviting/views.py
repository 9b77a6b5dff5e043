"""Who may watch a training, and one invitation with all that happened to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from programs.training import queries, services
from programs.training.choices import AnswerWay, InvitationState
from programs.training.forms import show_refusal
from programs.training.models import Invitation, Session
from programs.training.permissions import may_keep_attendance_of, may_read_invitations, may_schedule
from programs.training.services.locking import WITH_TEXTS
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from .candidates import observer_candidates
from .deadline import pilots_deadline
from .forms import ObserversForm, WithdrawInvitationForm
from .history import history_of
from .replies import Reply, reply_to


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def observers_invite(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Who can be invited and how many places are left for them; staff choose and press."""
    sessions = Session.objects.visible_to(request.user).select_related("module")
    session = get_object_or_404(sessions, pk=session_id)
    candidates = observer_candidates(session) if session.is_upcoming else []
    left = queries.places_for_observers(session)
    chosen = [one.business.pk for one in candidates[:left]]
    data = request.POST if request.method == "POST" else None
    form = ObserversForm(data, candidates=candidates, initial={"businesses": chosen})
    if request.method == "POST" and form.is_valid():
        try:
            invited = services.invite_observers(session=session, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _invited_words(len(invited)))
            return redirect(session)
    context = {
        "session": session,
        "form": form,
        "candidates": candidates,
        "left": left,
        "held": queries.held_for_pilots(session),
        "until": session.pilots_first_until or pilots_deadline(session.starts_at),
        "observers": session.invitations.live().observers().count(),
    }
    return render(request, "programs/training/inviting/observers_invite.html", context)


def _invited_words(invited: int) -> str:
    return ngettext(
        "%(number)d pengamat diundang dan pesannya sedang dikirim.",
        "%(number)d pengamat diundang dan pesannya sedang dikirim.",
        invited,
    ) % {"number": invited}


def _invitation(request: SignedInRequest, session_id: int, invitation_id: int) -> Invitation:
    invitations = Invitation.objects.visible_to(request.user).filter(session=session_id)
    wanted = invitations.select_related(*WITH_TEXTS, "attendance__substitute", "ended_by")
    return get_object_or_404(wanted, pk=invitation_id)


@requires(may_read_invitations)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_detail(request: SignedInRequest, session_id: int, invitation_id: int) -> HttpResponse:
    """Its whole life; staff and the trainer write down what somebody said on the phone or at the door."""
    invitation = _invitation(request, session_id, invitation_id)
    records = may_keep_attendance_of(request.user, invitation.session)
    reply = Reply()
    if request.method == "POST":
        if not records:
            raise PermissionDenied(_("Jawaban dicatat oleh pelatih sesi ini atau staf Jamkrindo."))
        reply = reply_to(request.POST, invitation=invitation, way=AnswerWay.STAFF, by=request.user)
        if reply.is_done:
            messages.success(request, _("Jawaban dicatat."))
            return redirect("invitation_detail", session_id, invitation_id)
        invitation = _invitation(request, session_id, invitation_id)
    return render(
        request,
        "programs/training/inviting/invitation_detail.html",
        _page(request, invitation, reply, records),
    )


def _page(request: SignedInRequest, invitation: Invitation, reply: Reply, records: bool) -> dict[str, Any]:
    session, ended = invitation.session, invitation.state == InvitationState.CANCELLED
    open_now = records and not ended
    return {
        "invitation": invitation,
        "session": session,
        "events": history_of(invitation),
        "zone": invitation.province.time_zone,
        "place_in_queue": queries.place_in_queue(invitation),
        "places_left": queries.places_left(session),
        "reply": reply,
        "may_answer": open_now and session.is_upcoming,
        "may_substitute": open_now and (session.is_upcoming or session.takes_attendance),
        "may_withdraw": may_schedule(request.user)
        and invitation.is_observer
        and not ended
        and session.is_upcoming,
    }


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_withdraw(request: SignedInRequest, session_id: int, invitation_id: int) -> HttpResponse:
    invitation = _invitation(request, session_id, invitation_id)
    form = WithdrawInvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_observer(invitation=invitation, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Undangan ditarik, dan orangnya diberi tahu."))
            return redirect("invitation_detail", session_id, invitation_id)
    context = {"invitation": invitation, "session": invitation.session, "form": form}
    return render(request, "programs/training/inviting/invitation_withdraw.html", context)
