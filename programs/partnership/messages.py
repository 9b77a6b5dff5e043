"""What messages about memoranda say. A pure function returning the fields of the text."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.display import day
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import LINK, Field, Occasion

from .models import Memorandum

EXPIRY = "memorandum_expiry"
OCCASIONS = (
    Occasion(
        EXPIRY,
        _("Nota kerja sama akan berakhir"),
        Kind.STAFF,
        (
            Field("sisa", _("Berapa lama lagi"), _("90 hari")),
            Field("mou", _("Judul nota kerja sama"), _("Nota kerja sama SOKSI dan Perum Jamkrindo")),
            Field("sampai", _("Hari terakhir berlakunya"), _("9 Agustus 2027"), needed=True),
            LINK,
        ),
        title=_("{sisa} lagi: {mou} berakhir"),
        body=_(
            "Nota kerja sama ini berlaku sampai {sampai}:\n{mou}\n\n"
            "Bila diperpanjang, catat adendumnya dengan masa berlaku yang baru; pengingat lama lalu ditarik.\n\n{tautan}"
        ),
        short=_("{mou} berakhir {sampai}. Lihat: {tautan}"),
    ),
)


def expiry_fields(memorandum: Memorandum, lead: timedelta) -> dict[str, object]:
    """For an admin, so many days before a memorandum ends."""
    assert memorandum.valid_until is not None  # noqa: S101 — only those that end are told of
    return {
        "sisa": gettext("%(days)s hari") % {"days": lead.days},
        "mou": memorandum.title,
        "sampai": day(memorandum.valid_until),
        "tautan": urljoin(settings.PORTAL_URL, memorandum.get_absolute_url()),
    }
