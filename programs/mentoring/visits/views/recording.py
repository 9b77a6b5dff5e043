"""The sheet of a visit: it opens without a line if it was opened before, and is sent once the line is back.

A browser with scripts sends it by itself and reads the answer as JSON; without scripts it is a form like any other.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.mentoring.matching.permissions import has_mentored, may_mentor, may_read_notes
from programs.mentoring.models import Visit, VisitPhoto
from programs.mentoring.visits import photos
from programs.mentoring.visits.choices import EntryOutcome, VisitState
from programs.mentoring.visits.forms import RecordForm
from programs.mentoring.visits.recording import Answer, conflict_sentence, record_visit
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.offline import worker_of_page
from umkm.businesses.documents.storing import NotReachable, read_file

from .arranging import show_refusal
from .scope import visible_visit

FOLDER = "programs/mentoring/visits"
KEPT_FOR = timedelta(days=3)  # opened before one leaves, and no longer on a lost phone
POLICY = "default-src 'none'; sandbox"  # a picture is a picture: nothing in it runs
AS_JSON = "application/json"


def recorded_visit(request: SignedInRequest, visit_id: int) -> Visit:
    visit = visible_visit(request, visit_id)
    if not has_mentored(request.user, visit.business):
        raise PermissionDenied(_("Hanya pendamping usaha ini yang mencatat kunjungannya."))
    return visit


@requires(may_mentor)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit_record(request: SignedInRequest, visit_id: int) -> HttpResponse:
    visit = recorded_visit(request, visit_id)
    wants_json = request.headers.get("Accept") == AS_JSON
    if request.method != "POST":
        if visit.state == VisitState.CANCELLED:
            return redirect(visit)
        return _page(request, visit, RecordForm(visit=visit))
    form = RecordForm(_sent(request), request.FILES, visit=visit)
    answer = _recorded(form, visit, request)
    if wants_json:
        return _told(request, visit, form, answer)
    if answer is not None and answer.is_kept:
        messages.success(request, _("Catatan kunjungan tersimpan. Pemilik usaha dapat membacanya."))
        return redirect(visit)
    return _page(request, visit, form, answer)


def _sent(request: SignedInRequest) -> QueryDict:
    """Who has seen both and keeps the own words sends them again, over the version that stood beside them."""
    read = request.POST.get("pakai")
    if read is None:
        return request.POST
    data = request.POST.copy()
    data["base"], data["key"] = read, str(uuid4())
    return data


def _recorded(form: RecordForm, visit: Visit, request: SignedInRequest) -> Answer | None:
    if not form.is_valid():
        return None
    try:
        return record_visit(visit=visit, sheet=form.sheet(), by=request.user)
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return None


def _told(request: SignedInRequest, visit: Visit, form: RecordForm, answer: Answer | None) -> JsonResponse:
    """`panel` is what the page shows above the sheet."""
    if answer is None:
        panel = render_to_string("parts/error_summary.html", {"form": form}, request)
        return JsonResponse({"outcome": "invalid", "panel": panel})
    found: dict[str, Any] = {"outcome": answer.outcome.value, "url": visit.get_absolute_url()}
    if not answer.is_kept:
        found["panel"] = render_to_string(f"{FOLDER}/_conflict.html", _conflict(visit, form, answer), request)
    return JsonResponse(found)


def _page(
    request: SignedInRequest, visit: Visit, form: RecordForm, answer: Answer | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"visit": visit, "form": form, "kept": visit.photos.kept().order_by("pk")}
    if answer is not None:
        context |= _conflict(visit, form, answer)
    return render(request, f"{FOLDER}/visit_record.html", context)


def _conflict(visit: Visit, form: RecordForm, answer: Answer) -> dict[str, Any]:
    """What stands beside what was sent."""
    standing = answer.visit
    is_conflict = answer.outcome == EntryOutcome.CONFLICT
    return {
        "visit": visit,
        "answer": answer,
        "is_conflict": is_conflict,
        "sentence": conflict_sentence(standing) if is_conflict else answer.sentence,
        "standing": standing,
        "mine": form.cleaned_data,
    }


@requires(may_mentor)
@require_safe
def visit_worker(request: SignedInRequest, visit_id: int) -> HttpResponse:
    return worker_of_page(name="kunjungan", kept_for=KEPT_FOR)


@requires(may_read_notes)
@require_safe
def visit_photo(request: SignedInRequest, photo_id: int) -> HttpResponse:
    """From the storage through the portal, never by an address of the storage itself; `?kecil` is the small one."""
    photo = get_object_or_404(VisitPhoto.objects.kept().visible_to(request.user), pk=photo_id)
    try:
        content = read_file(photo.thumbnail if "kecil" in request.GET else photo.file)
    except FileNotFoundError as error:
        raise Http404 from error
    except NotReachable as failure:
        return HttpResponse(failure.message, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="kunjungan-{photo.pk}.jpg"'
    response["Content-Encoding"] = "identity"  # a JPEG packed again gains nothing
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@requires(may_read_notes)
@require_POST
def visit_photo_remove(request: SignedInRequest, photo_id: int) -> HttpResponse:
    photo = get_object_or_404(VisitPhoto.objects.kept().visible_to(request.user), pk=photo_id)
    if photo.uploaded_by_id != request.user.pk:
        raise PermissionDenied(_("Hanya yang mengirim foto ini yang dapat menghapusnya."))
    photos.remove_photo(photo=photo, by=request.user)
    messages.success(request, _("Foto dihapus."))
    return (
        redirect("visit_detail", photo.visit_id)
        if photo.visit_id
        else redirect("action_detail", photo.action_id)
    )
