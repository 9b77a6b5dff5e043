"""The download: cells and estimates of the last count. What is in a cell, and what is withheld, says cells.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.impact.cells import ALL, DIGITS
from programs.impact.choices import SMALLEST_CELL, Group, Outcome, State
from programs.impact.models import Snapshot
from soksi_portal.common.spreadsheet import csv_response, xlsx_response
from umkm.businesses.choices import SizeClass

RESPONSES = {"xlsx": xlsx_response, "csv": csv_response}
HEADER = (
    gettext_lazy("Ukuran"), gettext_lazy("Satuan"), gettext_lazy("Kelas usaha"), gettext_lazy("Kelompok"),
    gettext_lazy("Jumlah usaha"), gettext_lazy("Sebelum"), gettext_lazy("Sesudah"), gettext_lazy("Perubahan"),
    gettext_lazy("Simpangan baku perubahan"), gettext_lazy("Batas bawah 95 %"), gettext_lazy("Batas atas 95 %"),
    gettext_lazy("Galat baku"), gettext_lazy("Catatan"), gettext_lazy("Dihitung"), gettext_lazy("Versi cara hitung"),
)  # fmt: skip
UNIT_WORDS = {
    Outcome.SALES: gettext_lazy("logaritma alami dari rupiah; sebelum dan sesudah ditahan"),
    Outcome.EMPLOYEES: gettext_lazy("orang"),
    Outcome.BANK: gettext_lazy("bagian dari semua usaha (0–1)"),
}


def export(snapshot: Snapshot, kind: str) -> HttpResponseBase:
    header = [str(name) for name in HEADER]
    return RESPONSES[kind](header=header, rows=list(rows(snapshot)), filename="dampak")


def rows(snapshot: Snapshot) -> Iterator[list[Any]]:
    for outcome in Outcome:
        told = snapshot.figures["outcomes"][outcome]
        begin = [str(outcome.label), str(UNIT_WORDS[outcome])]
        end = [snapshot.counted_at, snapshot.method]
        for cell in told["cells"]:
            yield [*begin, *_cell(outcome, cell), *end]
        yield [*begin, str(_("Semua")), str(_("Selisih (pengaruh)")), *_effect(told), *end]


def _cell(outcome: Outcome, cell: dict[str, Any]) -> list[Any]:
    group, size = str(Group(cell["group"]).label), _size(cell["size"])
    if cell["cases"] is None:
        note = _("Ditahan: kurang dari %(least)s usaha, atau dapat dihitung dari yang lain") % {
            "least": SMALLEST_CELL
        }
        return [size, group, *[None] * 8, note]
    # amounts, even as means, are read by nobody but Jamkrindo and the owner; a change is no amount
    amounts = [None, None] if outcome == Outcome.SALES else [cell["before"], cell["after"]]
    return [size, group, cell["cases"], *amounts, cell["change"], cell["spread"], None, None, None, ""]


def _size(code: str) -> str:
    return str(_("Semua")) if code == ALL else str(SizeClass(code).label)


def _effect(told: dict[str, Any]) -> list[Any]:
    state, estimate = State(told["state"]), told["estimate"]
    cases = sum(told["paired"].values())
    if estimate is None:
        return [cases, *[None] * 7, str(state.label)]
    bounds = [_rounded(estimate[name]) for name in ("low", "high", "error")]
    return [cases, None, None, _rounded(estimate["effect"]), None, *bounds, str(state.label)]


def _rounded(value: float) -> float:
    """As the cells are: a night later one business more would otherwise tell its own figure."""
    return round(value, DIGITS)
