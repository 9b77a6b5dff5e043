"""The page and its parts, rendered; what holds for all templates."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.views import defaults

from soksi_portal.common.style_guide import style_guide
from soksi_portal.common.tabular import Cell, Header, Row

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.*") if path.suffix in {".html", ".txt"})
PARTS = sorted((ROOT / "templates" / "parts").glob("*.html"))


@pytest.fixture
def visit(rf: RequestFactory):
    request = rf.get("/gaya/")
    request.user = AnonymousUser()
    request.htmx = False
    return request


def test_style_guide_shows_every_part(visit):
    shown = style_guide(visit).content.decode()
    assert shown.count("<h1>") == 1
    for word in (
        "Berikutnya",
        "Peta 38 provinsi",
        "Tidak bisa dibatalkan",
        "Belum ada pelatihan",
        "Sudah terkirim",
    ):
        assert word in shown
    assert (
        '<form method="post" novalidate class="sheet" data-keep="gaya">' not in shown
    )  # multipart, since it uploads
    assert 'enctype="multipart/form-data"' in shown


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_compiles_and_holds_no_inline_style_or_script(template):
    source = template.read_text(encoding="utf-8")
    get_template(str(template.relative_to(ROOT / "templates")))
    found = re.findall(
        r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son(?:click|change|submit|load)=|javascript:|https?://",
        source,
    )
    assert found == []


@pytest.mark.parametrize("part", PARTS, ids=lambda path: path.name)
def test_part_says_its_parameters(part):
    assert "{% comment %}" in part.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (lambda request: defaults.page_not_found(request, Exception()), 404, "Halaman ini tidak ada"),
        (
            lambda request: defaults.permission_denied(request, Exception("Bukan provinsi Anda.")),
            403,
            "Bukan provinsi Anda.",
        ),
        (lambda request: defaults.bad_request(request, Exception()), 400, "Permintaan ini tidak terbaca"),
        (defaults.server_error, 500, "Maaf, ada gangguan di portal"),
    ],
)
def test_error_pages_speak_indonesian_without_a_database(visit, view, status, words):
    answer = view(visit)
    assert (answer.status_code, answer.content.decode().count("<h1>"), words in answer.content.decode()) == (
        status,
        1,
        True,
    )


def test_chosen_theme_is_in_the_first_byte_of_the_page(visit):
    visit.COOKIES["theme"] = "dark"
    assert '<html lang="id" data-theme="dark">' in style_guide(visit).content.decode()


def make_listing(rows: list[Row], **more: object) -> SimpleNamespace:
    usual = {
        "rows": rows,
        "headers": [
            Header("Nama", False, "?urut=-nama", "ascending"),
            Header("Penjualan", True, "?urut=penjualan", ""),
        ],
        "summary": "1 baris",
        "xlsx_url": "?format=xlsx",
        "csv_url": "?format=csv",
        "next_url": "?sesudah=abc",
        "previous_url": "",
    }
    return SimpleNamespace(**{**usual, **more})


def test_table_says_label_order_and_export(visit):
    row = Row(None, [Cell("Nama", "Warung <b>", False, "/usaha/1/"), Cell("Penjualan", 1200, True, "")])
    shown = render_to_string("parts/table.html", {"listing": make_listing([row])}, request=visit)
    assert '<th scope="col" aria-sort="ascending"><a class="sort" href="?urut=-nama">Nama' in shown
    assert '<th scope="row"><a href="/usaha/1/" hx-boost="false">Warung &lt;b&gt;</a></th>' in shown
    assert '<td data-label="Penjualan" class="num">1.200</td>' in shown
    assert re.findall(r'href="(\?[^"]*)"', shown) == [
        "?format=xlsx",
        "?format=csv",
        "?urut=-nama",
        "?urut=penjualan",
        "?sesudah=abc",
    ]


def test_empty_table_says_what_would_be_here_or_that_nothing_fits(rf, visit):
    context = {"listing": make_listing([]), "empty_title": "Belum ada usaha"}
    assert "Belum ada usaha" in render_to_string("parts/table.html", context, request=visit)
    filtered = rf.get("/usaha/?q=x")
    filtered.user = visit.user
    assert "Tidak ada yang cocok" in render_to_string("parts/table.html", context, request=filtered)


def test_error_summary_is_silent_without_errors():
    assert render_to_string("parts/error_summary.html", {"form": None}).strip() == ""


def test_pager_is_silent_on_a_single_page():
    assert render_to_string("parts/pager.html", {"next_url": "", "previous_url": ""}).strip() == ""
