"""What messages about memoranda say. Pure functions returning (title, body)."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from soksi_portal.common.display import day

from .models import Memorandum

EXPIRY = "memorandum_expiry"  # the occasion


def expiry_text(memorandum: Memorandum, lead: timedelta) -> tuple[str, str]:
    """To an admin, so many days before a memorandum ends."""
    assert memorandum.valid_until is not None  # noqa: S101 — only those that end are told of
    words = {
        "days": lead.days,
        "memorandum": memorandum.title,
        "day": day(memorandum.valid_until),
        "url": urljoin(settings.PORTAL_URL, memorandum.get_absolute_url()),
    }
    title = _("%(days)s hari lagi: %(memorandum)s berakhir") % words
    body = _(
        "Nota kerja sama ini berlaku sampai %(day)s:\n%(memorandum)s\n\n"
        "Bila diperpanjang, catat adendumnya dengan masa berlaku yang baru; pengingat lama lalu ditarik.\n\n%(url)s"
    )
    return title, body % words
