"""The same table comes out of whatever its sender's program wrote: CSV in any usual encoding and separator, or XLSX."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from soksi_portal.common.sheets import SEPARATORS, read_sheet

TABLE = [
    ["Nama kader", "NIK", "Alamat usaha", "Modal usaha"],
    ["Siti Rahmawati", "3204075503850001", "Jalan Melati 5, RT 02/RW 07", "15.000.000"],
    ["Café Renée", "3204075503850002", 'Warung "Bu Ani";\nlantai 2', "1.250.000"],
]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]


def written(rows: list[list[str]], *, separator: str, encoding: str, line: str = "\r\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line).writerows(rows)
    return text.getvalue().encode(encoding)


def read(content: bytes) -> list[list[str]]:
    return list(read_sheet(io.BytesIO(content)).rows)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("line", ["\r\n", "\n"])
def test_csv_in_any_usual_encoding_and_separator(encoding: str, separator: str, line: str):
    content = written(TABLE, separator=separator, encoding=encoding, line=line)
    assert read(content) == TABLE
    told = read_sheet(io.BytesIO(content)).described
    assert SEPARATORS[separator] in told
    assert {"utf": "UTF", "cp1": "Windows-1252"}[encoding[:3]] in told


def test_separator_may_be_named_in_the_first_line_as_excel_does():
    assert read(b"sep=#\r\nNIK#Nama, lengkap\r\n1#2\r\n") == [["NIK", "Nama, lengkap"], ["1", "2"]]


def test_letter_far_down_decides_the_encoding_of_all():
    rows = [["Nama kader", "NIK"]] + [["Siti", "1"]] * 20_000 + [["Renée", "2"]]
    assert read(written(rows, separator=",", encoding="cp1252"))[-1] == ["Renée", "2"]
    assert read(written(rows, separator=",", encoding="utf-8"))[-1] == ["Renée", "2"]


def test_apostrophe_of_our_own_exports_is_taken_away_and_others_stay():
    assert read(b"a,b,c\n'=1+1,'+62812,Jum'at\n") == [["a", "b", "c"], ["=1+1", "+62812", "Jum'at"]]


cells = st.text("abcdefgXYZ0123456789 .-/'éü", max_size=12).filter(
    lambda text: text == text.strip() and text[:1] != "'"
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(*[cells] * 4), min_size=1, max_size=8),
    separator=st.sampled_from(list(SEPARATORS)),
    encoding=st.sampled_from(ENCODINGS),
)
def test_any_table_below_a_heading_survives(rows: list[tuple[str, ...]], separator: str, encoding: str):
    table = [TABLE[0], *[[*row, "x"] for row in rows]]
    assert read(written(table, separator=separator, encoding=encoding)) == table


def test_cells_of_a_workbook_become_what_a_person_would_have_typed():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet("Sampul").write(0, 0, "bukan ini")
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Teks", "", "Angka"])
        for place, cell in enumerate(
            ["08123", 81_234_567_890, 12.5, 2019.0, True, date(2026, 11, 2), datetime(2026, 11, 2, 9, 30)]
        ):
            sheet.write(1, place, cell)
        sheet.write_number(2, 0, 3_204_075_503_850_001)  # more digits than Excel keeps
        sheet.write_formula(2, 1, "=1+1", None, 2)
    assert read(file.getvalue()) == [
        ["Teks", "", "Angka"],
        ["08123", "81234567890", "12.5", "2019", "Ya", "2026-11-02", "2026-11-02 09:30:00"],
        ["3.20408E+15", "2"],
    ]
