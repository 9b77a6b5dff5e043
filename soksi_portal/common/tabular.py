"""List pages: columns, sorting, pages by key, and the same rows as XLSX or CSV.

    listing = Listing(request, filterset.qs, columns=COLUMNS, default_sort="-newest", filename="usaha")
    if listing.wants_export:
        return listing.export()
    return render(request, "….html", {"listing": listing, "filter": filterset})

and in the template `{% include "parts/table.html" with listing=listing %}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from .display import figure
from .keyset import KeysetPage, keyset_page
from .spreadsheet import csv_response, xlsx_response

SORT, AFTER, BEFORE, FORMAT = "urut", "sesudah", "sebelum", "format"
PAGE_SIZE = 50
COUNTED_UP_TO = 1_000  # beyond it a list says "lebih dari 1.000": counting all would cost with their number
EXPORT_CHUNK = 2_000


@dataclass(frozen=True)
class Column:
    """One column. `value` gives the plain value for the export; `cell` (default: value) what the page shows.

    `sort` is the path of a field that is never null; `key` stands in the address (`?urut=-key`).
    """

    key: str
    label: Any
    value: Callable[[Any], Any]
    cell: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    sort: str = ""
    numeric: bool = False
    on_page: bool = True  # False: only in the export
    in_export: bool = True


@dataclass(frozen=True)
class Header:
    label: str
    numeric: bool
    sort_url: str  # empty: not sortable
    direction: str  # "ascending", "descending" or ""


@dataclass(frozen=True)
class Cell:
    label: str
    value: Any
    numeric: bool
    url: str


@dataclass(frozen=True)
class Row:
    record: Any
    cells: list[Cell]


class Listing:
    """One request's view of a list."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        columns: Sequence[Column],
        default_sort: str,
        filename: str,
        may_export: bool = True,
        size: int = PAGE_SIZE,
    ) -> None:
        self.request = request
        self.queryset = queryset
        self.columns = columns
        self.size = size
        self.filename = filename
        self.may_export = may_export
        self._sorts = {column.key: column.sort for column in columns if column.sort}
        wanted = request.GET.get(SORT, "")
        self.sort = wanted if wanted.removeprefix("-") in self._sorts else default_sort

    @property
    def order(self) -> str:
        """The field path to sort by, with its sign."""
        sign = "-" if self.sort.startswith("-") else ""
        return sign + self._sorts[self.sort.removeprefix("-")]

    @cached_property
    def page(self) -> KeysetPage:
        return keyset_page(
            self.queryset,
            order=self.order,
            size=self.size,
            after=self.request.GET.get(AFTER, ""),
            before=self.request.GET.get(BEFORE, ""),
        )

    @cached_property
    def rows(self) -> list[Row]:
        shown = [column for column in self.columns if column.on_page]
        return [Row(record, [self._cell(column, record) for column in shown]) for record in self.page.rows]

    @staticmethod
    def _cell(column: Column, record: Any) -> Cell:
        value = (column.cell or column.value)(record)
        return Cell(
            str(column.label),
            value,
            column.numeric,
            column.link(record) if column.link else "",
        )

    @cached_property
    def headers(self) -> list[Header]:
        return [self._header(column) for column in self.columns if column.on_page]

    def _header(self, column: Column) -> Header:
        if not column.sort:
            return Header(str(column.label), column.numeric, "", "")
        direction = ""
        if self.sort.removeprefix("-") == column.key:
            direction = "descending" if self.sort.startswith("-") else "ascending"
        turned = f"-{column.key}" if direction == "ascending" else column.key
        return Header(str(column.label), column.numeric, self._url(**{SORT: turned}), direction)

    @cached_property
    def count(self) -> int:
        """How many there are, at most COUNTED_UP_TO + 1."""
        return self.queryset.order_by()[: COUNTED_UP_TO + 1].count()

    @property
    def summary(self) -> str:
        if self.count > COUNTED_UP_TO:
            return _("lebih dari %(count)s") % {"count": figure(COUNTED_UP_TO)}
        return _("%(count)s baris") % {"count": figure(self.count)}

    @property
    def next_url(self) -> str:
        return self._url(**{AFTER: self.page.after}) if self.page.after else ""

    @property
    def previous_url(self) -> str:
        return self._url(**{BEFORE: self.page.before}) if self.page.before else ""

    @property
    def xlsx_url(self) -> str:
        return self._url(**{FORMAT: "xlsx"}) if self.may_export else ""

    @property
    def csv_url(self) -> str:
        return self._url(**{FORMAT: "csv"}) if self.may_export else ""

    def _url(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for name in (AFTER, BEFORE, FORMAT):
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"

    @property
    def wants_export(self) -> bool:
        return self.may_export and self.request.GET.get(FORMAT) in ("xlsx", "csv")

    def export(self) -> HttpResponseBase:
        """All rows of the list in its order, not only this page's."""
        columns = [column for column in self.columns if column.in_export]
        respond = xlsx_response if self.request.GET.get(FORMAT) == "xlsx" else csv_response
        rows = ([column.value(record) for column in columns] for record in self._all_records())
        return respond(
            header=[str(column.label) for column in columns],
            rows=rows,
            filename=self.filename,
        )

    def _all_records(self) -> Iterator[Any]:
        after = ""
        while True:
            page = keyset_page(self.queryset, order=self.order, size=EXPORT_CHUNK, after=after)
            yield from page.rows
            if not page.after:
                return
            after = page.after
