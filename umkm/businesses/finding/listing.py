"""The list of what was found: best first, and still sorted, paged and exported as every list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from soksi_portal.common.keyset import KeysetPage
from soksi_portal.common.tabular import AFTER, BEFORE, COUNTED_UP_TO, EXPORT_CHUNK, Column, Listing

from ..models import Business
from .search import Found

BEST = "cocok"  # the order of a search until a column is chosen
NEWEST = "-terdaftar"


class FoundListing(Listing):
    """A list of `found` among `businesses` (with all that a row shows)."""

    def __init__(
        self,
        request: HttpRequest,
        businesses: QuerySet[Business],
        *,
        found: Found,
        columns: Sequence[Column],
        filename: str,
    ) -> None:
        self.found = found
        rows = businesses.filter(pk__in=found.keys) if found.many is None else found.many
        default = BEST if found.many is None else NEWEST
        super().__init__(request, rows, columns=columns, default_sort=default, filename=filename)
        self._businesses = businesses

    @cached_property
    def page(self) -> KeysetPage:
        if self.sort != BEST:
            return super().page
        begin = self._position(AFTER)
        end = self._position(BEFORE)
        if end:
            begin = max(0, end - self.size)
        keys = self.found.keys
        following = begin + self.size
        return KeysetPage(
            rows=self._records(keys[begin:following]),
            after=str(following) if following < len(keys) else "",
            before=str(begin) if begin else "",
        )

    def _position(self, name: str) -> int:
        """How many are before the place in the address; 0 where that is none of ours."""
        text = self.request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0

    def _records(self, keys: list[int]) -> list[Any]:
        by_key = self._businesses.in_bulk(keys)
        return [by_key[key] for key in keys if key in by_key]

    @cached_property
    def count(self) -> int:
        if self.found.many is not None or self.found.is_more:
            return COUNTED_UP_TO + 1
        return len(self.found.keys)

    def _all_records(self) -> Iterator[Any]:
        if self.sort != BEST:
            yield from super()._all_records()
            return
        for begin in range(0, len(self.found.keys), EXPORT_CHUNK):
            yield from self._records(self.found.keys[begin : begin + EXPORT_CHUNK])
