"""Makers of books: each gives a valid one; name what the test is about."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from programs.mentoring.models import CashBook, CashEntry, Receipt, Report, ReportVersion
from programs.mentoring.models.reports import NUMBERS, WORDS
from programs.mentoring.reports.months import last_complete, today
from programs.mentoring.statements.figures import month_after
from programs.pilots.models import Pilot
from tests import factories as make
from umkm.businesses.models import Business

OPENING: dict[str, Any] = {"cash": 1_000_000, "stock": 500_000}
# cash: 1,000,000 + 6,000,000 − 3,500,000 − 600,000 = 2,900,000
MONTH: dict[str, Any] = {
    "sales": 6_000_000, "purchases": 3_500_000, "wages": 600_000, "cash": 2_900_000, "stock": 500_000, "employees": 1,
}  # fmt: skip


def make_keeper(**fields: Any) -> Business:
    """A business on a seat, whose owner keeps books."""
    pilot = make.make_pilot(**fields)
    return pilot.business


def make_report(
    business: Business,
    month: date,
    *,
    is_opening: bool = False,
    sent: bool = True,
    at: datetime | None = None,
    **fields: Any,
) -> Report:
    """Past the services; `fields` are its figures."""
    owner = business.owner.user
    assert owner is not None
    told = figures(is_opening=is_opening) | fields
    report = Report.objects.create(
        business=business,
        province=business.province,
        month=month,
        is_opening=is_opening,
        started_by=owner,
        **told,
    )
    if sent:
        at = at or datetime.combine(month_after(month) + timedelta(days=4), time(9), business.province.zone)
        ReportVersion.objects.create(report=report, number=1, sent_by=owner, sent_at=at, **told)
        report.refresh_from_db()
    return report


def figures(*, is_opening: bool = False) -> dict[str, Any]:
    return dict.fromkeys(NUMBERS, 0) | dict.fromkeys(WORDS, "") | (OPENING if is_opening else MONTH)


def make_books(
    business: Business | None = None, *, months: int = 1, last: date | None = None
) -> list[Report]:
    """The opening balance and so many months, up to the last complete one; cash grows by what comes in."""
    business = business or make_keeper()
    last = last or last_complete(today())
    first = month_after(last, -months)
    found = [make_report(business, first, is_opening=True)]
    for number in range(1, months + 1):
        found.append(make_report(business, month_after(first, number), cash=1_000_000 + 1_900_000 * number))
    return found


def make_cash_book(report: Report, *lines: tuple[str, int]) -> CashBook:
    """One line of each kind and amount, on the month's first day."""
    book = CashBook.objects.create(report=report, uploaded_by=owner_of(report.business))
    for number, (kind, amount) in enumerate(lines or (("cash_sale", 100_000),), start=2):
        CashEntry.objects.create(
            cash_book=book, line=number, day=report.month, words=f"Baris {number}", kind=kind, amount=amount
        )
    return book


def photo() -> SimpleUploadedFile:
    """As a phone sends one."""
    written = io.BytesIO()
    Image.new("RGB", (640, 480), "gray").save(written, "JPEG")
    return SimpleUploadedFile("IMG_0001.jpg", written.getvalue(), content_type="image/jpeg")


def make_receipt(entry: CashEntry | None) -> Receipt:
    """A kept photo, past checking."""
    assert entry is not None
    raw = photo().read()
    receipt = Receipt(
        entry=entry,
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        uploaded_by=owner_of(entry.cash_book.report.business),
    )
    receipt.file.save("", ContentFile(raw), save=False)
    receipt.thumbnail.save("", ContentFile(raw), save=False)
    receipt.save()
    return receipt


def leave_seat(business: Business) -> None:
    pilot = pilot_of(business)
    pilot.ended_at, pilot.ended_by, pilot.outcome = timezone.now(), pilot.accepted_by, "withdrawn"
    pilot.end_reason = "Pindah usaha."
    pilot.save()


def owner_of(business: Business) -> Any:
    return business.owner.user


def pilot_of(business: Business) -> Pilot:
    return Pilot.objects.get(business=business)
