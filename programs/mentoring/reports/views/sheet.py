"""A cadre fills in a month on her phone: one thing on each page, saved at each step; then she checks and sends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.mentoring.models import CashBook, Report
from programs.mentoring.permissions import may_report
from programs.mentoring.reports import services
from programs.mentoring.reports.books import books_of, books_with, month_before, sent_reports
from programs.mentoring.reports.carrying import remarks_on_later
from programs.mentoring.reports.discipline import owed_by
from programs.mentoring.reports.facts import BACK_TO_CHECK, answers, tasks
from programs.mentoring.reports.forms import PageForm, SendForm, StartForm, held_before
from programs.mentoring.reports.forms.disposal import Held
from programs.mentoring.reports.months import last_day, today
from programs.mentoring.reports.remarks import remarks_on
from programs.mentoring.reports.sheet import Page, is_filled, page_of, pages_of, unfilled
from programs.mentoring.statements.lines import cash_lines
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from .scope import own_business, own_report

FOLDER = "programs/mentoring/reports"
LATER = "nanti"


@requires(may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def books_start(request: SignedInRequest, business_id: int) -> HttpResponse:
    """From which month on the books are kept."""
    business = own_business(request, business_id)
    form = StartForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            report = services.start_books(
                business=business, month=form.cleaned_data["month"], by=request.user
            )
            return redirect("report_edit", report.pk)
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return render(request, f"{FOLDER}/books_start.html", {"form": form, "business": business})


@requires(may_report)
@require_POST
def report_start(request: SignedInRequest, business_id: int) -> HttpResponse:
    """The sheet of the month that comes next."""
    business = own_business(request, business_id)
    try:
        return redirect("report_edit", services.start_report(business=business, by=request.user).pk)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect("book_detail", business.pk)


@requires(may_report)
@require_safe
def report_edit(request: SignedInRequest, report_id: int) -> HttpResponse:
    """The task list: what is done and what is left."""
    report = own_report(request, report_id)
    if not report.is_sheet_open:
        return redirect(report)
    left = unfilled(report)
    book = CashBook.objects.in_use().filter(report=report).first()
    context = {"report": report, "tasks": tasks(report), "left": left, "cash_book": book}
    return render(request, f"{FOLDER}/report_edit.html", context)


@requires(may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def report_step(request: SignedInRequest, report_id: int, slug: str) -> HttpResponse:
    report = own_report(request, report_id)
    page = page_of(report, slug)
    if page is None:
        raise Http404
    if not report.is_sheet_open:
        messages.warning(request, _("Laporan ini sudah terkirim. Pilih Perbaiki bila ada yang salah."))
        return redirect(report)
    data = request.POST if request.method == "POST" else None
    form = PageForm(
        data,
        report=report,
        page=page,
        before=month_before(report),
        partial=LATER in request.POST,
        held=_held(report, page),
    )
    if form.is_bound and form.is_valid():
        try:
            report = services.save_figures(report=report, values=form.told(), by=request.user)
            return _next(request, report, page)
        except RuleViolation as refusal:
            form.add_error(None, refusal.message)
    pages = pages_of(report)
    context = {
        "form": form,
        "page": page,
        "report": report,
        "number": pages.index(page) + 1,
        "steps": len(pages),
        "keep": f"laporan-{report.pk}-{page.slug}",
    }
    return render(request, f"{FOLDER}/report_step.html", context)


def _held(report: Report, page: Page) -> list[Held]:
    """The equipment on record, for the page that asks what left."""
    books = books_of(report.business) if page.rare else None
    return held_before(books.assets, report.month) if books else []


def _next(request: SignedInRequest, report: Report, page: Page) -> HttpResponse:
    """The next page that is not done, the check, or the list for those who go on later."""
    if LATER in request.POST:
        messages.success(request, _("Tersimpan. Lanjutkan kapan saja dari halaman ini."))
        return redirect("report_edit", report.pk)
    if request.META["QUERY_STRING"] == BACK_TO_CHECK:
        return redirect("report_check", report.pk)
    pages = pages_of(report)
    position = pages.index(page) + 1
    for following in (*pages[position:], *pages[:position]):
        if not is_filled(report, following):
            return redirect("report_step", report.pk, following.slug)
    return redirect("report_check", report.pk)


@requires(may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def report_check(request: SignedInRequest, report_id: int) -> HttpResponse:
    """Check your answers, see whether they fit each other, then send."""
    report = own_report(request, report_id)
    if not report.is_sheet_open:
        return redirect(report)
    context = _checked(report)
    data = request.POST if request.method == "POST" else None
    form = SendForm(data, report=report, difference=context["difference"])
    if request.method == "POST" and not context["missing"] and form.is_valid():
        try:
            services.send_report(report=report, by=request.user, **form.cleaned_data)
            return redirect("report_sent", report.pk)
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return render(request, f"{FOLDER}/report_check.html", {**context, "form": form})


def _checked(report: Report) -> dict[str, Any]:
    missing = unfilled(report)
    books = None if missing else books_with(report)
    month = next((one for one in books.months if one.month == report.month), None) if books else None
    remarks = remarks_on(month, books) if month and books else []
    if books and report.sent_at:
        remarks += remarks_on_later(books, report, sent_reports(report.business))
    return {
        "report": report,
        "facts": answers(report),
        "missing": missing,
        "month": month,
        "opening": books.opening if books and report.is_opening else None,
        "difference": month.cash.difference if month else 0,
        "cash_lines": cash_lines(month.cash) if month else [],
        "remarks": remarks,
        "is_too_early": last_day(report.month) > today(),
        "last_day": last_day(report.month),
    }


@requires(may_report)
@require_safe
def report_sent(request: SignedInRequest, report_id: int) -> HttpResponse:
    """The confirmation, and what comes next."""
    report = own_report(request, report_id)
    if report.is_sheet_open:
        return redirect("report_edit", report.pk)
    owed = owed_by(report.business_id)
    return render(request, f"{FOLDER}/report_sent.html", {"report": report, "owed": owed})


@requires(may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def report_correct(request: SignedInRequest, report_id: int) -> HttpResponse:
    """Open what was sent again; asks first."""
    report = own_report(request, report_id)
    if request.method == "POST":
        try:
            services.begin_correction(report=report, by=request.user)
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
        return redirect("report_edit", report.pk)
    if report.is_sheet_open:
        return redirect("report_edit", report.pk)
    return render(request, f"{FOLDER}/report_correct.html", {"report": report})


@requires(may_report)
@require_POST
def report_correct_drop(request: SignedInRequest, report_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    if report.sent_at is None:
        return redirect("report_edit", report.pk)
    services.drop_correction(report=report, by=request.user)
    messages.success(request, _("Perbaikan dibatalkan. Laporan yang sudah terkirim tetap berlaku."))
    return redirect(report)
