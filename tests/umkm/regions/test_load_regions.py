"""Provinces and regencies from their files: complete, rerunnable, and what vanishes is ended, not deleted."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from umkm.regions.imports import FOLDER, load_regions
from umkm.regions.models import Province, Regency

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("provinces.csv", "regencies.csv"):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def without(path: Path, column: str, code: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row for row in rows if row[column] != code)


def test_country_is_complete():
    load_regions()
    assert (Province.objects.existing().count(), Regency.objects.existing().count()) == (38, 514)
    assert Counter(Province.objects.values_list("time_zone", flat=True)) == {
        "Asia/Jakarta": 18,
        "Asia/Makassar": 12,
        "Asia/Jayapura": 8,
    }
    assert Counter(Regency.objects.values_list("kind", flat=True)) == {"kabupaten": 416, "kota": 98}
    assert not Province.objects.filter(regencies=None).exists()
    assert Province.objects.get(code="95").predecessor_id == "91"


@pytest.mark.parametrize(
    ("code", "name", "zone"),
    [
        ("11", "Aceh", "WIB"),
        ("32", "Jawa Barat", "WIB"),
        ("61", "Kalimantan Barat", "WIB"),
        ("62", "Kalimantan Tengah", "WIB"),
        ("63", "Kalimantan Selatan", "WITA"),
        ("51", "Bali", "WITA"),
        ("53", "Nusa Tenggara Timur", "WITA"),
        ("81", "Maluku", "WIT"),
        ("92", "Papua Barat", "WIT"),
    ],
)
def test_province_has_the_zone_of_its_law(code, name, zone):
    load_regions()
    hours = {"WIB": 7, "WITA": 8, "WIT": 9}[zone]
    province = Province.objects.get(code=code)
    distance = province.zone.utcoffset(timezone.now().replace(tzinfo=None))
    assert (province.name, distance.total_seconds()) == (name, hours * 3600)


def test_second_run_changes_nothing():
    first = load_regions()
    assert (len(first.added), first.changed, first.ended) == (552, [], [])
    with CaptureQueriesContext(connection) as captured:
        again = load_regions()
    assert list(again.lines) == []
    written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "DELETE"))]
    assert written == []


def test_vanished_code_is_ended_and_comes_back(folder):
    load_regions()
    without(folder / "provinces.csv", "kemendagri_code", "96")
    without(folder / "regencies.csv", "province_code", "96")
    gone = Regency.objects.filter(province="96").count()
    report = list(load_regions(folder=folder).lines)
    province = Province.objects.get(code="96")
    assert province.ended_on == timezone.localdate()
    assert (Province.objects.existing().count(), Regency.objects.existing().count()) == (37, 514 - gone)
    assert report[0].startswith("Berakhir: 96, 96.01")
    assert list(load_regions(folder=folder).lines) == []  # ended once
    load_regions()
    assert (Province.objects.existing().count(), Regency.objects.existing().count()) == (38, 514)


def test_changed_name_is_reported(folder):
    load_regions()
    path = folder / "regencies.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Bandung Barat", "Bandung Kulon"), encoding="utf-8"
    )
    assert list(load_regions(folder=folder).lines) == ["Berubah: 32.17 (1)"]
    assert Regency.objects.get(code="32.17").full_name == "Kabupaten Bandung Kulon"


def test_broken_file_changes_nothing(folder):
    path = folder / "regencies.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("32.17", "99.17"), encoding="utf-8")
    with pytest.raises(Exception, match="regency_code_in_province"):
        load_regions(folder=folder)


def test_command_says_what_changed():
    for expected in ("(552)", "Wilayah: tidak ada yang berubah."):
        told = StringIO()
        call_command("load_regions", stdout=told)
        assert expected in told.getvalue()


def test_regency_options_follow_the_province(client):
    load_regions()
    page = client.get("/wilayah/kabupaten/", {"province": "96"}).content.decode()
    assert page.count("<option") == 1 + Regency.objects.filter(province="96").count()
    for odd in ("", "9", "99", "\x00\x00", "٣٢", "32' OR 1=1", "x" * 5000):
        answer = client.get("/wilayah/kabupaten/", {"province": odd})
        assert (answer.status_code, answer.content.decode().count("<option")) == (200, 1)
