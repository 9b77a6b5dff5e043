"""Another way to fill in a month: send a cash book, look at its sums, use them; and photos of receipts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.mentoring.choices import EntryKind
from programs.mentoring.models import CashBook, CashEntry, Receipt, Report
from programs.mentoring.permissions import may_read_figures, may_report, owns
from programs.mentoring.reports.months import month_code
from programs.mentoring.reports.views.scope import note_opening, own_report
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.layout import helper
from umkm.businesses.documents.storing import NotReachable, read_file

from . import services
from .columns import totals
from .reading import ReadBook, read_book
from .template import template_file

FOLDER = "programs/mentoring/cashbooks"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POLICY = "default-src 'none'; sandbox"  # a picture is a picture: nothing in it runs


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Buku kas (.xlsx atau CSV)"),
        help_text=gettext_lazy("Isi contoh berkasnya di HP atau komputer, simpan, lalu pilih di sini."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": gettext_lazy("Pilih berkasnya dahulu."),
            "empty": gettext_lazy("Berkas ini kosong."),
            "invalid": gettext_lazy("Pilih berkasnya dahulu."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("file")


class PhotoForm(forms.Form):
    photo = forms.FileField(
        error_messages={
            "required": gettext_lazy("Ambil foto atau pilih berkasnya dahulu."),
            "empty": gettext_lazy("Berkas ini kosong. Ambil fotonya sekali lagi."),
            "invalid": gettext_lazy("Ambil foto atau pilih berkasnya dahulu."),
        }
    )


@requires(may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def cash_book_upload(request: SignedInRequest, report_id: int) -> HttpResponse:
    """What is wrong is said row by row; what is right waits to be used."""
    report = _own_sheet(request, report_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    read: ReadBook | None = None
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                read = read_book(form.cleaned_data["file"], report.month)
                if not read.faults:
                    book = services.keep_cash_book(report=report, lines=read.lines, by=request.user)
                    return redirect("cash_book_detail", book.pk)
            except RuleViolation as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return render(request, f"{FOLDER}/cash_book_upload.html", {"form": form, "report": report, "read": read})


@requires(may_report)
@require_safe
def cash_book_template(request: SignedInRequest, report_id: int) -> HttpResponse:
    report = _own_sheet(request, report_id)
    response = HttpResponse(template_file(report.month), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="buku-kas-{month_code(report.month)}.xlsx"'
    return response


def _own_sheet(request: SignedInRequest, report_id: int) -> Report:
    report = own_report(request, report_id)
    if report.is_opening:
        raise Http404
    return report


@requires(may_read_figures)
@require_safe
def cash_book_detail(request: SignedInRequest, cash_book_id: int) -> HttpResponse:
    """Its lines with their receipts; to its owner, before it is used, with its sums."""
    return _page(request, _readable(request, cash_book_id))


def _readable(request: SignedInRequest, cash_book_id: int) -> CashBook:
    rows = CashBook.objects.figures_visible_to(request.user).select_related("report__business__owner")
    book = get_object_or_404(rows, pk=cash_book_id)
    note_opening(book.report.business, request.user)
    return book


def _page(request: SignedInRequest, book: CashBook, wrong: tuple[int, str] | None = None) -> HttpResponse:
    entries = list(book.entries.order_by("day", "line"))
    kept = {one.entry_id: one for one in Receipt.objects.kept().filter(entry__cash_book=book)}
    sums = totals(entries)
    context = {
        "book": book,
        "report": book.report,
        "lines": [(entry, kept.get(entry.pk)) for entry in entries],
        "sums": [(kind.label, sums[kind]) for kind in EntryKind if sums[kind]],
        "is_own": owns(request.user, book.report.business),
        "may_use": book.used_at is None and book.replaced_at is None and book.report.is_sheet_open,
        "wrong": wrong,
    }
    return render(request, f"{FOLDER}/cash_book_detail.html", context)


@requires(may_report)
@require_POST
def cash_book_use(request: SignedInRequest, cash_book_id: int) -> HttpResponse:
    book = _own_book(request, cash_book_id)
    try:
        services.use_cash_book(cash_book=book, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect("cash_book_detail", book.pk)
    messages.success(request, _("Angka buku kas sudah masuk ke laporan. Lengkapi yang belum terisi."))
    return redirect("report_edit", book.report_id)


def _own_book(request: SignedInRequest, cash_book_id: int) -> CashBook:
    rows = CashBook.objects.filter(report__business__owner__user=request.user)
    return get_object_or_404(rows.select_related("report__business__owner"), pk=cash_book_id)


@requires(may_report)
@require_POST
def receipt_upload(request: SignedInRequest, entry_id: int) -> HttpResponse:
    rows = CashEntry.objects.filter(cash_book__report__business__owner__user=request.user)
    entry = get_object_or_404(rows.select_related("cash_book__report__business__owner"), pk=entry_id)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, entry.cash_book, (entry.pk, str(form.errors["photo"][0])))
    try:
        services.add_receipt(entry=entry, upload=form.cleaned_data["photo"], by=request.user)
    except RuleViolation as refusal:
        return _page(request, entry.cash_book, (entry.pk, refusal.message))
    messages.success(request, _("Foto kuitansi tersimpan."))
    return redirect("cash_book_detail", entry.cash_book_id)


@requires(may_report)
@require_POST
def receipt_remove(request: SignedInRequest, receipt_id: int) -> HttpResponse:
    rows = Receipt.objects.kept().filter(entry__cash_book__report__business__owner__user=request.user)
    receipt = get_object_or_404(
        rows.select_related("entry__cash_book__report__business__owner"), pk=receipt_id
    )
    services.remove_receipt(receipt=receipt, by=request.user)
    messages.success(request, _("Foto kuitansi dihapus."))
    return redirect("cash_book_detail", receipt.entry.cash_book_id)


@requires(may_read_figures)
@require_safe
def receipt_file(request: SignedInRequest, receipt_id: int) -> HttpResponse:
    """From the storage through the portal, never by an address of the storage itself."""
    rows = Receipt.objects.kept().figures_visible_to(request.user)
    receipt = get_object_or_404(
        rows.select_related("entry__cash_book__report__business__owner"), pk=receipt_id
    )
    note_opening(receipt.entry.cash_book.report.business, request.user)
    try:
        content = read_file(receipt.file)
    except FileNotFoundError as error:
        raise Http404 from error
    except NotReachable as failure:
        return HttpResponse(failure.message, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="kuitansi-{receipt.pk}.jpg"'
    response["Content-Encoding"] = "identity"  # a JPEG packed again gains nothing
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
