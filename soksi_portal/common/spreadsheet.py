"""Rows to CSV and XLSX, safe to open: no cell of ours is ever taken for a formula."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

# OWASP "CSV injection": a cell that begins with one of these is run as a formula
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# an Indonesian spreadsheet parts cells at the semicolon, and takes the quotes around a cell for part of its text:
# then what follows such a mark begins a cell too
_BEGINS_INSIDE = re.compile(r"([;|\t\r\n]\s*)(?=[=+\-@])")
_MADE_SAFE_INSIDE = re.compile(r"([;|\t\r\n]\s*)'(?=[=+\-@])")
MOST_XLSX_ROWS = 1_048_575  # the format's own limit, without the header


def plain(value: Any) -> Any:
    """A value as a cell holds it: numbers stay numbers, moments are local time without zone, the rest text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, int | float | Decimal | date):
        return value
    return str(value).replace("\x00", "")


def safe_csv_cell(value: Any) -> Any:
    """As `plain`, with an apostrophe before text that a spreadsheet would run."""
    cell = plain(value)
    if not isinstance(cell, str):
        return cell
    cell = _BEGINS_INSIDE.sub(r"\1'", cell)
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def as_before_safe(cell: str) -> str:
    """What `safe_csv_cell` was given, where somebody sends our own export back."""
    if "'" not in cell:
        return cell
    if len(cell) > 1 and cell[0] == "'" and cell[1] in FORMULA_STARTS:
        cell = cell[1:]
    return _MADE_SAFE_INSIDE.sub(r"\1", cell)


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_response(*, header: Sequence[str], rows: Iterable[Sequence[Any]], filename: str) -> HttpResponseBase:
    """Streams; with a byte order mark, so that spreadsheets read UTF-8."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff"
        yield writer.writerow([safe_csv_cell(name) for name in header])
        for row in rows:
            yield writer.writerow([safe_csv_cell(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    return response


def xlsx_response(*, header: Sequence[str], rows: Iterable[Sequence[Any]], filename: str) -> HttpResponseBase:
    """Written row by row to a file that vanishes once sent, so that a long list needs little memory."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 — FileResponse closes it
    write_xlsx(file, header=header, rows=rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{filename}.xlsx")


def write_xlsx(file: IO[bytes], *, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            sheet.write_string(0, column, str(name), bold)
        for line, row in enumerate(rows, start=1):
            if line > MOST_XLSX_ROWS:
                break
            for column, value in enumerate(row):
                cell = plain(value)
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell[:32_767])  # the format's own limit
                elif isinstance(cell, datetime):
                    sheet.write_datetime(line, column, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, day)
                else:
                    sheet.write_number(line, column, cell)
