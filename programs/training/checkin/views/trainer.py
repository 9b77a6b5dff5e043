"""What a trainer holds up and holds in the hand: the screen with the code, and the scanner of participants' codes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from programs.training import services
from programs.training.checkin import queries, tokens
from programs.training.checkin.forms import ScannedForm
from programs.training.choices import AttendanceMethod
from programs.training.models import Invitation, Session
from programs.training.permissions import may_keep_attendance
from programs.training.views.attendance import kept_session
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation

FOLDER = "programs/training/checkin"


@requires(may_keep_attendance)
@never_cache
@require_safe
def checkin_screen(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Full of the code, for a projector; htmx asks for the inner part again and again, else the page reloads itself."""
    session = kept_session(request, session_id)
    template = "_screen.html" if request.htmx else "checkin_screen.html"
    return render(request, f"{FOLDER}/{template}", _screen(session))


def _screen(session: Session) -> dict[str, Any]:
    token = tokens.screen_token(session)
    address = urljoin(settings.PORTAL_URL, reverse("checkin", args=[token]))
    start = urljoin(settings.PORTAL_URL, reverse("checkin_start"))
    return {
        "session": session,
        "is_open": session.takes_arrivals,
        "qr": tokens.qr_svg(address, _("Kode QR untuk mencatat kehadiran")),
        "typed_code": tokens.typed_code(token),
        "start_address": start.partition("://")[2],
        "count": queries.count_of(session),
    }


@requires(may_keep_attendance)
@require_http_methods(["GET", "HEAD", "POST"])
def checkin_scan(request: SignedInRequest, session_id: int) -> HttpResponse:
    """The phone's camera reads participants' codes; each is recorded at once. Without a camera the code is typed."""
    session = kept_session(request, session_id)
    form = ScannedForm(request.POST if request.method == "POST" else None)
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    sentence, is_in = "", False
    if request.method == "POST" and form.is_valid():
        sentence, is_in = _scanned(session, form.cleaned_data["kode"], request.user)
        if is_in and not wants_json:
            messages.success(request, sentence)
            return redirect("checkin_scan", session.pk)
        if not is_in:
            form.add_error("kode", sentence)
    count = queries.count_of(session)
    if wants_json:
        words = sentence or " ".join(str(one) for one in form.errors.get("kode", []))
        return JsonResponse({"ok": is_in, "sentence": words, "present": count.present})
    return render(request, f"{FOLDER}/checkin_scan.html", {"session": session, "form": form, "count": count})


def _scanned(session: Session, code: str, by: User) -> tuple[str, bool]:
    invitation = queries.invitation_scanned(session, code)
    if invitation is None:
        return _("Kode ini bukan undangan untuk sesi ini. Catat orangnya lewat daftar."), False
    before = queries.attendance_of(invitation)
    try:
        attendance = services.check_in(invitation=invitation, method=AttendanceMethod.TRAINER_SCAN, by=by)
    except RuleViolation as refusal:
        return refusal.message, False
    is_again = before is not None and before.status == attendance.status
    sentence = _("%(name)s sudah tercatat hadir.") if is_again else _("%(name)s tercatat hadir.")
    return sentence % {"name": attendance.guest}, True


@requires(may_keep_attendance)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrival_record(request: SignedInRequest, token: str) -> HttpResponse:
    """What the phone's own camera program opens from a participant's QR: who it is, and one button."""
    invitation = _invitation(token)
    session = kept_session(request, invitation.session_id)
    refusal = ""
    if request.method == "POST":
        try:
            attendance = services.check_in(
                invitation=invitation, method=AttendanceMethod.TRAINER_SCAN, by=request.user
            )
        except RuleViolation as refused:
            refusal = refused.message
        else:
            messages.success(request, _("%(name)s tercatat hadir.") % {"name": attendance.guest})
            return redirect("session_attendance", session.pk)
    context = {
        "session": session,
        "invitation": invitation,
        "attendance": queries.attendance_of(invitation),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/arrival_record.html", context)


def _invitation(token: str) -> Invitation:
    found = tokens.invitations_of_tokens([token[: tokens.LONGEST]])
    if not found:
        raise Http404
    return found[0]
