"""The statements on paper, for a bank's desk. A pure function of what it is given: no request, no database, no clock."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from soksi_portal.common.display import figure

from .notes import Note
from .papers import Papers, Statement

TEMPLATE = Path(__file__).with_name("statements.typ")


def statements_pdf(papers: Papers, *, made: str) -> bytes:
    """Words reach the template as data and are never read as its language. `made` is the day it was printed."""
    data = {
        "portal": _("Portal Kemitraan UMKM Soksi–Jamkrindo"),
        "business": _plain(papers.business.name),
        "owner": _("Pemilik: %(owner)s") % {"owner": _plain(papers.business.owner.full_name)},
        "place": _plain(
            ", ".join(str(one) for one in (papers.business.regency, papers.business.province) if one)
        ),
        "period": papers.period,
        "title": _("Laporan keuangan"),
        "notes_title": _("Catatan atas laporan keuangan"),
        "currency": _("Dalam rupiah"),
        "unaudited": _("Disusun dari laporan bulanan pemilik menurut SAK EMKM; tidak diaudit."),
        "made": made,
        "page": _("Halaman"),
        "statements": [_statement(one) for one in papers.statements],
        "notes": [_note(number, one) for number, one in enumerate(papers.notes, start=1)],
    }
    return bytes(
        typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    )


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "title": statement.title,
        "columns": list(statement.columns),
        "lines": [
            {"label": line.label, "level": line.level, "amounts": [_amount(one) for one in line.amounts]}
            for line in statement.lines
        ],
    }


def _amount(amount: int) -> str:
    """As accountants print it: what is taken away stands in brackets."""
    return f"({figure(-amount)})" if amount < 0 else figure(amount)


def _note(number: int, note: Note) -> dict[str, Any]:
    return {
        "title": f"{number}. {note.title}",
        "words": [_plain(words) for words in note.words],
        "words_last": note.words_last,
        "rows": [[_plain(cell) for cell in row] for row in note.rows],
    }


@cache
def _fonts() -> Any:
    """Those that come with the compiler, so that it looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def _plain(text: str) -> str:
    """Without what no font can show: control characters and halves of characters."""
    return "".join(character for character in text if character.isprintable() or character == "\u00a0")
