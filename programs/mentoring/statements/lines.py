"""The statements line by line, as they are printed: words and amounts. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.utils.translation import gettext as _

from soksi_portal.common.display import figure

from .arithmetic import CashFlow, Income, Position

Level = Literal["head", "item", "sum", "total"]
T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    label: str
    amounts: tuple[int, ...] = ()
    level: Level = "item"

    @property
    def shown(self) -> tuple[str, ...]:
        """For a phone's width: without the currency, which stands above the table."""
        return tuple(figure(amount).replace("-", "−") for amount in self.amounts)


def _line(label: str, of: Callable[[T], int], told: tuple[T, ...], level: Level = "item") -> Line:
    return Line(label, tuple(of(one) for one in told), level)


def position_lines(*told: Position) -> list[Line]:
    """Laporan posisi keuangan (SAK EMKM, chapter 4)."""
    return [
        Line(_("Aset"), level="head"),
        _line(_("Kas"), lambda one: one.cash, told),
        _line(_("Bank"), lambda one: one.bank, told),
        _line(_("Piutang usaha"), lambda one: one.receivables, told),
        _line(_("Persediaan"), lambda one: one.stock, told),
        _line(_("Peralatan"), lambda one: one.equipment, told),
        _line(_("Akumulasi penyusutan"), lambda one: -one.charged, told),
        _line(_("Jumlah aset"), lambda one: one.assets, told, "sum"),
        Line(_("Liabilitas"), level="head"),
        _line(_("Utang usaha"), lambda one: one.payables, told),
        _line(_("Pinjaman"), lambda one: one.loans, told),
        _line(_("Jumlah liabilitas"), lambda one: one.liabilities, told, "sum"),
        Line(_("Ekuitas"), level="head"),
        _line(_("Modal"), lambda one: one.capital, told),
        _line(_("Diambil pemilik (prive)"), lambda one: -one.drawings, told),
        _line(_("Saldo laba (rugi)"), lambda one: one.earnings, told),
        _line(_("Jumlah ekuitas"), lambda one: one.equity, told, "sum"),
        _line(_("Jumlah liabilitas dan ekuitas"), lambda one: one.liabilities + one.equity, told, "total"),
    ]


def income_lines(*told: Income) -> list[Line]:
    """Laporan laba rugi (SAK EMKM, chapter 5)."""
    lines = [
        _line(_("Penjualan"), lambda one: one.sales, told),
        Line(_("Beban pokok penjualan"), level="head"),
        _line(_("Persediaan awal"), lambda one: one.stock_before, told),
        _line(_("Pembelian"), lambda one: one.purchases, told),
        _line(_("Persediaan akhir"), lambda one: -one.stock_after, told),
        _line(_("Jumlah beban pokok penjualan"), lambda one: one.cost_of_sales, told, "sum"),
        _line(_("Laba (rugi) kotor"), lambda one: one.gross_profit, told, "sum"),
        Line(_("Beban usaha"), level="head"),
        _line(_("Upah"), lambda one: one.wages, told),
        _line(_("Sewa"), lambda one: one.rent, told),
        _line(_("Penyusutan"), lambda one: one.depreciation, told),
        _line(_("Beban lain"), lambda one: one.other_costs, told),
        _line(_("Jumlah beban usaha"), lambda one: one.costs, told, "sum"),
        _line(_("Laba (rugi) usaha"), lambda one: one.operating_profit, told, "sum"),
        _line(_("Beban bunga"), lambda one: -one.interest, told),
    ]
    if any(one.disposal for one in told):
        lines.append(_line(_("Laba (rugi) pelepasan peralatan"), lambda one: one.disposal, told))
    if any(one.difference for one in told):
        lines.append(_line(_("Selisih kas yang dihitung"), lambda one: one.difference, told))
    return [*lines, _line(_("Laba (rugi)"), lambda one: one.profit, told, "total")]


def _sold(told: tuple[CashFlow, ...]) -> list[Line]:
    """Rare, so only where there was any."""
    if not any(one.equipment_sold for one in told):
        return []
    return [_line(_("Hasil penjualan alat"), lambda one: one.equipment_sold, told)]


def cash_lines(*told: CashFlow) -> list[Line]:
    """Where the money went: how the difference of counted cash comes about."""
    lines = [
        _line(_("Uang di awal (kas dan bank)"), lambda one: one.before, told),
        _line(_("Diterima dari pelanggan"), lambda one: one.from_customers, told),
        _line(_("Dibayar ke pemasok"), lambda one: -one.to_suppliers, told),
        _line(_("Upah, sewa, dan biaya lain"), lambda one: -one.running_costs, told),
        _line(_("Alat yang dibeli"), lambda one: -one.equipment, told),
        *_sold(told),
        _line(_("Pinjaman diterima"), lambda one: one.loan_received, told),
        _line(_("Angsuran pokok dan bunga"), lambda one: -one.debt_service, told),
        _line(_("Tambahan modal pemilik"), lambda one: one.owner_added, told),
        _line(_("Diambil pemilik"), lambda one: -one.drawings, told),
        _line(_("Uang yang seharusnya ada"), lambda one: one.expected, told, "sum"),
        _line(_("Uang yang dihitung"), lambda one: one.counted, told),
    ]
    return [*lines, _line(_("Selisih"), lambda one: one.difference, told, "total")]
