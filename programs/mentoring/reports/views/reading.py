"""The list, the months of one business, one report with its versions; and closing months for a partner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from programs.mentoring.models import FigureOpening, Report
from programs.mentoring.permissions import (
    may_close,
    may_export,
    may_read_figures,
    may_see_reports,
    owns,
    reads_figures_of,
)
from programs.mentoring.reports import services
from programs.mentoring.reports.books import books_from, sent_reports
from programs.mentoring.reports.carrying import Carried, carried, differences_seen
from programs.mentoring.reports.columns import PILOT_COLUMNS
from programs.mentoring.reports.discipline import pilots_with_month, records_of, reporting_pilots
from programs.mentoring.reports.facts import mended, told_in
from programs.mentoring.reports.filters import PilotFilter, month_of
from programs.mentoring.reports.forms import CloseForm
from programs.mentoring.reports.months import due_on, month_words
from programs.mentoring.reports.own import own_books
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from umkm.regions.scoping import coordinates, sees_whole_country

from .scope import readable_report, visible_business

FOLDER = "programs/mentoring/reports"
OPENINGS_SHOWN = 10


@requires(may_see_reports)
@require_safe
def report_list(request: SignedInRequest) -> HttpResponseBase:
    """A cadre's own; for everybody else who reported the month, who did not, and who did so late."""
    if not (sees_whole_country(request.user) or coordinates(request.user)):
        return render(request, f"{FOLDER}/report_own.html", {"books": own_books(request.user)})
    month = month_of(request.GET)
    pilots = pilots_with_month(reporting_pilots().visible_to(request.user), month)
    chosen = PilotFilter(request.GET, pilots, user=request.user)
    rows = chosen.qs.select_related("business__owner", "seat__province", "seat__phase")
    listing = Listing(
        request,
        rows,
        columns=PILOT_COLUMNS,
        default_sort="provinsi",
        filename="laporan-bulanan",
        may_export=may_export(request.user),
    )
    if listing.wants_export:
        return listing.export()
    context: dict[str, Any] = {
        "listing": listing,
        "filter": chosen,
        "month": month_words(month),
        "due_on": due_on(month),
        "books": own_books(request.user) if request.user.has_role(Role.CADRE) else [],
    }
    return render(request, f"{FOLDER}/report_list.html", context)


@requires(may_see_reports)
@require_safe
def book_detail(request: SignedInRequest, business_id: int) -> HttpResponse:
    """The months of one business: when each came. Amounts stand behind links, for those who read them."""
    business = visible_business(request, business_id)
    reports = Report.objects.visible_to(request.user).filter(business=business).order_by("-month")
    is_own = owns(request.user, business)
    openings = (
        FigureOpening.objects.filter(business=business).select_related("opened_by").order_by("-opened_at")
    )
    context = {
        "business": business,
        "reports": list(reports.select_related("current")),
        "record": records_of([business.pk])[business.pk],
        "own": next((one for one in own_books(request.user) if one.business.pk == business.pk), None),
        "is_own": is_own,
        "reads_figures": reads_figures_of(request.user, business),
        "may_close": may_close(request.user),
        "openings": list(openings[:OPENINGS_SHOWN]) if is_own else [],
    }
    return render(request, f"{FOLDER}/book_detail.html", context)


@requires(may_read_figures)
@require_safe
def report_detail(request: SignedInRequest, report_id: int) -> HttpResponse:
    """What was sent, and every version before."""
    report = readable_report(request, report_id)
    is_own = owns(request.user, report.business)
    if report.current is None:
        return redirect("report_edit", report.pk) if is_own else redirect("book_detail", report.business_id)
    context = {
        "report": report,
        "version": report.current,
        "facts": told_in(report.current, report),
        "mended": mended(report),
        "is_own": is_own,
        "cash_books": list(report.cash_books.in_use()),
        "carried": _carried(report),
    }
    return render(request, f"{FOLDER}/report_detail.html", context)


def _carried(report: Report) -> Carried | None:
    """Where months before it were mended since it was sent."""
    reports = sent_reports(report.business)
    books = books_from((one, one.current.figures) for one in reports if one.current)
    return carried(books, differences_seen(reports)).get(report.month) if books else None


@requires(may_close)
@require_http_methods(["GET", "HEAD", "POST"])
def report_close(request: SignedInRequest, report_id: int) -> HttpResponse:
    """This month and all before it were reported to a partner."""
    report = readable_report(request, report_id)
    form = CloseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            closed = services.close_months(
                business=report.business, until=report.month, by=request.user, **form.cleaned_data
            )
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            done = ngettext("%(count)s bulan ditutup.", "%(count)s bulan ditutup.", closed)
            messages.success(request, done % {"count": closed} if closed else _("Semuanya sudah ditutup."))
            return redirect("book_detail", report.business_id)
    return render(request, f"{FOLDER}/report_close.html", {"form": form, "report": report})
