"""What messages about monthly reports tell. Pure functions returning the fields of a text; the texts are in wordings.py."""

from __future__ import annotations

from datetime import date
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from soksi_portal.common.display import day
from soksi_portal.outbox.texts.occasion import Filling
from umkm.businesses.models import Business

from .reports.months import due_on, month_words
from .wordings import OPENING


def report_text(business: Business, month: date, *, has_books: bool) -> Filling:
    """Of a month that is due or overdue; where no books were begun, to begin them."""
    fields: dict[str, object] = {
        "nama": business.owner.full_name,
        "usaha": business.name,
        "tautan": urljoin(settings.PORTAL_URL, reverse("book_detail", args=[business.pk])),
    }
    if not has_books:
        return Filling(fields, OPENING)
    return Filling(fields | {"bulan": month_words(month), "tenggat": day(due_on(month))})
