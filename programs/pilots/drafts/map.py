"""The draft as tiles for the map of the country."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.common.display import figure
from soksi_portal.common.tilemap import Seat, Tile, Tone

from .queries import ProvinceDraft


def draft_map(provinces: list[ProvinceDraft], phase_id: int) -> list[Tile]:
    return [_tile(one, phase_id) for one in provinces]


def _tile(one: ProvinceDraft, phase_id: int) -> Tile:
    province = one.province
    address = reverse("draft_province", args=[province.pk])
    return Tile(
        code=province.pk,
        iso_code=province.iso_code,
        name=province.name,
        column=province.tile_column,
        row=province.tile_row,
        tone=_tone(one),
        seats=_dots(one),
        figures=(
            (_("Disiapkan"), figure(len(one.lines))),
            (_("Belum diputuskan"), figure(one.undecided)),
            (_("Kursi tanpa calon"), figure(one.left_free)),
        ),
        url=f"{address}?{urlencode({'tahap': phase_id})}",
    )


def _tone(one: ProvinceDraft) -> Tone:
    return "behind" if one.refusals else "attention" if one.gaps else "on_track"


def _dots(one: ProvinceDraft) -> tuple[Seat, ...]:
    drafted = min(len(one.to_seat), one.free)
    taken: list[Seat] = ["active"] * len(one.seats.taken)
    meant: list[Seat] = ["drafted"] * drafted
    offered: list[Seat] = ["offered"] * len(one.seats.offered)
    free: list[Seat] = ["free"] * (one.free - drafted)
    return (*taken, *meant, *offered, *free)
