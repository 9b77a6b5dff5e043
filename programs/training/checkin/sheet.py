"""The sheet for signatures on paper. A pure function of what it is given: no request, no database, no clock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import typst
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.training.certificates.pdf import plain, printed_fonts, qr_svg
from programs.training.models import Session
from soksi_portal.common.display import moment_range

TEMPLATE = Path(__file__).with_name("sheet.typ")
EMPTY_LINES = 6  # for who comes without having said so


@dataclass(frozen=True)
class Sheet:
    """The words on it, as they are printed; `people` are (name, business) in their order."""

    module: str
    when: str
    place: str
    trainer: str
    people: tuple[tuple[str, str], ...]
    entry_url: str


def sheet_of(session: Session) -> Sheet:
    """Those who confirmed, by name; the session with module, trainer and the venue's regency."""
    confirmed = session.invitations.confirmed().select_related("person", "substitute", "business")
    return Sheet(
        module=session.module.title,
        when=moment_range(session.starts_at, session.ends_at, session.time_zone),
        place=_place(session),
        trainer=str(session.trainer),
        people=tuple((one.guest, str(one.business)) for one in confirmed.order_by("person__full_name", "pk")),
        entry_url=urljoin(settings.PORTAL_URL, reverse("sheet_entry", args=[session.pk])),
    )


def _place(session: Session) -> str:
    venue = session.venue
    return f"{venue}, {venue.address}, {venue.regency}" if venue else _("Daring")


def sheet_pdf(sheet: Sheet) -> bytes:
    """Words reach the template as data and are never read as its language."""
    data = {
        "portal": _("Portal Kemitraan UMKM Soksi–Jamkrindo"),
        "title": _("Daftar hadir"),
        "module": plain(sheet.module),
        "facts": [
            [_("Waktu"), plain(sheet.when)],
            [_("Tempat"), plain(sheet.place)],
            [_("Pelatih"), plain(sheet.trainer)],
        ],
        "columns": [_("No."), _("Nama"), _("Usaha"), _("Tanda tangan")],
        "people": [[plain(name), plain(business)] for name, business in sheet.people],
        "empty_lines": EMPTY_LINES,
        "uninvited": _("Hadir tanpa mendaftar (tulis nama dan usaha)"),
        "trainer_signs": _("Tanda tangan pelatih"),
        "entry": _("Isi ke portal sesudahnya: pindai, atau buka"),
        "url": sheet.entry_url,
        "qr": qr_svg(sheet.entry_url),
        "page": _("Halaman"),
    }
    words = json.dumps(data, ensure_ascii=False)
    return bytes(
        typst.compile(TEMPLATE, root=TEMPLATE.parent, font_paths=printed_fonts(), sys_inputs={"data": words})
    )
