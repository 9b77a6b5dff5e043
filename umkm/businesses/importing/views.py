"""Many cadres with their businesses at once: send a file, see what it would do, let it run, read what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from celery import Task
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.accounts.models import User
from soksi_portal.common.background import send_quietly
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.spreadsheet import csv_response, xlsx_response
from soksi_portal.common.tabular import Listing
from umkm.regions.scoping import province_codes

from ..choices import ImportState
from ..models import BulkImport
from ..models.imports import UNDOABLE
from . import queries, services, tasks, undoing
from .columns import IMPORT_COLUMNS
from .errors import RowsUnreadable
from .forms import UndoForm, UploadForm
from .permissions import may_import, may_import_everywhere, may_see_quality, may_steer
from .template import template_file

READ_AT_ONCE = 2_000_000  # bytes; a larger file is read in the background
FOLDER = "umkm/businesses/importing"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_XLSX_REFUSED = 200_000  # rows that come back in: more go as CSV


@requires(may_import)
def import_list(request: SignedInRequest) -> HttpResponseBase:
    """The newest first; for the board also how clean the rows of each province and collector are."""
    batches = BulkImport.objects.visible_to(request.user).select_related("uploaded_by")
    listing = Listing(request, batches, columns=IMPORT_COLUMNS, default_sort="-dikirim", filename="impor")
    if listing.wants_export:
        return listing.export()
    context: dict[str, Any] = {"listing": listing}
    if may_see_quality(request.user):
        context |= {
            "provinces": queries.quality_of_provinces(),
            "collectors": queries.quality_of_collectors(),
        }
    return render(request, f"{FOLDER}/import_list.html", context)


@requires(may_import)
def import_template(request: SignedInRequest) -> HttpResponse:
    provinces = [] if may_import_everywhere(request.user) else province_codes(request.user)
    response = HttpResponse(template_file(provinces=provinces), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="template-impor-umkm.xlsx"'
    return response


@requires(may_import)
def import_create(request: SignedInRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_bound or not form.is_valid():
        return render(request, f"{FOLDER}/import_create.html", {"form": form})
    batch = services.receive_file(file=form.cleaned_data["file"], by=request.user)
    if batch.size > READ_AT_ONCE:
        _soon(tasks.prepare_import, batch)
        return redirect(batch)
    batch = services.prepare(batch=batch)
    if batch.state == ImportState.UNREADABLE:
        form.add_error("file", batch.trouble)
        return render(request, f"{FOLDER}/import_create.html", {"form": form})
    return redirect(batch)


@requires(may_import)
def import_detail(request: SignedInRequest, batch_id: int) -> HttpResponse:
    batch = _visible(request, batch_id)
    context: dict[str, Any] = {"batch": batch, "may_steer": may_steer(request.user, batch)}
    if batch.state == ImportState.READY:
        context |= _what_would_happen(request, batch)
    context["mistakes"] = queries.common_mistakes(batch)
    context["warned"] = queries.warned_rows(batch)
    context["is_undoable"] = batch.state in UNDOABLE and bool(batch.taken + batch.changed)
    return render(request, f"{FOLDER}/import_detail.html", context)


def _what_would_happen(request: SignedInRequest, batch: BulkImport) -> dict[str, Any]:
    columns = queries.matched_columns(batch)
    context: dict[str, Any] = {
        "may_start": batch.uploaded_by_id == request.user.pk,
        "columns": columns,
        "unknown": [column for column in columns if not column.meaning],
    }
    try:
        context["preview"] = queries.preview(batch=batch, by=batch.uploaded_by)
    except RowsUnreadable as refusal:
        context["unreadable"] = refusal.message
    return context


@requires(may_import)
def import_progress(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """The bar alone, asked for again and again; the whole page anew once there is no more to wait for."""
    batch = _visible(request, batch_id)
    response = render(request, f"{FOLDER}/_progress.html", {"batch": batch})
    if batch.state not in (ImportState.READING, ImportState.RUNNING, ImportState.UNDOING):
        response["HX-Refresh"] = "true"
    return response


@requires(may_import)
@require_POST
def import_start(request: SignedInRequest, batch_id: int) -> HttpResponse:
    return _steer(request, batch_id, services.start_import, then=tasks.run_import)


@requires(may_import)
@require_POST
def import_continue(request: SignedInRequest, batch_id: int) -> HttpResponse:
    return _steer(request, batch_id, services.continue_import, then=tasks.run_import)


@requires(may_import)
@require_POST
def import_cancel(request: SignedInRequest, batch_id: int) -> HttpResponse:
    return _steer(request, batch_id, services.cancel_import)


@requires(may_import)
@require_POST
def import_discard(request: SignedInRequest, batch_id: int) -> HttpResponse:
    return _steer(request, batch_id, services.discard_import)


@requires(may_import)
def import_undo(request: SignedInRequest, batch_id: int) -> HttpResponse:
    batch = _steered(request, batch_id)
    form = UndoForm(request.POST) if request.method == "POST" else UndoForm()
    if not form.is_bound or not form.is_valid():
        return render(request, f"{FOLDER}/import_undo.html", {"form": form, "batch": batch})
    try:
        batch = undoing.ask_undo(batch=batch, by=request.user, reason=form.cleaned_data["reason"])
    except RuleViolation as refusal:
        form.add_error(None, refusal.message)
        return render(request, f"{FOLDER}/import_undo.html", {"form": form, "batch": batch})
    if batch.handled <= undoing.AT_ONCE:
        undoing.undo(batch=batch)
    else:
        _soon(tasks.undo_import, batch)
    return redirect(batch)


@requires(may_import)
def import_refused(request: SignedInRequest, batch_id: int) -> HttpResponseBase:
    """The rows that were refused, in the shape in which they came, with the reasons: to be corrected and sent again.

    Whole numbers of people stand in them, so they go back to nobody but whoever has sent them.
    """
    batch = _visible(request, batch_id)
    if batch.uploaded_by_id != request.user.pk:
        raise PermissionDenied(_("Baris yang ditolak memuat NIK, jadi hanya pengirimnya yang mengunduhnya."))
    as_csv = request.GET.get("format") == "csv" or batch.refused > MOST_XLSX_REFUSED
    respond = csv_response if as_csv else xlsx_response
    return respond(
        header=queries.refused_header(batch),
        rows=queries.refused_rows(batch),
        filename=f"ditolak-{batch.pk}",
    )


def _visible(request: SignedInRequest, batch_id: int) -> BulkImport:
    rows = BulkImport.objects.visible_to(request.user).select_related(
        "uploaded_by", "undone_by", "cancelled_by"
    )
    return get_object_or_404(rows, pk=batch_id)


def _steered(request: SignedInRequest, batch_id: int) -> BulkImport:
    batch = _visible(request, batch_id)
    if not may_steer(request.user, batch):
        raise PermissionDenied(_("Hanya pengirimnya, atau administrator, yang mengatur impor ini."))
    return batch


def _steer(
    request: SignedInRequest,
    batch_id: int,
    rule: Callable[..., BulkImport],
    then: Task[Any, Any] | None = None,
) -> HttpResponse:
    batch = _steered(request, batch_id)
    by: User = request.user
    try:
        batch = rule(batch=batch, by=by)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect(batch)
    if then is not None:
        _soon(then, batch)
    return redirect(batch)


def _soon(task: Task[Any, Any], batch: BulkImport) -> None:
    """Where the broker is away, the beat schedule finds the import by itself."""
    send_quietly(task.name, batch.pk)
