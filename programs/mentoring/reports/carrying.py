"""A correction reaches into the months after it: the cash they counted stands, what it is held against does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from programs.mentoring.models import Report
from programs.mentoring.statements.arithmetic import Books
from soksi_portal.common.display import rupiah

from .months import month_words


@dataclass(frozen=True)
class Carried:
    """A month whose cash differs by another amount than its owner saw and explained."""

    month: date
    seen: int
    now: int

    @property
    def by(self) -> int:
        return self.now - self.seen

    @property
    def words(self) -> str:
        return _("%(amount)s karena bulan sebelumnya diperbaiki") % {"amount": rupiah(self.by)}


def differences_seen(reports: Iterable[Report]) -> dict[date, int]:
    """As each was when its report was sent."""
    return {one.month: one.current.difference for one in reports if one.current and not one.is_opening}


def carried(books: Books, seen: Mapping[date, int]) -> dict[date, Carried]:
    found = (
        Carried(one.month, seen[one.month], one.cash.difference) for one in books.months if one.month in seen
    )
    return {one.month: one for one in found if one.by}


def remarks_on_later(books: Books, sheet: Report, reports: Iterable[Report]) -> Iterator[str]:
    """What sending this correction does to the months after it, said before it is sent."""
    for month, one in carried(books, differences_seen(reports)).items():
        if month > sheet.month:
            yield _(
                "Setelah perbaikan ini, selisih uang %(month)s menjadi %(now)s, tadinya %(seen)s. Periksa juga"
                " laporan %(month)s; bila angkanya sudah benar, catatan laporan keuangan menyebut sebabnya."
            ) % {"month": month_words(month), "now": rupiah(one.now), "seen": rupiah(one.seen)}
