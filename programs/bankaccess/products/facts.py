"""From the records to the facts that conditions are held against."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.bankaccess.choices import PROGRAMME_CREDIT, Paper, ReferralState, SlikStatus
from programs.bankaccess.models import CreditAnswer, Step, Terms
from programs.mentoring.models import Report
from programs.mentoring.reports.months import last_complete, months_until
from soksi_portal.common.display import day, in_zone
from umkm.businesses.choices import BusinessState, DocumentKind
from umkm.businesses.models import Business, Document

from .matching import Facts, Match, matches

YEAR = 12
STATEMENT_MONTHS = 6
PAPERS = {
    DocumentKind.KTP: Paper.KTP,
    DocumentKind.NIB: Paper.NIB,
    DocumentKind.NPWP: Paper.NPWP,
    DocumentKind.PHOTO: Paper.PHOTO,
}


def today_of(business: Business) -> date:
    return in_zone(timezone.now(), business.province.time_zone).date()


def matches_of(business: Business, versions: list[Terms] | None = None) -> list[Match]:
    """Every product of which a version is in force, in a fixed number of queries."""
    today = today_of(business)
    if versions is None:
        versions = list(Terms.objects.in_force(today).select_related("product__bank"))
    return matches(facts_of(business), versions, today=today)


def facts_of(business: Business) -> Facts:
    answer = CreditAnswer.objects.of(business).newest_first().first()
    sales, source = _sales(business)
    disbursed = _disbursed(business, answer)
    return Facts(
        is_verified=business.state == BusinessState.VERIFIED,
        has_nib=bool(business.nib),
        has_npwp=business.npwp_hash is not None,
        sales=sales,
        sales_source=source,
        start_year=business.start_year,
        has_programme_credit=bool(disbursed) or (answer.has_programme_credit if answer else None),
        disbursed=disbursed,
        slik=answer.slik if answer else SlikStatus.UNKNOWN,
        answered_on=answer.answered_on if answer else None,
        papers=frozenset(_papers(business, answer)),
    )


def _disbursed(business: Business, answer: CreditAnswer | None) -> str:
    """The programme credit that came to the owner through a referral since the last answer, for whichever business."""
    came = Step.objects.filter(
        to_state=ReferralState.DISBURSED,
        referral__product__kind__in=PROGRAMME_CREDIT,
        referral__consent__given_by__cadre=business.owner_id,
    )
    if answer is not None:
        came = came.filter(disbursed_on__gte=answer.answered_on)
    step = came.select_related("referral").order_by("-disbursed_on", "-pk").first()
    if step is None or step.disbursed_on is None:
        return ""
    words = _("Dicairkan %(day)s lewat rujukan %(referral)s")
    return words % {"day": day(step.disbursed_on), "referral": step.referral}


def _sales(business: Business) -> tuple[int | None, str]:
    """Of the last twelve months where all were reported; else as it was registered."""
    last = last_complete(today_of(business))
    told = Report.objects.sent().monthly().filter(business=business, month__in=months_until(last, YEAR))
    if told.count() == YEAR:
        return told.aggregate(sum=Sum("current__sales"))["sum"], _("laporan bulanan 12 bulan terakhir")
    if business.last_year_sales is None:
        return None, ""
    return business.last_year_sales, _("data usaha (penjualan tahun lalu)")


def _papers(business: Business, answer: CreditAnswer | None) -> Iterator[Paper]:
    kept = Document.objects.kept().order_by()
    own = (
        kept.filter(business=business)
        .values_list("kind")
        .union(kept.filter(cadre=business.owner_id).values_list("kind"))
    )
    yield from (PAPERS[DocumentKind(kind)] for (kind,) in own if kind in PAPERS)
    if answer is not None and answer.sha256:
        yield Paper.SLIK
    last = last_complete(today_of(business))
    months = months_until(last, STATEMENT_MONTHS)
    if (
        Report.objects.sent().monthly().filter(business=business, month__in=months).count()
        == STATEMENT_MONTHS
    ):
        yield Paper.STATEMENTS
