"""Paper: the sheet to sign, its entry afterwards, and the signed sheet itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.training import queries, services
from programs.training.checkin.forms import ScanForm, ScanRemoveForm
from programs.training.checkin.scans import add_scan, remove_scan
from programs.training.checkin.sheet import sheet_of, sheet_pdf
from programs.training.choices import AttendanceMethod, AttendanceStatus, ScanKind
from programs.training.forms import show_refusal
from programs.training.models import Session
from programs.training.permissions import may_keep_attendance, may_schedule
from programs.training.views.attendance import changed_statuses, ended_early, kept_session
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

FOLDER = "programs/training/checkin"
TYPES = {ScanKind.PDF: "application/pdf", ScanKind.PICTURE: "image/jpeg"}


@requires(may_keep_attendance)
@require_safe
def attendance_sheet(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = kept_session(request, session_id)
    response = HttpResponse(sheet_pdf(sheet_of(session)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="daftar-hadir-{session.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"  # who has confirmed changes
    return response


@requires(may_keep_attendance)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_entry(request: SignedInRequest, session_id: int) -> HttpResponse:
    """The whole sheet at once, with the signed one as evidence."""
    session = kept_session(request, session_id)
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
    if form.is_bound and form.is_valid() and _entered(request, session, form):
        messages.success(request, _("Lembar disimpan."))
        return redirect(session) if "selesai" in request.POST else redirect("sheet_entry", session.pk)
    return render(request, f"{FOLDER}/sheet_entry.html", _page(request, session, form))


def _entered(request: SignedInRequest, session: Session, form: ScanForm) -> bool:
    """The evidence first: an entry whose evidence is refused is shown again, with all that was chosen."""
    try:
        if form.cleaned_data["berkas"]:
            add_scan(session=session, upload=form.cleaned_data["berkas"], by=request.user)
        services.record_attendance(
            session=session,
            statuses=changed_statuses(request, session),
            by=request.user,
            method=AttendanceMethod.SHEET,
        )
        if "selesai" in request.POST:
            services.mark_held(session=session, by=request.user, ended_early=ended_early(request))
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _page(request: SignedInRequest, session: Session, form: ScanForm) -> dict[str, Any]:
    lines = [replace(line, typed=_typed(request, line.field)) for line in queries.roll_of(session).lines]
    scans = session.sheet_scans.select_related("session", "uploaded_by", "removed_by").order_by(
        "uploaded_at", "pk"
    )
    return {
        "session": session,
        "roll": queries.Roll(lines),
        "statuses": AttendanceStatus,
        "form": form,
        "scans": scans,
        "may_remove": may_schedule(request.user),
    }


def _typed(request: SignedInRequest, field: str) -> str:
    chosen = request.POST.get(field, "")
    return chosen if chosen in AttendanceStatus.values else ""


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def scan_remove(request: SignedInRequest, session_id: int, scan_id: int) -> HttpResponse:
    """Before its time: somebody's wish, or the wrong file. A trainer does not take away the proof of the own list."""
    session = kept_session(request, session_id)
    scan = get_object_or_404(session.sheet_scans.kept(), pk=scan_id)
    form = ScanRemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        remove_scan(scan=scan, by=request.user, **form.cleaned_data)
        messages.success(request, _("Lembar dihapus. Kehadiran yang tercatat tetap."))
        return redirect("sheet_entry", session.pk)
    return render(request, f"{FOLDER}/scan_remove.html", {"session": session, "scan": scan, "form": form})


@requires(may_keep_attendance)
@require_safe
def sheet_scan(request: SignedInRequest, session_id: int, scan_id: int) -> HttpResponseBase:
    """From the storage through the portal, always to be saved and never shown as a page of the portal."""
    scan = get_object_or_404(kept_session(request, session_id).sheet_scans.kept(), pk=scan_id)
    try:
        opened = scan.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    except Exception:  # each storage fails in its own words
        words = _("Berkas ini belum bisa dibuka. Coba lagi beberapa menit lagi.")
        return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
    response = FileResponse(
        opened,
        as_attachment=True,
        filename=f"daftar-hadir-{scan.session_id}-{scan.pk}.{scan.kind}",
        content_type=TYPES[ScanKind(scan.kind)],
    )
    response["Content-Encoding"] = "identity"  # it is packed already
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
