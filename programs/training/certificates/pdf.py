"""A certificate on paper. A pure function of what it is given: no request, no database, no clock."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.translation import gettext as _

TEMPLATE = Path(__file__).with_name("certificate.typ")


@dataclass(frozen=True)
class Face:
    """The words on it, as they are printed."""

    number: str
    name: str
    business: str
    module: str
    hours: str
    when: str
    place: str
    issued: str
    url: str


def certificate_pdf(face: Face) -> bytes:
    return bytes(
        typst.compile(
            TEMPLATE, root=TEMPLATE.parent, font_paths=printed_fonts(), sys_inputs={"data": data_of(face)}
        )
    )


def data_of(face: Face) -> str:
    """Words reach the template as data and are never read as its language."""
    data = {key: plain(value) for key, value in vars(face).items()} | {
        "qr": qr_svg(face.url),
        "portal": _("Portal Kemitraan UMKM Soksi–Jamkrindo"),
        "title": _("Sertifikat"),
        "given": _("diberikan kepada"),
        "from": _("dari usaha"),
        "took_part": _("yang telah mengikuti pelatihan"),
        "number_label": _("Nomor"),
        "check": _("Periksa keasliannya: pindai kode ini, atau buka"),
        "unsigned": _("Sertifikat ini sah tanpa tanda tangan."),
    }
    return json.dumps(data, ensure_ascii=False)


@cache
def printed_fonts() -> Any:
    """Those that come with the compiler, so that it looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def qr_svg(url: str) -> str:
    """Error correction M: it still reads with a stain or a fold."""
    out = io.BytesIO()
    segno.make_qr(url, error="m").save(out, kind="svg", border=0, xmldecl=False, dark="#1d2733")
    return out.getvalue().decode()


def plain(text: str) -> str:
    """Without what no font can show: control characters and halves of characters."""
    return "".join(character for character in text if character.isprintable())
