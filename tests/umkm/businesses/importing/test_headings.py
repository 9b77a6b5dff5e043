"""Columns are found by their headings, as different lists write them."""

from __future__ import annotations

import random

import pytest

from umkm.businesses.importing.headings import (
    BY_KEY,
    COLUMNS,
    WrongHeadings,
    columns_of,
    letter_of,
    match_headings,
    plain_heading,
)

from .makers import HEADINGS, as_csv, counts, import_rows, make_ground, make_row, run, send


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_column_is_known_by_its_label_and_everything_that_means_the_same(column):
    label = str(column.label)
    spellings = [
        label,
        label.upper(),
        f"{label} *",
        f"  {label}:",
        f"{label} (wajib)",
        column.key,
        *column.also,
    ]
    assert match_headings(spellings) == [column.key] * len(spellings)


def test_no_two_columns_share_a_heading():
    spellings = [
        heading for column in COLUMNS for heading in {plain_heading(str(column.label)), *column.also}
    ]
    assert len(spellings) == len(set(spellings))
    assert all(heading == plain_heading(heading) for heading in spellings)


def test_columns_may_stand_in_any_order_with_others_between_them():
    keys = list(BY_KEY)
    random.Random(3).shuffle(keys)
    headings = [HEADINGS[key] for key in keys]
    assert columns_of([*headings[:5], "No.", "", *headings[5:]]) == [*keys[:5], "", "", *keys[5:]]


def test_missing_and_doubled_columns_are_named_by_what_stands_in_the_file():
    with pytest.raises(WrongHeadings, match="Kolom yang wajib belum ada: NIK, Modal usaha"):
        columns_of([HEADINGS[key] for key in BY_KEY if key not in ("nik", "capital")])
    with pytest.raises(WrongHeadings, match=r"Dua kolom berarti NIK: “NIK” \(B\) dan “No KTP” \(AB\)"):
        columns_of([*HEADINGS.values(), "No KTP"])


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_spreadsheets_do(place: int, letter: str):
    assert letter_of(place) == letter


@pytest.mark.django_db
def test_list_of_another_office_is_taken_as_it_is():
    """In Windows' letters, with semicolons, a title above, other headings in another order."""
    make_ground()
    keys = [key for key in HEADINGS if key not in ("npwp", "latitude", "longitude", "wishes")][::-1]
    content = as_csv(
        [make_row(1, full_name="Renée"), make_row(2)], headings=keys, separator=";", encoding="cp1252"
    )
    for ours, theirs in (
        ("NIK", "No. KTP"),
        ("Nomor HP", "NO. TELP *"),
        ("Alamat usaha", "Alamat lengkap"),
    ):
        content = content.replace(ours.encode(), theirs.encode(), 1)
    batch = run(send(b"DAFTAR KADER UMKM;;\r\n\r\n" + content))
    assert counts(batch) == (2, 0, 0, 0), list(batch.refused_rows.values_list("reasons"))
    assert batch.described == "CSV, Windows-1252, dipisah titik koma"
    assert counts(import_rows([make_row(1, full_name="Renée")])) == (0, 0, 1, 0)
