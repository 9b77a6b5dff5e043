"""The same parts as the page, on paper. A pure function of what it is given: no request, no database, no clock."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from soksi_portal.common.display import moment

from .own_data import TIME_ZONE, Record, Section

TEMPLATE = Path(__file__).with_name("own_data.typ")
LONGEST = 4_000  # characters of one fact: a page and a half


def own_data_pdf(*, person: str, sections: Iterable[Section], made_at: datetime) -> bytes:
    """Words reach the template as data and are never read as its language."""
    data = {
        "title": _("Data Anda di Portal Kemitraan UMKM"),
        "person": _plain(person),
        "made": _("Dibuat %(when)s") % {"when": moment(made_at, TIME_ZONE)},
        "footer": _(
            "Portal Kemitraan UMKM Soksi–Jamkrindo. Simpan baik-baik: berkas ini memuat data pribadi Anda."
        ),
        "sections": [
            {
                "title": _plain(section.title),
                "purpose": _plain(section.purpose),
                "empty": _plain(section.empty or "–"),
                "records": [_record(record) for record in section.records],
            }
            for section in sections
        ],
    }
    return _compiled(json.dumps(data, ensure_ascii=False))


def _compiled(data: str) -> bytes:
    return bytes(
        typst.compile(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts(), sys_inputs={"data": data})
    )


@cache
def _fonts() -> Any:
    """Those that come with the compiler, so that it looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def _record(record: Record) -> dict[str, Any]:
    return {
        "title": _plain(record.title),
        "facts": [[_plain(fact.label), _plain(fact.written)] for fact in record.facts],
    }


def _plain(text: object) -> str:
    """Without what no font can show: control characters and halves of characters."""
    shown = "".join(character for character in str(text) if character == "\n" or character.isprintable())
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]} …"
