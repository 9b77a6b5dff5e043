"""The columns of a cash book, and what each kind of line does to the month's figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.mentoring.choices import EntryKind
from programs.mentoring.models import CashEntry
from soksi_portal.common.typed import key_of


@dataclass(frozen=True)
class BookColumn:
    key: str
    label: Any
    what: Any
    example: str
    also: tuple[str, ...] = ()


COLUMNS = (
    BookColumn("day", _("Tanggal"), _("Hari kejadiannya, di bulan yang dilaporkan"), "05/10/2026", ("tgl", "hari")),
    BookColumn("words", _("Keterangan"), _("Apa yang terjadi"), "Nasi kotak 20 porsi", ("uraian", "catatan", "nama barang")),
    BookColumn("kind", _("Jenis"), _("Pilih dari daftar"), "Penjualan dibayar", ("kategori", "macam")),
    BookColumn("amount", _("Jumlah"), _("Rupiah, tanpa sen"), "400.000", ("nilai", "rupiah", "jumlah rp", "nominal")),
)  # fmt: skip
HEADINGS = {key_of(words): one.key for one in COLUMNS for words in (str(one.label), one.key, *one.also)}
KINDS = {key_of(str(kind.label)): kind.value for kind in EntryKind} | {
    kind.value: kind.value for kind in EntryKind
}

# what each figure of the month is the sum of; the money itself is counted, not computed
SUMS: dict[str, tuple[EntryKind, ...]] = {
    "sales": (EntryKind.CASH_SALE, EntryKind.CREDIT_SALE),
    "purchases": (EntryKind.CASH_PURCHASE, EntryKind.CREDIT_PURCHASE),
    "wages": (EntryKind.WAGES,),
    "rent": (EntryKind.RENT,),
    "other_costs": (EntryKind.OTHER_COSTS,),
    "equipment_bought": (EntryKind.EQUIPMENT,),
    "loan_received": (EntryKind.LOAN,),
    "principal_paid": (EntryKind.PRINCIPAL,),
    "interest_paid": (EntryKind.INTEREST,),
    "drawings": (EntryKind.DRAWING,),
    "owner_added": (EntryKind.OWNER_ADDED,),
}


def totals(entries: Iterable[CashEntry]) -> dict[str, int]:
    """{kind: sum}."""
    found = dict.fromkeys(EntryKind.values, 0)
    for entry in entries:
        found[entry.kind] += entry.amount
    return found


def figures_of(entries: list[CashEntry], *, receivables: int, payables: int) -> dict[str, Any]:
    """What the sheet is told, with what customers owed and suppliers were owed before."""
    by_kind = totals(entries)
    told: dict[str, Any] = {name: sum(by_kind[kind] for kind in kinds) for name, kinds in SUMS.items()}
    told["receivables"] = receivables + by_kind[EntryKind.CREDIT_SALE] - by_kind[EntryKind.COLLECTION]
    told["payables"] = payables + by_kind[EntryKind.CREDIT_PURCHASE] - by_kind[EntryKind.SUPPLIER_PAID]
    bought = [entry.words for entry in entries if entry.kind == EntryKind.EQUIPMENT]
    told["equipment_name"] = ", ".join(bought)[:120]
    if not bought:
        told["equipment_years"] = 0
    if sold := by_kind[EntryKind.EQUIPMENT_SOLD]:
        told["gone_price"] = sold  # which one it was, the sheet asks
    return told
