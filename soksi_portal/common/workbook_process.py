"""Turns a spreadsheet into lines of JSON. Runs as a process of its own that may fail without harm.

It reads the file on its standard input and writes one line for each row of the sheet: a list of texts. The first line
says what it found, or why it refused. It gets no environment, no secrets and no database, may write no file and start
nothing, and has a ceiling of memory and time: a hostile file costs its sender an answer, and the portal nothing. Only
the standard library and python-calamine are imported here.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

MOST_BYTES = 50 * 1024 * 1024  # as sent
MOST_UNPACKED = 1024 * 1024 * 1024  # of all parts together, as the archive declares them
MOST_PARTS = 2_000
MOST_ROWS = 200_000
MOST_CELL = 2_000  # characters that are handed on; no fact is longer than 500
MOST_COLUMNS = 300
SECONDS = 120
MEMORY = 1_600 * 1024 * 1024
FIRST_INEXACT = 1e15  # Excel keeps 15 digits and makes the others 0
WANTED_SHEET = "data"  # of the template; else the first one


class Refused(Exception):
    """Carries a word that `sheets` has a sentence for."""


def main() -> None:
    _limit()
    out = sys.stdout
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        rows = rows_of(raw)
        out.write('{"found": "xlsx"}\n')
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=True) + "\n")
        out.write('{"end": true}\n')
    except Refused as refusal:
        out.write(json.dumps({"refused": str(refusal)}) + "\n")


def rows_of(raw: bytes) -> Iterator[list[str]]:
    """Raises Refused at once where the file cannot be read, and while reading where it has too many rows."""
    if len(raw) > MOST_BYTES:
        raise Refused("too_big")
    _look_inside(raw)
    return _texts(_sheet_rows(raw))


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


def _look_inside(raw: bytes) -> None:
    """What the archive says of itself, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except Exception as error:  # zipfile stumbles over broken archives in many ways
        raise Refused("broken") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("bomb")
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("locked")
    if not any(name.startswith(("xl/", "content.xml")) for name in names):
        raise Refused("not_a_table")


def _sheet_rows(raw: bytes) -> Iterable[list[Any]]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names = book.sheet_names
        if not names:
            raise Refused("empty")
        wanted = next((name for name in names if name.strip().lower() == WANTED_SHEET), names[0])
        sheet = book.get_sheet_by_name(wanted)
        if sheet.start is None:
            return []
        if sheet.height > MOST_ROWS + 50:  # the heading and what may stand above it
            raise Refused("too_many_rows")
        if sheet.width > MOST_COLUMNS:
            raise Refused("too_many_columns")
        return sheet.iter_rows()
    except Refused:
        raise
    except BaseException as error:  # also the panic of a library in Rust, which is no Exception
        raise Refused("broken") from error


def _texts(rows: Iterable[list[Any]]) -> Iterator[list[str]]:
    try:
        for row in rows:
            texts = [cell[:MOST_CELL] if type(cell) is str else text_of(cell) for cell in row]
            while texts and not texts[-1]:
                texts.pop()
            yield texts
    except Exception as error:
        raise Refused("broken") from error


def text_of(cell: Any) -> str:
    """A cell as a person would have typed it."""
    if isinstance(cell, str):
        return cell[:MOST_CELL]
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Ya" if cell else "Tidak"
    if isinstance(cell, int | float):
        return _number(float(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)[:MOST_CELL]


def _number(value: float) -> str:
    """Whole numbers without a fraction; those whose last digits Excel has lost in its short form, so that the
    checks can say so."""
    if abs(value) >= FIRST_INEXACT or value != value:
        return f"{value:.5E}"
    return str(int(value)) if value.is_integer() else repr(value)


if __name__ == "__main__":
    main()
