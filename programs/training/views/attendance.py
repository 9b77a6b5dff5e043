"""`/pelatihan/<id>/kehadiran/`: the trainer's list, made for a phone in one hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from programs.training import queries, services
from programs.training.choices import AttendanceStatus
from programs.training.models import Session
from programs.training.permissions import may_keep_attendance, may_keep_attendance_of
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation


@requires(may_keep_attendance)
def session_attendance(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = kept_session(request, session_id)
    if request.method == "POST":
        return _save(request, session)
    context = _page(session)
    return render(request, "programs/training/session_attendance.html", context)


def kept_session(request: SignedInRequest, session_id: int) -> Session:
    """The session whose attendance this person keeps; 404 out of scope, 403 with the reason inside it."""
    sessions = Session.objects.visible_to(request.user).select_related("module", "venue", "trainer")
    session = get_object_or_404(sessions, pk=session_id)
    if not may_keep_attendance_of(request.user, session):
        raise PermissionDenied(_("Kehadiran dicatat oleh pelatih sesi ini atau staf Jamkrindo."))
    return session


def _page(session: Session) -> dict[str, Any]:
    roll = queries.roll_of(session)
    return {"session": session, "roll": roll, "statuses": AttendanceStatus}


def _save(request: SignedInRequest, session: Session) -> HttpResponse:
    """All choices at once: only those changed on this page, so that a second device's are kept."""
    statuses = changed_statuses(request, session)
    try:
        services.record_attendance(session=session, statuses=statuses, by=request.user)
        if "selesai" in request.POST:
            services.mark_held(session=session, by=request.user, ended_early=ended_early(request))
            messages.success(request, _("Pelatihan terlaksana. Kehadiran sudah lengkap."))
            return redirect(session)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Kehadiran disimpan."))
    return redirect("session_attendance", session.pk)


def ended_early(request: SignedInRequest) -> bool:
    """The box that is shown while the session's time is not over."""
    return "lebih_awal" in request.POST


def changed_statuses(request: SignedInRequest, session: Session) -> dict[int, str]:
    """{invitation id: status} of what was changed on the page that was sent."""
    statuses = {}
    everyone = "semua" in request.POST
    for line in queries.roll_of(session).lines:
        chosen = request.POST.get(line.field, "")
        if chosen in AttendanceStatus.values and chosen != request.POST.get(line.field_before, ""):
            statuses[line.invitation.pk] = chosen
        elif everyone and line.is_expected and not line.status:
            statuses[line.invitation.pk] = AttendanceStatus.PRESENT
    return statuses


@require_POST
@requires(may_keep_attendance)
def attendance_record(request: SignedInRequest, session_id: int, invitation_id: int) -> HttpResponse:
    """One tap (htmx): saves it and answers with what is saved and how many are left."""
    session = kept_session(request, session_id)
    line = next((one for one in queries.roll_of(session).lines if one.invitation.pk == invitation_id), None)
    status = request.POST.get(f"status-{invitation_id}", "")
    refusal = ""
    if line is None or status not in AttendanceStatus.values:
        refusal = _("Pilihan ini tidak dikenal. Muat ulang halaman.")
    else:
        try:
            services.record_attendance(session=session, statuses={invitation_id: status}, by=request.user)
        except RuleViolation as refused:
            refusal = refused.message
    if not request.htmx:
        return redirect("session_attendance", session.pk)
    context = _page(session)
    context |= {"refusal": refusal, "saved": context["roll"].line(invitation_id)}
    return render(request, "programs/training/_attendance_saved.html", context)
