"""The official list of BPS, as CSV or XLSX, with its version on every code."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from tests.factories import make_business, make_kbli
from umkm.businesses.imports import OWN_FILE, load_kbli
from umkm.businesses.models import Kbli
from umkm.businesses.queries import find_kbli

pytestmark = pytest.mark.django_db

# as BPS prints it: a title line above, the whole tree, the description beside
OFFICIAL = [
    ["Klasifikasi Baku Lapangan Usaha Indonesia 2025", "", ""],
    ["Kode", "Judul", "Uraian"],
    ["A", "Pertanian, Kehutanan dan Perikanan", ""],
    ["01", "Pertanian Tanaman", ""],
    ["01111", "Pertanian Jagung Hibrida", "Kelompok ini mencakup …"],
    ["C", "Industri Pengolahan", ""],
    ["10794", "Industri Kerupuk, Keripik dan Peyek", ""],
    ["99999", "", ""],
]


@pytest.fixture
def own_list() -> None:
    load_kbli()


@pytest.fixture(params=["csv", "xlsx", "semicolon"])
def official(request, tmp_path: Path) -> Path:
    if request.param == "xlsx":
        path = tmp_path / "kbli.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for line, row in enumerate(OFFICIAL):
                sheet.write_row(line, 0, [1111.0 if cell == "01111" else cell for cell in row])
        return path
    separator = ";" if request.param == "semicolon" else ","
    path = tmp_path / "kbli.csv"
    lines = [separator.join(f'"{cell}"' for cell in row) for row in OFFICIAL]
    path.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    return path


def test_official_list_of_a_newer_version_is_chosen_from(own_list, official):
    old = Kbli.objects.get(code="10794")
    business = make_business(kbli=old)
    changes = load_kbli(file=official, version="2025")
    assert (changes.added, len(changes.replaced)) == (
        ["01111", "10794"],
        Kbli.objects.filter(version="2020").count(),
    )
    new = Kbli.objects.in_force().get(code="10794")
    assert (new.version, new.section, new.title) == ("2025", "C", "Industri Kerupuk, Keripik dan Peyek")
    assert new.words == old.words  # the everyday words go along
    assert [kbli.version for kbli in find_kbli("keripik")] == ["2025"]
    business.refresh_from_db()
    assert business.kbli == old


def test_same_list_again_changes_nothing(own_list, official):
    load_kbli(file=official, version="2025")
    again = load_kbli(file=official, version="2025")
    assert (again.added, again.changed, again.replaced) == ([], [], [])


def test_code_that_the_own_list_had_wrong_is_offered_no_more_and_stays_where_it_is():
    wrong = make_kbli("93233")
    business = make_business(kbli=wrong)
    assert load_kbli().replaced == ["93233"]
    assert [kbli.code for kbli in find_kbli("pemancingan")] == ["93244"]
    business.refresh_from_db()
    assert business.kbli == wrong
    assert load_kbli().replaced == []


def test_list_loaded_beside_leaves_the_current_one_in_force(own_list, official):
    load_kbli(file=official, version="2025", in_force=False)
    assert set(Kbli.objects.in_force().values_list("version", flat=True)) == {"2020"}
    assert Kbli.objects.filter(version="2025").count() == 2


def test_returning_to_the_own_list_brings_its_codes_back(own_list, official):
    number = Kbli.objects.in_force().count()
    load_kbli(file=official, version="2025")
    load_kbli()
    assert Kbli.objects.in_force().count() == number


def test_own_list_loaded_at_each_deployment_does_not_take_the_place_of_a_newer_one(own_list, official):
    call_command("load_kbli", official, kbli_version="2025", verbosity=0)
    call_command("load_kbli", verbosity=0)
    assert set(Kbli.objects.in_force().values_list("version", flat=True)) == {"2025"}
    call_command("load_kbli", OWN_FILE, verbosity=0)
    assert set(Kbli.objects.in_force().values_list("version", flat=True)) == {"2020"}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"nama;alamat\nA;B\n", "tidak punya kolom kode dan judul"),
        ("a.csv", b"kode;judul\n01;Tanaman\n", "Tidak ada kode lima angka"),
        ("a.csv", b"\xff\xfe\x00\x00", "tidak dapat dibaca"),
        ("a.xlsx", b"bukan buku kerja", "tidak dapat dibaca"),
        ("a.xlsx", b"", "tidak dapat dibaca"),
    ],
)
def test_file_that_is_no_list_is_refused_and_nothing_changes(own_list, tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    before = list(Kbli.objects.order_by("pk").values())
    with pytest.raises(CommandError, match=sentence):
        call_command("load_kbli", str(path), kbli_version="2025")
    assert list(Kbli.objects.order_by("pk").values()) == before


def test_missing_file_and_odd_version_are_said(tmp_path):
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("load_kbli", str(tmp_path / "tidak-ada.csv"))
    with pytest.raises(CommandError, match="empat angka"):
        call_command("load_kbli", kbli_version="baru")
