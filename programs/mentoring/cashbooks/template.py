"""The cash book that is filled in: headings, a list to choose the kind from, and a sheet that explains."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from programs.mentoring.choices import EntryKind
from programs.mentoring.reports.months import last_day, month_words

from .columns import COLUMNS

FILLED_ROWS = 500  # as far down as cells offer their list
CHOICES = "Pilihan"


def template_file(month: date) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#e3efe9", "border": 1})
        data, explained, choices = (
            book.add_worksheet(name) for name in (_("Buku kas"), _("Penjelasan"), CHOICES)
        )
        _write_choices(choices, bold)
        _write_data(book, data, month, bold)
        _write_explanations(book, explained, month, bold)
    return file.getvalue()


def _write_choices(sheet: Any, bold: Any) -> None:
    sheet.write_string(0, 0, _("Jenis"), bold)
    sheet.set_column(0, 0, 34)
    for row, label in enumerate(EntryKind.labels, start=1):
        sheet.write_string(row, 0, str(label))


def _write_data(book: Any, sheet: Any, month: date, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    formats = {
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "amount": book.add_format({"num_format": "#,##0"}),
    }
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, str(column.label), bold)
        sheet.set_column(place, place, 40 if column.key == "words" else 26, formats.get(column.key))
    days = {"validate": "date", "criteria": "between", "minimum": month, "maximum": last_day(month)}
    wrong_day = {"error_type": "information", "error_message": _("Tulis tanggal di bulan ini.")}
    sheet.data_validation(1, 0, FILLED_ROWS, 0, days | wrong_day)
    kinds = {"validate": "list", "source": f"={CHOICES}!$A$2:$A${len(EntryKind.values) + 1}"}
    sheet.data_validation(1, 2, FILLED_ROWS, 2, kinds | {"error_message": _("Pilih dari daftar.")})


def _write_explanations(book: Any, sheet: Any, month: date, bold: Any) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 2, 38, wrapped)
    words = _("Buku kas %(month)s. Satu baris untuk satu kejadian; yang belum dibayar juga ditulis.")
    sheet.write_string(0, 0, words % {"month": month_words(month)}, wrapped)
    for place, head in enumerate((_("Kolom"), _("Isinya"), _("Contoh"))):
        sheet.write_string(2, place, head, bold)
    for row, column in enumerate(COLUMNS, start=3):
        for place, told in enumerate((str(column.label), str(column.what), column.example)):
            sheet.write_string(row, place, told, wrapped)
