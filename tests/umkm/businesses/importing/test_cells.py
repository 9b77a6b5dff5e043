"""Every column of a file against whatever may stand in it, and in every spelling that is usual."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import formats
from hypothesis import given
from hypothesis import strategies as st

from soksi_portal.common.typed import key_of
from tests.umkm.businesses.strategies import CALM, anything
from umkm.businesses.importing.cells import FIRST_CONSENT, Places, check_class, check_consent
from umkm.businesses.importing.checking import copy_line, refusal
from umkm.businesses.importing.headings import BY_KEY, COLUMNS
from umkm.businesses.importing.rows import RowChecker, Surroundings, staged
from umkm.regions.imports import FOLDER

from .makers import make_row

TODAY = date(2026, 11, 23)
KINDS = {"kabupaten": "Kabupaten", "kota": "Kota"}


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


REGENCIES = [(row["kemendagri_code"], KINDS[row["kind"]], row["name"]) for row in rows_of("regencies.csv")]
PROVINCES = [(row["kemendagri_code"], row["name"]) for row in rows_of("provinces.csv")]
PLACES = Places.of(REGENCIES, PROVINCES)
TWICE = {
    name for name, count in Counter(key_of(name) for _code, _kind, name in REGENCIES).items() if count > 1
}
CHECKER = RowChecker(Surroundings(tuple(BY_KEY), REGENCIES, PROVINCES, {"56102": 1}, [], TODAY))
CHECKS: dict[str, Callable[[str], Any]] = {key: check for _place, key, check in CHECKER._cells}


def test_there_is_a_check_for_each_column():
    assert list(CHECKS) == [column.key for column in COLUMNS]


# the others are those of the pages: tests/umkm/businesses/test_checks.py
@pytest.mark.parametrize("key", ["regency", "province", "consent_on", "kbli", "npwp", "collector"])
@CALM
@given(text=anything)
def test_anything_in_a_cell_gives_a_value_or_one_sentence(key: str, text: str):
    said = []
    try:
        CHECKS[key](text)
    except ValidationError as refusal:
        said = refusal.messages
    assert len(said) <= 1
    assert all(sentence.endswith(".") for sentence in said)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_example_of_each_column_is_taken(column: Any):
    classes = {"56102": 1, "10794": 2}
    checker = RowChecker(Surroundings([column.key], REGENCIES, PROVINCES, classes, [], TODAY))
    [(_place, _key, check)] = checker._cells
    assert check(column.example) not in (None, "", [])


@CALM
@given(
    cells=st.dictionaries(st.sampled_from(list(BY_KEY)), anything, max_size=8), number=st.integers(1, 9_999)
)
def test_any_row_becomes_what_copy_reads_or_reasons(cells: dict[str, str], number: int):
    row = list((make_row(number) | cells).values())
    judged = CHECKER.judge(row)
    line = copy_line(refusal(2, row, judged) if judged.values is None else staged(2, judged.values))
    assert (judged.values is None) == bool(judged.reasons)
    assert line.count("\n") == 1
    assert "\x00" not in line
    line.encode()


# --- places


@CALM
@given(
    place=st.sampled_from(REGENCIES), short=st.booleans(), spell=st.sampled_from([str, str.upper, str.lower])
)
def test_regency_is_known_in_every_spelling(
    place: tuple[str, str, str], short: bool, spell: Callable[[str], str]
):
    code, kind, name = place
    kind = {"Kabupaten": "Kab.", "Kota": "Kota"}[kind] if short else kind
    for text in (f"{kind} {name}", f"  {kind}  {name} ", code, code.replace(".", "")):
        assert PLACES.check_regency(spell(text)) == code
    if key_of(name) not in TWICE:
        assert PLACES.check_regency(spell(name)) == code


def test_name_of_a_kabupaten_and_of_a_kota_is_asked_back():
    with pytest.raises(ValidationError, match=r"Ada Kabupaten Bogor dan Kota Bogor\. Tulis yang mana\."):
        PLACES.check_regency("bogor")
    assert {PLACES.check_regency(text) for text in ("Kodya Bogor", "kotamadya bogor", "KOTA BOGOR")} == {
        "32.71"
    }
    assert (
        PLACES.check_regency("Kota Adm. Jakarta Pusat")
        == PLACES.check_regency("Kota Jakarta Pusat")
        == "31.71"
    )


@pytest.mark.parametrize(("code", "name"), PROVINCES)
def test_province_is_known_by_code_and_name(code: str, name: str):
    for text in (code, name, f"Provinsi {name}", f"PROV. {name.upper()}"):
        assert PLACES.check_province(text) == code


# --- the day of a signature


@CALM
@given(day=st.dates(FIRST_CONSENT, TODAY))
def test_day_is_read_in_every_usual_spelling(day: date):
    words = formats.date_format(day, "j F Y")
    for text in (
        day.isoformat(),
        f"{day.isoformat()} 00:00:00",  # a date cell of a workbook
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%d.%m.%y}",
        words,
        words.upper(),
        f"{day.day} {words.split()[1][:3]} {day.year}",
    ):
        assert check_consent(text, today=TODAY) == day, text


@pytest.mark.parametrize("text", ["2026-02-30", "31/12", "kemarin", "46000", "12 Foo 2026", "2026/11"])
def test_no_day_is_told_how_to_write_one(text: str):
    with pytest.raises(ValidationError, match="misalnya 2026-11-02"):
        check_consent(text, today=TODAY)


@CALM
@given(away=st.integers(1, 2_000))
def test_day_before_the_memorandum_or_after_today_is_refused(away: int):
    for day in (FIRST_CONSENT - timedelta(days=away), TODAY + timedelta(days=away)):
        with pytest.raises(ValidationError, match="antara 9 Agustus 2015 dan hari ini"):
            check_consent(day.isoformat(), today=TODAY)


# --- the class of business


@CALM
@given(number=st.integers(1_000, 99_999), title=st.text("abc xyz,()/", min_size=1).filter(str.strip))
def test_class_is_read_from_its_code_with_or_without_its_title(number: int, title: str):
    code = f"{number:05d}"
    for text in (code, f" {code} ", f"{code} – w{title}", f"{code}: w{title}"):
        assert check_class(text, {code: 7}) == 7
    if number < 10_000:  # Excel takes the zero in front away
        assert check_class(str(number), {code: 7}) == 7
    with pytest.raises(ValidationError, match=f"Kode KBLI {code} tidak ada"):
        check_class(code, {})
