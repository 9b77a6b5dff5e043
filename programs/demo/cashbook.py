"""The cash book behind the demo cadre's last month: its sums are the figures that were sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from programs.mentoring.cashbooks.reading import ReadLine
from programs.mentoring.choices import EntryKind
from programs.mentoring.models import Report, ReportVersion

WEEKS = 4
COSTS = (
    ("wages", EntryKind.WAGES, "Upah pekerja"),
    ("rent", EntryKind.RENT, "Sewa tempat"),
    ("other_costs", EntryKind.OTHER_COSTS, "Listrik, gas, dan kemasan"),
    ("principal_paid", EntryKind.PRINCIPAL, "Angsuran koperasi"),
    ("interest_paid", EntryKind.INTEREST, "Jasa koperasi"),
    ("drawings", EntryKind.DRAWING, "Belanja rumah"),
)


def lines_of(report: Report, before: ReportVersion) -> list[ReadLine]:
    """Lines that add up to what the report tells, with `before` the month before it."""
    told = [
        *_weekly(report.sales or 0, (report.receivables or 0) - (before.receivables or 0), EntryKind.CASH_SALE, "Penjualan minggu ke-%d"),
        *_weekly(report.purchases or 0, (report.payables or 0) - (before.payables or 0), EntryKind.CASH_PURCHASE, "Singkong, minyak, dan bumbu minggu ke-%d"),
    ]  # fmt: skip
    told += [(kind, words, getattr(report, name), 4) for name, kind, words in COSTS if getattr(report, name)]
    return [
        ReadLine(line, report.month + timedelta(days=7 * week - 2), words, kind.value, amount)
        for line, (kind, words, amount, week) in enumerate(told, start=2)
    ]


Told = tuple[EntryKind, str, int, int]  # in which week


def _weekly(total: int, owed_more: int, paid: EntryKind, words: str) -> Iterator[Told]:
    """In four parts; what is owed more at the end was not paid, what is owed less was paid beside it."""
    is_sale = paid == EntryKind.CASH_SALE
    if owed_more > 0:
        yield (EntryKind.CREDIT_SALE if is_sale else EntryKind.CREDIT_PURCHASE), "Belum dibayar", owed_more, 4
        total -= owed_more
    elif owed_more < 0:
        yield (EntryKind.COLLECTION if is_sale else EntryKind.SUPPLIER_PAID), "Melunasi utang", -owed_more, 2
    part = total // WEEKS
    for week in range(1, WEEKS + 1):
        amount = part if week < WEEKS else total - part * (WEEKS - 1)
        yield paid, words % week, amount, week
