"""Files as they come in when something went wrong: made from a seed, so that each failure can be had again."""

from __future__ import annotations

import codecs
import io
import random
import zipfile
from collections.abc import Callable, Iterator

import xlsxwriter

from .makers import HEADINGS, Row, as_csv, as_xlsx, make_row

Maker = Callable[[random.Random], bytes]
NASTY = (
    "", " ", "\x00", "=1+1", '=HYPERLINK("http://x","y")', "+62", "-", "@SUM(A1)", "NaN", "inf", "-1", "1e400", "9" * 400,
    "٣٢٠١", "3,20108E+15", "2026-02-30", "31/12/1899", "😀" * 50, "\u202e\u200b", "'; DROP TABLE x; --", "<script>alert(1)</script>",
    "%s %(x)s {0}", "\\N", "\\", "\t", '"', "null", "None", "#REF!", "#N/A", "TRUE", "1,5", "1.000.000.000.000.000", "\ud800",
    "A" * 40_000, "Kabupaten Antah Berantah", "00000000000", "0x1F", "1/0", "\r\n", "12 345", "Ya/Tidak", "∞", "½", "１２３",
)  # fmt: skip


def broken_files(number: int, seed: int = 9) -> Iterator[tuple[str, bytes]]:
    """(what it is, content): each kind in turn."""
    chance = random.Random(seed)
    makers = (*CSV_MAKERS, *XLSX_MAKERS)
    # a workbook takes its own process some tenths of a second: one in forty
    for count in range(number):
        maker = chance.choice(XLSX_MAKERS) if count % 40 == 0 else CSV_MAKERS[count % len(CSV_MAKERS)]
        yield f"{count}-{maker.__name__}", maker(chance)
    assert len(makers) == len(CSV_MAKERS) + len(XLSX_MAKERS)


def _rows(chance: random.Random, most: int = 6) -> list[Row]:
    return [make_row(chance.randrange(10**6)) for _ in range(chance.randint(1, most))]


def _nasty_rows(chance: random.Random) -> list[Row]:
    rows = _rows(chance)
    for row in rows:
        for key in chance.sample(list(row), chance.randint(1, 12)):
            row[key] = chance.choice(NASTY)
    return rows


def _encoded(rows: list[Row], **how: str) -> bytes:
    text = as_csv(
        [{key: cell.replace("\ud800", "") for key, cell in row.items()} for row in rows], **how
    ).decode()
    return text.encode()


def wrong_types(chance: random.Random) -> bytes:
    return _encoded(_nasty_rows(chance), separator=chance.choice(",;\t|"))


def other_encoding(chance: random.Random) -> bytes:
    text = _encoded(_nasty_rows(chance)).decode()
    return text.encode(
        chance.choice(["utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32", "cp037", "utf-7"]), "replace"
    )


