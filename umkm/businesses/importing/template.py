"""The template that is filled in: headings, lists to choose from, and a sheet that explains each column."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from soksi_portal.common.sheets import MOST_ROWS
from umkm.regions.models import Province, Regency

from ..choices import LegalForm, Licence, MarketingChannel, Wish
from ..models import Kbli
from .headings import COLUMNS

FILLED_ROWS = MOST_ROWS  # as far down as cells offer their lists
# Excel would take the leading zero away, or round the last digit
AS_TEXT = ("nik", "phone", "membership_number", "kbli", "nib", "npwp")
DATA, EXPLAINED, CHOICES = "Data", "Penjelasan", "Pilihan"


def template_file(*, provinces: Sequence[str]) -> bytes:
    """With the regencies of `provinces`; of all where none is named."""
    file = io.BytesIO()
    lists = _lists(provinces)
    with xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        data, explained, choices = (book.add_worksheet(name) for name in (DATA, EXPLAINED, CHOICES))
        ranges = _write_choices(choices, lists, bold)
        _write_data(data, ranges, bold, book.add_format({"num_format": "@"}))
        _write_explanations(explained, bold, book.add_format({"text_wrap": True, "valign": "top"}))
    return file.getvalue()


def _lists(provinces: Sequence[str]) -> dict[str, list[str]]:
    regencies = Regency.objects.existing().order_by("province__name", "kind", "name")
    known = Province.objects.existing().order_by("name")
    if provinces:
        regencies, known = regencies.filter(province__in=provinces), known.filter(code__in=provinces)
    return {
        "regencies": [one.full_name for one in regencies],
        "provinces": list(known.values_list("name", flat=True)),
        "kbli": [
            f"{code} – {title}"
            for code, title in Kbli.objects.in_force().order_by("code").values_list("code", "title")
        ],
        "legal_forms": [str(label) for label in LegalForm.labels],
        "yes_no": [_("Ya"), _("Tidak")],
        "licences": [str(label) for label in Licence.labels],
        "channels": [str(label) for label in MarketingChannel.labels],
        "wishes": [str(label) for label in Wish.labels],
    }


def _write_choices(sheet: Any, lists: Mapping[str, list[str]], bold: Any) -> dict[str, str]:
    """{list: where it stands}."""
    headings = {
        "regencies": _("Kabupaten/kota"), "provinces": _("Provinsi"), "kbli": _("Jenis usaha (KBLI)"), "legal_forms": _("Bentuk usaha"),
        "yes_no": _("Ya atau Tidak"), "licences": _("Izin"), "channels": _("Cara menjual"), "wishes": _("Yang ingin diperbaiki"),
    }  # fmt: skip
    found = {}
    sheet.freeze_panes(1, 0)
    for column, (key, values) in enumerate(lists.items()):
        sheet.write_string(0, column, headings[key], bold)
        sheet.set_column(column, column, 34)
        for line, value in enumerate(values, start=1):
            sheet.write_string(line, column, value)
        letter = chr(ord("A") + column)
        found[key] = f"={CHOICES}!${letter}$2:${letter}${max(2, len(values) + 1)}"
    return found


def _write_data(sheet: Any, ranges: Mapping[str, str], bold: Any, text: Any) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 34)
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, f"{column.label} *" if column.required else str(column.label), bold)
        sheet.set_column(place, place, 20, text if column.key in AS_TEXT else None)
        if column.choices:
            allowed = {"validate": "list", "source": ranges[column.choices], "error_type": "information"}
            sheet.data_validation(
                1, place, FILLED_ROWS, place,
                allowed | {"error_title": str(column.label)[:32], "error_message": _("Pilih dari daftar, atau tulis persis seperti di lembar Pilihan.")},
            )  # fmt: skip


def _write_explanations(sheet: Any, bold: Any, wrapped: Any) -> None:
    sheet.freeze_panes(1, 0)
    widths = (26, 9, 44, 36, 60)
    for column, (words, width) in enumerate(
        zip((_("Kolom"), _("Wajib"), _("Isinya"), _("Contoh"), _("Aturan")), widths, strict=True)
    ):
        sheet.write_string(0, column, words, bold)
        sheet.set_column(column, column, width, wrapped)
    for line, one in enumerate(COLUMNS, start=1):
        told = (
            str(one.label),
            _("Ya") if one.required else _("Tidak"),
            str(one.what),
            one.example,
            str(one.rule),
        )
        for column, words in enumerate(told):
            sheet.write_string(line, column, words, wrapped)
