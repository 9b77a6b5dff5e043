"""KBLI classes from a list: the portal's own file, or the official one of BPS as CSV or XLSX. Can run again at any time.

BPS publishes the whole tree (category letter, then 2 to 5 digits) in one table; only the five-digit classes are
chosen from. Everyday words are the portal's own: they stay when an official list brings the titles, and go along to
the same code of a newer version. Codes of a version that was followed by another stay on the records that have them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from .models import Kbli

OWN_FILE = Path(__file__).parent / "kbli_2020.csv"
OWN_VERSION = "2020"  # Peraturan BPS 2/2020
# stood in the own list once, and are no codes of that version: those who have them keep them, nobody is offered them
MISTAKEN = {"2020": ("93233",)}  # of 2017; since 2020 it is 93244
CODE = re.compile(r"[0-9]{5}")
SECTION = re.compile(r"[A-Z]")
# headings of lists seen so far, in lower case
HEADINGS = {
    "code": ("code", "kode", "kode kbli", "kbli"),
    "title": ("title", "judul", "judul kbli", "uraian judul", "nama"),
    "section": ("section", "kategori", "category"),
    "words": ("words", "kata"),
}


class UnreadableList(Exception):
    """The file is no list of KBLI; the message says what is missing."""


@dataclass
class KbliChanges:
    """What a run changed, for its report."""

    version: str
    read: int = 0
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)  # no longer to choose

    @property
    def lines(self) -> Iterator[str]:
        yield f"KBLI {self.version}: {self.read} kelas dibaca."
        for word, codes in (("Baru", self.added), ("Berubah", self.changed), ("Diganti", self.replaced)):
            if codes:
                yield f"{word}: {', '.join(codes[:20])}{' …' if len(codes) > 20 else ''} ({len(codes)})"


@transaction.atomic
def load_kbli(*, file: Path = OWN_FILE, version: str = OWN_VERSION, in_force: bool = True) -> KbliChanges:
    """Bring one version to what the file says; `in_force` makes it the one to choose from. Raises UnreadableList."""
    wanted = {one["code"]: one for one in _classes(_rows(file))}
    if not wanted:
        raise UnreadableList(_("Tidak ada kode lima angka di berkas ini."))
    changes = KbliChanges(version=version, read=len(wanted))
    if in_force:
        mistaken = Q(code__in=[code for code in MISTAKEN.get(version, ()) if code not in wanted])
        replaced = Kbli.objects.in_force().filter(~Q(version=version) | mistaken)
        changes.replaced = list(replaced.order_by("code").values_list("code", flat=True))
        replaced.update(replaced_on=timezone.localdate())
    known = {kbli.code: kbli for kbli in Kbli.objects.filter(version=version)}
    words = _everyday_words(version)
    new, mended = [], []
    for code, values in wanted.items():
        values["words"] = values["words"] or (known[code].words if code in known else words.get(code, []))
        values["search_text"] = " ".join([values["title"], *values["words"]]).lower()
        values["replaced_on"] = None if in_force else timezone.localdate()
        kbli = known.get(code)
        if kbli is None:
            new.append(Kbli(version=version, **values))
        elif any(getattr(kbli, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(kbli, name, value)
            mended.append(kbli)
    Kbli.objects.bulk_create(new)
    Kbli.objects.bulk_update(mended, ["title", "section", "words", "search_text", "replaced_on"])
    changes.added, changes.changed = [kbli.code for kbli in new], [kbli.code for kbli in mended]
    return changes


def _everyday_words(version: str) -> dict[str, list[str]]:
    """{code: words} of other versions, the newest winning."""
    others = Kbli.objects.exclude(version=version).order_by("version")
    return dict(others.values_list("code", "words"))


def _rows(file: Path) -> Iterable[Sequence[Any]]:
    try:
        if file.suffix.lower() == ".xlsx":
            return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError, IndexError, CalamineError) as error:
        raise UnreadableList(
            _("Berkas %(name)s tidak dapat dibaca: %(error)s") % {"name": file.name, "error": error}
        ) from error
    first = text.partition("\n")[0]
    separator = max(",;\t|", key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def _classes(rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """The five-digit classes below the first row that has the headings."""
    columns: dict[str, int] = {}
    section = ""
    for row in rows:
        cells = [_text(cell) for cell in row]
        if not columns:
            columns = _columns(cells)
            continue
        values = {
            name: cells[position] if position < len(cells) else "" for name, position in columns.items()
        }
        section = values.get("section", "")[:1].upper() or section
        if SECTION.fullmatch(values["code"]):  # the line of a category opens its part of the tree
            section = values["code"]
        if not CODE.fullmatch(values["code"]) or not values["title"] or not SECTION.fullmatch(section):
            continue
        words = [word.strip() for word in values.get("words", "").split(";") if word.strip()]
        yield {"code": values["code"], "title": values["title"][:200], "section": section, "words": words}
    if not columns:
        raise UnreadableList(_("Berkas ini tidak punya kolom kode dan judul."))


def _columns(cells: list[str]) -> dict[str, int]:
    found = {
        name: position
        for name, headings in HEADINGS.items()
        for position, cell in enumerate(cells)
        if cell.lower() in headings
    }
    return found if {"code", "title"} <= found.keys() else {}


def _text(cell: Any) -> str:
    """A spreadsheet may hold a code as the number 1111.0, which lost its leading zero."""
    if isinstance(cell, float) and cell.is_integer():
        return f"{int(cell):05d}"
    return " ".join(str(cell).split())