def mixed_encodings(chance: random.Random) -> bytes:
    content = bytearray(_encoded(_rows(chance)))
    for _ in range(chance.randint(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(128, 256)
    return bytes(content)


def truncated(chance: random.Random) -> bytes:
    content = _encoded(_rows(chance))
    return content[: chance.randrange(len(content))]


def empty(chance: random.Random) -> bytes:
    return chance.choice(
        [b"", b" ", b"\n" * 500, codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"\x00" * 64, b",,,,\n,,,\n"]
    )


def binary(chance: random.Random) -> bytes:
    magic = chance.choice(
        [
            b"",
            b"%PDF-1.4\n",
            b"\x89PNG\r\n",
            b"\xff\xd8\xff",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0",
            b"MZ",
            b"\x1f\x8b",
        ]
    )
    return magic + chance.randbytes(chance.randint(10, 4_000))


def nul_inside(chance: random.Random) -> bytes:
    content = bytearray(_encoded(_rows(chance)))
    for _ in range(chance.randint(1, 5)):
        content.insert(chance.randrange(len(content)), 0)
    return bytes(content)


def duplicate_headings(chance: random.Random) -> bytes:
    keys = list(HEADINGS) + chance.choices(list(HEADINGS), k=chance.randint(1, 4))
    return as_csv(_rows(chance), headings=keys)


def missing_headings(chance: random.Random) -> bytes:
    return as_csv(_rows(chance), headings=chance.sample(list(HEADINGS), chance.randint(1, len(HEADINGS) - 1)))


def many_columns(chance: random.Random) -> bytes:
    wide = chance.choice([200, 290, 301, 5_000])
    lines = [line.decode() for line in _encoded(_rows(chance)).splitlines()]
    return "\n".join(line + "," * chance.randrange(wide) + "x" for line in lines).encode()


def unclosed_quote(chance: random.Random) -> bytes:
    content = _encoded(_rows(chance)).decode()
    place = chance.randrange(len(content))
    return (content[:place] + '"' + content[place:] + "a,b\n" * chance.randrange(60)).encode()


def huge_cell(chance: random.Random) -> bytes:
    rows = _rows(chance)
    rows[0][chance.choice(list(HEADINGS))] = "x" * chance.choice([5_000, 140_000, 1_100_000])
    return _encoded(rows)


def ragged(chance: random.Random) -> bytes:
    lines = _encoded(_rows(chance)).decode().splitlines()
    return "\n".join(
        line[: chance.randrange(len(line))] if chance.random() < 0.6 else line * 2 for line in lines
    ).encode()


def no_table(chance: random.Random) -> bytes:
    words = ["Yth.", "NIK", "daftar", "kader", "http://", "…", "1", "{", "}", "<html>", "Nama kader"]
    return "\n".join(" ".join(chance.choices(words, k=8)) for _ in range(40)).encode()


def reasons_again(chance: random.Random) -> bytes:
    return as_csv(_rows(chance)).replace(b"Petugas", b"Alasan ditolak")


def formulas(chance: random.Random) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(HEADINGS.values()))
        for line, row in enumerate(_nasty_rows(chance), 1):
            for place, cell in enumerate(row.values()):
                if chance.random() < 0.3:
                    sheet.write_formula(line, place, "=1/0", None, chance.choice(["#DIV/0!", 5, "", "teks"]))
                else:
                    sheet.write_string(line, place, cell.replace("\ud800", "")[:32_000])
    return file.getvalue()


def merged_cells(chance: random.Random) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 8, "DAFTAR KADER")
        sheet.write_row(2, 1, list(HEADINGS.values()))
        sheet.merge_range(3, 1, 3 + chance.randint(1, 4), 3, "Siti")
        sheet.write_row(9, 1, list(make_row(1).values()))
    return file.getvalue()


def typed_cells(chance: random.Random) -> bytes:
    kinds = (3201015501900012, 81234567890.0, True, 12.5, -3, 1e300, None, "x", 46_000)
    return as_xlsx([list(HEADINGS.values()), *[[chance.choice(kinds) for _ in HEADINGS] for _ in range(5)]])


def damaged_workbook(chance: random.Random) -> bytes:
    content = bytearray(as_xlsx([list(HEADINGS.values()), list(make_row(1).values())]))
    for _ in range(chance.randint(1, 60)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content[: chance.choice([len(content), chance.randrange(len(content))])])


def bomb(chance: random.Random) -> bytes:
    """Little as a file, much when it is opened: by zeros, by what it claims, by two cells far apart."""
    kind = chance.randrange(3)
    if kind == 0:
        return as_xlsx([["NIK"], *[[]] * 2]) if chance.random() < 0.2 else _far_apart()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind == 1:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
        else:
            for number in range(2_100):
                archive.writestr(f"xl/{number}", b"")
    return file.getvalue()


def _far_apart() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "NIK")
        sheet.write(1_048_575, 16_383, "x")
    return file.getvalue()


CSV_MAKERS: tuple[Maker, ...] = (
    wrong_types, other_encoding, mixed_encodings, truncated, empty, binary, nul_inside, duplicate_headings, missing_headings,
    many_columns, unclosed_quote, huge_cell, ragged, no_table, reasons_again,
)  # fmt: skip
XLSX_MAKERS: tuple[Maker, ...] = (formulas, merged_cells, typed_cells, damaged_workbook, bomb)
