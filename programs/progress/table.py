"""The table of provinces: 38 rows that are at hand already, sorted here rather than by the database."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.display import figure, percent
from soksi_portal.common.spreadsheet import csv_response, xlsx_response
from soksi_portal.common.tabular import FORMAT, SORT, Cell, Column, Header, Row
from soksi_portal.common.templatetags.portal import badge

from .judgement import GRAVITY, judge
from .queries import CountryProgress, ProvinceProgress


def _count(key: str, label: Any, name: str) -> Column:
    return Column(key, label, lambda row: getattr(row.figures, name), sort=name, numeric=True)


def _attendance(row: ProvinceProgress) -> int:
    percent = row.figures.attendance_percent
    return -1 if percent is None else percent


def _share(number: int, row: ProvinceProgress) -> float:
    """What is sorted by is what is shown: the share, and nothing below none."""
    return number / row.figures.registered if row.figures.registered else -1


def _bank_share(number: int, row: ProvinceProgress) -> str:
    return percent(number, row.figures.registered).replace("\u00a0", "")


# baseline and today: side by side on the page, each on its own in the export
BANK = (
    Column(
        "bank",
        _("Akses bank, awal → kini"),
        lambda row: row.figures.bank_today,
        cell=lambda row: (
            f"{_bank_share(row.figures.bank_access, row)} → {_bank_share(row.figures.bank_today, row)}"
        ),
        sort="bank_today",
        numeric=True,
        in_export=False,
    ),
    Column("bank-awal", _("Akses bank awal"), lambda row: row.figures.bank_access, on_page=False),
    Column("bank-kini", _("Akses bank kini"), lambda row: row.figures.bank_today, on_page=False),
)
COLUMNS = (
    Column(
        "provinsi",
        _("Provinsi"),
        lambda row: row.province.name,
        link=lambda row: reverse("progress_province", args=[row.province.code]),
        sort="name",
    ),
    Column(
        "keadaan",
        _("Keadaan"),
        lambda row: judge(row).label,
        cell=lambda row: badge(judge(row).label, judge(row).badge_tone),
        sort="state",
    ),
    _count("terdaftar", _("Terdaftar"), "registered"),
    _count("terverifikasi", _("Terverifikasi"), "verified"),
    _count("diusulkan", _("Diusulkan"), "nominated"),
    Column(
        "kursi",
        _("Kursi terisi"),
        lambda row: row.figures.seats_filled,
        cell=lambda row: f"{row.figures.seats_filled} / {row.figures.seats}",
        sort="seats_filled",
        numeric=True,
    ),
    _count("direncanakan", _("Sesi direncanakan"), "sessions_planned"),
    _count("terlaksana", _("Sesi terlaksana"), "sessions_held"),
    Column(
        "kehadiran",
        _("Kehadiran"),
        lambda row: row.figures.attendance_percent,
        cell=lambda row: "–" if _attendance(row) < 0 else f"{_attendance(row)} %",
        sort="attendance",
        numeric=True,
    ),
    *BANK,
)
ON_PAGE = tuple(column for column in COLUMNS if column.on_page)
EXPORTED = tuple(column for column in COLUMNS if column.in_export)
SORT_KEYS: dict[str, Any] = {
    "provinsi": lambda row: row.province.name.casefold(),
    "keadaan": lambda row: GRAVITY.index(judge(row).tone),
    "kehadiran": _attendance,
    "bank": lambda row: _share(row.figures.bank_today, row),
}


class ProgressTable:
    """Has the shape of a `Listing`, so that parts/table.html shows it."""

    next_url = previous_url = ""

    def __init__(self, country: CountryProgress, query: QueryDict) -> None:
        self.query = query
        wanted = query.get(SORT, "")
        keys = {column.key for column in ON_PAGE}
        self.sort = wanted if wanted.removeprefix("-") in keys else "provinsi"
        key = self.sort.removeprefix("-")
        column = next(column for column in COLUMNS if column.key == key)
        self.records = sorted(
            country.provinces, key=SORT_KEYS.get(key, column.value), reverse=self.sort.startswith("-")
        )

    @property
    def headers(self) -> list[Header]:
        return [self._header(column) for column in ON_PAGE]

    def _header(self, column: Column) -> Header:
        direction = ""
        if self.sort.removeprefix("-") == column.key:
            direction = "descending" if self.sort.startswith("-") else "ascending"
        turned = f"-{column.key}" if direction == "ascending" else column.key
        return Header(str(column.label), column.numeric, f"?{SORT}={turned}#daftar", direction)

    @property
    def rows(self) -> list[Row]:
        return [Row(record, [self._cell(column, record) for column in ON_PAGE]) for record in self.records]

    @staticmethod
    def _cell(column: Column, record: ProvinceProgress) -> Cell:
        value = (column.cell or column.value)(record)
        shown = figure(value) if isinstance(value, int) else value
        return Cell(str(column.label), shown, column.numeric, column.link(record) if column.link else "")

    @property
    def summary(self) -> str:
        return str(_("%(count)s provinsi")) % {"count": len(self.records)}

    @property
    def xlsx_url(self) -> str:
        return f"?{SORT}={self.sort}&{FORMAT}=xlsx"

    @property
    def csv_url(self) -> str:
        return f"?{SORT}={self.sort}&{FORMAT}=csv"

    @property
    def wants_export(self) -> bool:
        return self.query.get(FORMAT) in ("xlsx", "csv")

    def export(self) -> HttpResponseBase:
        respond = xlsx_response if self.query.get(FORMAT) == "xlsx" else csv_response
        header = [str(_("Kode")), *(str(column.label) for column in EXPORTED), str(_("Kursi"))]
        rows = (
            [record.province.code, *(column.value(record) for column in EXPORTED), record.figures.seats]
            for record in self.records
        )
        return respond(header=header, rows=rows, filename="kemajuan")
