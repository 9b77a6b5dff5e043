"""The statements of a business on the page, as a workbook and as PDF."""

from __future__ import annotations

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.mentoring.models import Report
from programs.mentoring.permissions import may_read_figures, owns
from programs.mentoring.reports.months import month_code, month_words, read_month
from programs.mentoring.reports.views.scope import readable_business
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.display import day, in_zone
from umkm.businesses.models import Business

from .papers import LENGTHS, Papers, papers_of
from .pdf import statements_pdf
from .workbook import workbook_of

USUAL_LENGTH = 6
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(may_read_figures)
@require_safe
def statement_page(request: SignedInRequest, business_id: int) -> HttpResponse:
    business = readable_business(request, business_id)
    papers = _asked(business, request.GET)
    months = Report.objects.sent().monthly().filter(business=business).order_by("-month")
    context = {
        "business": business,
        "papers": papers,
        "is_own": owns(request.user, business),
        "months": [(month_code(one), month_words(one)) for one in months.values_list("month", flat=True)],
        "lengths": LENGTHS,
        "length": _length(request.GET),
        "until": month_code(papers.last) if papers else "",
        "query": request.GET.urlencode(),
    }
    return render(request, "programs/mentoring/statements/statement_page.html", context)


@requires(may_read_figures)
@require_safe
def statement_xlsx(request: SignedInRequest, business_id: int) -> HttpResponse:
    papers = _must(readable_business(request, business_id), request.GET)
    return _file(workbook_of(papers), papers, "xlsx", XLSX)


@requires(may_read_figures)
@require_safe
def statement_pdf(request: SignedInRequest, business_id: int) -> HttpResponse:
    business = readable_business(request, business_id)
    papers = _must(business, request.GET)
    today = in_zone(timezone.now(), business.province.time_zone)
    made = _("Dicetak %(day)s.") % {"day": day(today)}
    return _file(statements_pdf(papers, made=made), papers, "pdf", "application/pdf")


def _asked(business: Business, query: QueryDict) -> Papers | None:
    """What cannot be read asks for the usual."""
    return papers_of(business, until=read_month(query.get("sampai", "")), months=_length(query))


def _length(query: QueryDict) -> int:
    wanted = query.get("bulan", "")
    return int(wanted) if wanted in [str(one) for one in LENGTHS] else USUAL_LENGTH


def _must(business: Business, query: QueryDict) -> Papers:
    papers = _asked(business, query)
    if papers is None:
        raise Http404
    return papers


def _file(content: bytes, papers: Papers, kind: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    name = (
        f"laporan-keuangan-{slugify(papers.business.name)[:60] or 'usaha'}-{month_code(papers.last)}.{kind}"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
