"""The country's progress as tiles for the map."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.common.display import figure
from soksi_portal.common.tilemap import Seat, Tile

from .judgement import judge
from .queries import CountryProgress, Figures, ProvinceProgress


def country_map(country: CountryProgress) -> list[Tile]:
    return [_tile(progress) for progress in country.provinces]


def _tile(progress: ProvinceProgress) -> Tile:
    province, figures = progress.province, progress.figures
    return Tile(
        code=province.code,
        iso_code=province.iso_code,
        name=province.name,
        column=province.tile_column,
        row=province.tile_row,
        tone=judge(progress).tone.value if progress.takes_part else "none",
        seats=_seats(figures),
        figures=(
            (_("Terdaftar"), figure(figures.registered)),
            (_("Diusulkan"), figure(figures.nominated)),
            (_("Kursi terisi"), f"{figures.seats_filled}/{figures.seats}"),
        ),
        url=reverse("progress_province", args=[province.code]),
    )


def _seats(figures: Figures) -> tuple[Seat, ...]:
    """Taken seats first, then those that somebody is asked to take, then the free ones."""
    taken: list[Seat] = ["active"] * figures.seats_filled
    offered: list[Seat] = ["offered"] * figures.seats_offered
    free: list[Seat] = ["free"] * figures.seats_to_fill
    return (*taken, *offered, *free)
