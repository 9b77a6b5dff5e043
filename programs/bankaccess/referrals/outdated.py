"""A file older than the books: what its owner mended after she agreed to it, and before it was sent."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from programs.bankaccess.errors import FileChanged
from programs.bankaccess.models import Consent, Referral
from programs.mentoring.models import Report, ReportVersion
from programs.mentoring.reports.months import month_words


def mended_since(referral: Referral) -> list[str]:
    """The reports that the frozen file tells of, and tells otherwise than they stand now."""
    consent = Consent.objects.filter(referral=referral, ended_at=None).first()
    if consent is None:
        return []
    told = Report.objects.filter(business=referral.business_id, sent_at__lte=consent.given_at)
    mended = told.filter(versions__sent_at__gt=consent.given_at).distinct().order_by("month")
    return [month_words(month) for month in mended.values_list("month", flat=True)]


def is_outdated() -> Exists:
    """The same of many, for a query of referrals with standing consent."""
    given_at = OuterRef("consent__given_at")
    mended = ReportVersion.objects.filter(
        report__business=OuterRef("business"), report__sent_at__lte=given_at
    )
    return Exists(mended.filter(sent_at__gt=given_at))


def outdated_words(months: list[str]) -> str:
    return _(
        "Pemilik memperbaiki laporan %(months)s setelah menyetujui berkas ini, jadi berkasnya lebih lama daripada"
        " pembukuannya. Tarik rujukan ini dan siapkan yang baru, supaya pemilik membaca dan menyetujui berkas baru."
    ) % {"months": ", ".join(months)}


def refuse_outdated(referral: Referral) -> None:
    """Only with the books locked. Raises FileChanged."""
    if months := mended_since(referral):
        raise FileChanged(outdated_words(months))
