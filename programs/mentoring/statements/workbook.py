"""The statements as a workbook: amounts as numbers, a sheet for each statement and one for the notes."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from soksi_portal.common.spreadsheet import plain

from .notes import Note
from .papers import Papers, Statement

MONEY = "#,##0;[Red]-#,##0"


def workbook_of(papers: Papers) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        for statement in papers.statements:
            _write_statement(book, papers, statement)
        _write_notes(book, papers)
    return file.getvalue()


def _write_statement(book: Any, papers: Papers, statement: Statement) -> None:
    bold, right = book.add_format({"bold": True}), book.add_format({"bold": True, "align": "right"})
    money = {
        level: book.add_format(
            {"num_format": MONEY, "bold": level in ("sum", "total"), "top": int(level in ("sum", "total"))}
        )
        for level in ("item", "sum", "total")
    }
    sheet = book.add_worksheet(statement.title[:31])
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, len(statement.columns), 26)
    _write_head(sheet, papers, statement.title, bold)
    for column, words in enumerate(statement.columns, start=1):
        sheet.write_string(4, column, words, right)
    for row, line in enumerate(statement.lines, start=5):
        sheet.write_string(row, 0, line.label, None if line.level == "item" else bold)
        for column, amount in enumerate(line.amounts, start=1):
            sheet.write_number(row, column, amount, money[line.level])
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)  # A4


def _write_head(sheet: Any, papers: Papers, title: str, bold: Any) -> None:
    for row, words in enumerate((str(plain(papers.business.name)), title, papers.period)):
        sheet.write_string(row, 0, words, bold)
    sheet.write_string(3, 0, _("Dalam rupiah. Disusun dari laporan bulanan pemilik; tidak diaudit."))


def _write_notes(book: Any, papers: Papers) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_("Catatan"))
    sheet.set_column(0, 0, 60, wrapped)
    sheet.set_column(1, 4, 22, wrapped)
    _write_head(sheet, papers, _("Catatan atas laporan keuangan"), bold)
    row = 5
    for number, note in enumerate(papers.notes, start=1):
        row = _write_note(sheet, row, f"{number}. {note.title}", note, bold) + 1
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)


def _write_note(sheet: Any, row: int, title: str, note: Note, bold: Any) -> int:
    sheet.write_string(row, 0, title, bold)
    row += 1
    for words in note.words:
        sheet.write_string(row, 0, str(plain(words)))
        row += 1
    for number, cells in enumerate(note.rows):
        for column, words in enumerate(cells):
            sheet.write_string(row, column, str(plain(words)), bold if number == 0 else None)
        row += 1
    return row
