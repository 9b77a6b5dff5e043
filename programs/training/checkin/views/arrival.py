"""`/hadir/`: a participant says "I am here" from the own phone, signed in or not. Reading a page records nothing."""

from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from programs.training import services
from programs.training.checkin import presence, queries, tokens
from programs.training.checkin.forms import PersonForm, ScreenCodeForm
from programs.training.choices import AttendanceMethod, AttendanceStatus
from programs.training.models import Attendance, Invitation, Session
from programs.training.services.attendance import refuse_now, refuse_over
from soksi_portal.accounts.guards import public
from soksi_portal.common.errors import RuleViolation

FOLDER = "programs/training/checkin"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkin_start(request: HttpRequest) -> HttpResponse:
    """For who can't scan: the code is typed."""
    form = ScreenCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        session = _typed(request, form)
        if session is not None:
            response = redirect("checkin", session.pk)
            presence.remember_here(request, response, session)
            return response
    return _private(render(request, f"{FOLDER}/checkin_start.html", {"form": form}))


def _typed(request: HttpRequest, form: ScreenCodeForm) -> Session | None:
    if not consume(request, action="check_in"):
        form.add_error("kode", _("Terlalu banyak percobaan dari sini. Tunggu sebentar, lalu coba lagi."))
        return None
    session = tokens.session_of_typed(form.cleaned_data["kode"])
    if session is None:
        sentence = _(
            "Kode ini tidak cocok. Kode berganti tiap 30 detik: ketik yang sekarang tampak di layar."
        )
        form.add_error("kode", sentence)
    return session


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkin(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the QR of the trainer's screen. The phone stays "here" for a while after the code has changed."""
    read = tokens.read_screen_token(token)
    session = _session(read[0]) if read else None
    is_fresh = bool(read and read[1])
    own = _own(request, session)
    if session is None or not (is_fresh or presence.is_here(request, session)):
        return _stale(request, session, own)
    response = _sent(request, session, own) if request.method == "POST" else _page(request, session, own)
    if is_fresh:
        presence.remember_here(request, response, session)
    return _private(response)


def _session(pk: int) -> Session | None:
    return Session.objects.select_related("module", "trainer", "venue").filter(pk=pk).first()


def _own(request: HttpRequest, session: Session | None) -> Invitation | None:
    if session is None or not request.user.is_authenticated:
        return None
    return queries.own_invitation(session, request.user)


def _stale(request: HttpRequest, session: Session | None, own: Invitation | None) -> HttpResponse:
    """An old picture of a code, or one that never was: nothing of the session but to who is recorded already."""
    attendance = queries.attendance_of(own) if own else None
    if session and own and attendance and attendance.status == AttendanceStatus.PRESENT:
        return _private(_done(request, session, own, attendance))
    context = {"form": ScreenCodeForm()}
    return _private(render(request, f"{FOLDER}/checkin_stale.html", context, status=404))


def _page(
    request: HttpRequest,
    session: Session,
    own: Invitation | None,
    form: PersonForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    attendance = queries.attendance_of(own) if own else None
    if own and attendance and attendance.status == AttendanceStatus.PRESENT and "lain" not in request.GET:
        return _done(request, session, own, attendance)
    context: dict[str, Any] = {
        "session": session,
        "own": own,
        "others": [
            (tokens.person_token(one), one)
            for one in presence.opened_here(request, session)
            if own is None or one.pk != own.pk
        ],
        "form": form or PersonForm(),
        "refusal": refusal or _closed(session),
        "is_open": not _closed(session),
    }
    return render(request, f"{FOLDER}/checkin.html", context)


def _closed(session: Session) -> str:
    try:
        refuse_now(session)
        refuse_over(session)
    except RuleViolation as refusal:
        return refusal.message
    return ""


def _sent(request: HttpRequest, session: Session, own: Invitation | None) -> HttpResponse:
    form = PersonForm(request.POST if "telepon" in request.POST else None)
    invitation = _meant(request, session, own, form)
    if invitation is None:
        return _page(request, session, own, form)
    try:
        attendance = services.check_in(
            invitation=invitation, method=AttendanceMethod.OWN_SCAN, by=invitation.person
        )
    except RuleViolation as refusal:
        return _page(request, session, own, form, refusal.message)
    return _done(request, session, invitation, attendance)


def _meant(
    request: HttpRequest, session: Session, own: Invitation | None, form: PersonForm
) -> Invitation | None:
    """Oneself, somebody whose invitation this phone has opened, or who knows number and code."""
    if "saya" in request.POST:
        return own
    if "orang" in request.POST:
        chosen = request.POST["orang"]
        opened = presence.opened_here(request, session)
        return next((one for one in opened if tokens.person_token(one) == chosen), None)
    if not form.is_valid():
        return None
    phone = form.cleaned_data["telepon"]
    if not consume(request, action="check_in_number", key=phone):
        form.add_error(None, _("Terlalu banyak percobaan untuk nomor ini. Minta pelatih mencatat Anda."))
        return None
    invitation = queries.invitation_of_phone(session, phone, form.cleaned_data["kode"])
    if invitation is None:
        sentence = _(
            "Nomor HP dan kode undangan ini tidak cocok. Periksa lagi, atau minta pelatih mencatat Anda."
        )
        form.add_error("kode", sentence)
    return invitation


def _done(
    request: HttpRequest, session: Session, invitation: Invitation, attendance: Attendance
) -> HttpResponse:
    context = {
        "session": session,
        "invitation": invitation,
        "attendance": attendance,
        "is_late": session.is_late(attendance.arrived_at),
    }
    return render(request, f"{FOLDER}/checkin_done.html", context)


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
