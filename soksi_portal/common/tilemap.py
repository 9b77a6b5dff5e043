"""The map of the country: a square of equal size for each province, one dot for each seat. No database here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

Tone = Literal["on_track", "attention", "behind", "none"]
Seat = Literal["active", "drafted", "offered", "free"]

TONES = {
    "on_track": _("Sesuai rencana"),
    "attention": _("Perlu perhatian"),
    "behind": _("Tertinggal"),
    "none": _("Tidak ikut tahap ini"),
}
SEATS = {
    "active": _("Kursi terisi"),
    "drafted": _("Diisi dalam rancangan"),
    "offered": _("Sedang ditawarkan"),
    "free": _("Kursi kosong"),
}
MOST_DOTS = 4  # more do not fit into a tile of a phone; then it says "5/8"


@dataclass(frozen=True)
class Tile:
    """One province. `figures` are three pairs of label and formatted value."""

    code: str
    iso_code: str
    name: str
    column: int
    row: int
    tone: Tone
    seats: tuple[Seat, ...]
    figures: tuple[tuple[str, str], ...]
    url: str

    @property
    def tone_label(self) -> str:
        return str(TONES[self.tone])

    @property
    def dots(self) -> tuple[Seat, ...]:
        return self.seats if len(self.seats) <= MOST_DOTS else ()

    @property
    def count(self) -> str:
        """Instead of dots, where they are too many."""
        if len(self.seats) <= MOST_DOTS:
            return ""
        return f"{self.seats.count('active')}/{len(self.seats)}"


@dataclass(frozen=True)
class Legend:
    """What the marks mean; only the tones and states of seats that occur."""

    tones: list[tuple[str, str]]
    seats: list[tuple[str, str]]


def legend_of(tiles: list[Tile]) -> Legend:
    tones = {tile.tone for tile in tiles}
    seats = {seat for tile in tiles for seat in tile.seats}
    return Legend(
        tones=[(tone, str(label)) for tone, label in TONES.items() if tone in tones],
        seats=[(seat, str(label)) for seat, label in SEATS.items() if seat in seats],
    )
