import csv
import re
from pathlib import Path

import pytest
from django.template import Context, Template

from soksi_portal.common import charts
from soksi_portal.common.style_guide import sample_tiles
from soksi_portal.common.tilemap import Tile, legend_of

ROOT = Path(__file__).resolve().parents[3]
CSS = (ROOT / "static" / "css" / "portal.css").read_text(encoding="utf-8")


def make_tile(**fields: object) -> Tile:
    usual = {
        "code": "32",
        "iso_code": "JB",
        "name": "Jawa Barat",
        "column": 6,
        "row": 7,
        "tone": "on_track",
        "seats": ("active", "free"),
        "figures": (("Kursi terisi", "1 dari 2"), ("Terdaftar", "1.204"), ("Kehadiran", "83 %")),
        "url": "/kemajuan/32/",
    }
    return Tile(**{**usual, **fields})


def render(tiles: list[Tile]) -> str:
    return Template('{% tile_map tiles title="Peta" with_list=False %}').render(Context({"tiles": tiles}))


def test_tile_is_a_link_that_names_its_province_and_three_figures():
    link = re.search(r"<a .*?</a>", render([make_tile()]), re.S).group()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", link)).strip()
    assert words == "JB Jawa Barat Sesuai rencana Kursi terisi 1 dari 2 Terdaftar 1.204 Kehadiran 83 %"
    assert 'href="/kemajuan/32/"' in link


def test_one_dot_for_each_seat_up_to_four():
    shown = render([make_tile(seats=("active", "offered", "free", "free"))]).split("map-legend")[0]
    assert re.findall(r"seat seat-(\w+)", shown) == ["active", "offered", "free", "free"]


def test_more_seats_are_counted_in_words():
    shown = render([make_tile(seats=("active",) * 3 + ("free",) * 5)]).split("map-legend")[0]
    assert (re.findall(r"seat seat-(\w+)", shown), "3/8" in shown) == ([], True)


def test_province_without_seats_has_no_dots():
    shown = render([make_tile(seats=(), tone="none")]).split("map-legend")[0]
    assert re.findall(r"seat seat-(\w+)", shown) == []


def test_legend_explains_only_what_occurs():
    legend = legend_of([make_tile(), make_tile(tone="behind", seats=())])
    assert legend.tones == [("on_track", "Sesuai rencana"), ("behind", "Tertinggal")]
    assert legend.seats == [("active", "Kursi terisi"), ("free", "Kursi kosong")]


def test_names_are_escaped():
    assert "<script>" not in render([make_tile(name="<script>")])


def test_every_province_has_its_own_place_and_the_stylesheet_knows_it():
    tiles = sample_tiles()
    places = {(tile.column, tile.row) for tile in tiles}
    assert (len(tiles), len(places)) == (38, 38)
    missing = [f"c{c} r{r}" for c, r in places if f".c{c} {{" not in CSS or f".r{r} {{" not in CSS]
    assert missing == []


def test_places_are_those_of_the_reference_data():
    with (ROOT / "umkm" / "regions" / "provinces.csv").open(encoding="utf-8") as file:
        wanted = {row["iso_code"]: (row["tile_column"], row["tile_row"]) for row in csv.DictReader(file)}
    shown = render(sample_tiles())
    found = re.findall(r'<li class="c(\d+) r(\d+)">.*?tile-code" aria-hidden="true">(\w+)<', shown, re.S)
    assert {code: (column, row) for column, row, code in found} == wanted


def test_bars_start_at_zero_and_the_longest_fills_the_room():
    points = [charts.Point("a", 50), charts.Point("b", 200), charts.Point("c", 0)]
    assert [bar.width for bar in charts.bars(points)] == ["25.00%", "100.00%", "0.00%"]


def test_bars_may_be_measured_against_a_target():
    assert [bar.width for bar in charts.bars([charts.Point("a", 19)], most=76)] == ["25.00%"]


def test_bars_of_nothing_do_not_divide_by_zero():
    assert ([bar.width for bar in charts.bars([charts.Point("a", 0)])], charts.bars([])) == (["0.00%"], [])


def test_line_is_zero_based_below_a_round_edge():
    line = charts.line([charts.Point("Juni", 0), charts.Point("Juli", 95), charts.Point("Agustus", 164)])
    assert (line.top, line.path, line.end) == (200, "0.00,100.00 50.00,52.50 100.00,18.00", "100.00 18.00")


def test_line_needs_two_points():
    assert (charts.line([]), charts.line([charts.Point("Juni", 3)])) == (None, None)


@pytest.mark.parametrize(
    ("value", "edge"), [(0, 1), (1, 1), (1.5, 2), (7, 10), (20, 20), (21, 50), (164, 200)]
)
def test_round_up(value, edge):
    assert charts.round_up(value) == edge


def test_charts_write_points_not_commas_into_svg():
    source = '{% line_chart points caption="Per bulan" %}{% bar_chart points caption="Per bulan" %}'
    shown = Template(source).render(Context({"points": [charts.Point("a", 1.5), charts.Point("b", 2.5)]}))
    assert re.findall(
        r'(?:width|d|points)="[^"]*\d,\d[^"]* [^"]*"', shown.replace("0,100 ", "").replace(" 100,100", "")
    ) == [
        'points="0.00,70.00 100.00,50.00"',
        'points="0.00,70.00 100.00,50.00"',
    ]
