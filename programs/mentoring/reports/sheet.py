"""The pages of the sheet: what each asks for, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.mentoring.models import FLOWS, Report
from programs.mentoring.models.reports import NUMBERS


@dataclass(frozen=True)
class Asked:
    """One field. `may_be_empty`: nothing written is nothing happened."""

    name: str
    label: Any
    hint: Any = ""
    may_be_empty: bool = False


@dataclass(frozen=True)
class Page:
    slug: str
    title: Any
    lead: Any
    fields: tuple[Asked, ...]
    is_optional: bool = False
    rare: tuple[Asked, ...] = ()  # folded away: most months have nothing to tell there

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in (*self.fields, *self.rare))


COUNTED_MONEY = (
    Asked("cash", _("Berapa uang tunai usaha?"), _("Hitung uang di laci, dompet usaha, dan kaleng. Contoh: 1.250.000 atau 1,25 juta.")),
    Asked("bank", _("Berapa saldo bank dan dompet digital usaha?"), _("Lihat di aplikasi atau buku tabungan. Kosongkan bila tidak ada."), may_be_empty=True),
)  # fmt: skip
RECEIVABLES = Asked("receivables", _("Berapa yang belum dibayar pelanggan?"), _("Semua utang pelanggan kepada Anda pada hari terakhir bulan itu. Kosongkan bila tidak ada."), may_be_empty=True)  # fmt: skip
PAYABLES = Asked("payables", _("Berapa utang Anda ke pemasok?"), _("Barang sudah diambil tetapi belum Anda bayar, pada hari terakhir bulan itu. Kosongkan bila tidak ada."), may_be_empty=True)  # fmt: skip
STOCK = Asked("stock", _("Berapa nilai barang dan bahan yang masih ada?"), _("Sebesar harga belinya. Kira-kira saja bila tidak pasti; tulis 0 bila habis. Contoh: 800.000."))  # fmt: skip

MONTH_PAGES = (
    Page("penjualan", _("Penjualan"), _("Semua yang terjual selama bulan itu, sudah dibayar maupun belum."), (
        Asked("sales", _("Berapa penjualan bulan itu?"), _("Sebelum dikurangi biaya. Contoh: 12.000.000 atau 12 juta.")),
        RECEIVABLES,
    )),
    Page("belanja", _("Belanja bahan dan barang"), _("Untuk dijual atau diolah. Alat ditanya di bagian lain."), (
        Asked("purchases", _("Berapa belanja bahan dan barang bulan itu?"), _("Sudah dibayar maupun belum. Contoh: 7.500.000.")),
        PAYABLES,
    )),
    Page("persediaan", _("Persediaan"), _("Lihat rak dan gudang pada hari terakhir bulan itu."), (STOCK,)),
    Page("biaya", _("Biaya"), _("Yang dibayar selama bulan itu. Kosongkan yang tidak ada."), (
        Asked("wages", _("Upah pekerja"), _("Tanpa upah Anda sendiri. Contoh: 1.500.000."), may_be_empty=True),
        Asked("rent", _("Sewa tempat"), "", may_be_empty=True),
        Asked("other_costs", _("Biaya lain"), _("Listrik, air, gas, pulsa, kemasan, ongkos kirim, pajak."), may_be_empty=True),
    )),
    Page("alat", _("Alat yang dibeli"), _("Alat yang dipakai lebih dari satu tahun: kompor, kulkas, mesin. Kosongkan semua bila tidak membeli."), (
        Asked("equipment_bought", _("Berapa harganya?"), _("Bila beberapa, tulis jumlahnya."), may_be_empty=True),
        Asked("equipment_name", _("Alat apa?"), _("Contoh: kulkas dua pintu."), may_be_empty=True),
        Asked("equipment_years", _("Kira-kira terpakai berapa tahun?"), _("1 sampai 20 tahun. Contoh: 5."), may_be_empty=True),
    ), is_optional=True, rare=(
        Asked("gone_from", _("Alat yang mana?"), _("Pilih dari alat yang tercatat."), may_be_empty=True),
        Asked("gone_cost", _("Berapa harga belinya dahulu?"), _("Kosongkan bila semua alat pada pilihan itu."), may_be_empty=True),
        Asked("gone_price", _("Terjual berapa?"), _("Kosongkan bila rusak atau hilang."), may_be_empty=True),
    )),
    Page("pinjaman", _("Pinjaman usaha"), _("Dari bank, koperasi, atau orang lain. Kosongkan bila tidak ada."), (
        Asked("loan_received", _("Pinjaman baru yang diterima"), "", may_be_empty=True),
        Asked("principal_paid", _("Angsuran pokok yang dibayar"), _("Bagian yang mengurangi utang."), may_be_empty=True),
        Asked("interest_paid", _("Bunga atau jasa yang dibayar"), "", may_be_empty=True),
    ), is_optional=True),
    Page("pemilik", _("Uang pemilik"), _("Supaya uang rumah tidak tercampur dengan uang usaha."), (
        Asked("drawings", _("Yang Anda ambil untuk keperluan sendiri"), _("Belanja rumah, sekolah, arisan. Kosongkan bila tidak ada."), may_be_empty=True),
        Asked("owner_added", _("Uang sendiri yang Anda tambahkan ke usaha"), _("Kosongkan bila tidak ada."), may_be_empty=True),
    ), is_optional=True),
    Page("kas", _("Uang di akhir bulan"), _("Hitung pada hari terakhir bulan itu, atau sedekat mungkin."), COUNTED_MONEY),
    Page("pekerja", _("Pekerja"), "", (
        Asked("employees", _("Berapa orang yang Anda bayar bulan itu?"), _("Tanpa Anda sendiri. Tulis 0 bila tidak ada.")),
    )),
)  # fmt: skip
OPENING_PAGES = (
    Page("kas", _("Uang"), _("Hitung uang usaha saja, bukan uang rumah."), COUNTED_MONEY),
    Page("piutang", _("Utang pelanggan"), "", (RECEIVABLES,)),
    Page("persediaan", _("Persediaan"), "", (STOCK,)),
    Page("alat", _("Alat usaha"), _("Alat yang sudah Anda punya, tanpa tanah dan bangunan. Kosongkan semua bila tidak ada."), (
        Asked("equipment_bought", _("Berapa nilainya sekarang?"), _("Kira-kira harga bila dijual hari ini. Bila beberapa, tulis jumlahnya."), may_be_empty=True),
        Asked("equipment_name", _("Alat apa saja?"), _("Contoh: kompor, etalase, dan kulkas."), may_be_empty=True),
        Asked("equipment_years", _("Kira-kira masih terpakai berapa tahun?"), _("1 sampai 20 tahun. Contoh: 4."), may_be_empty=True),
    ), is_optional=True),
    Page("utang", _("Utang usaha"), "", (
        PAYABLES,
        Asked("loan_received", _("Berapa sisa pinjaman usaha?"), _("Pokok yang belum lunas ke bank, koperasi, atau orang lain. Kosongkan bila tidak ada."), may_be_empty=True),
    )),
)  # fmt: skip


def pages_of(report: Report) -> tuple[Page, ...]:
    return OPENING_PAGES if report.is_opening else MONTH_PAGES


def page_of(report: Report, slug: str) -> Page | None:
    return next((page for page in pages_of(report) if page.slug == slug), None)


def is_filled(report: Report, page: Page) -> bool:
    if "gone_from" in page.names and sold_unnamed(report):
        return False
    return all(getattr(report, name) is not None for name in page.names if name in NUMBERS)


def sold_unnamed(report: Report) -> bool:
    """The cash book tells that equipment was sold; which one it was is still to be chosen."""
    return bool(report.gone_price) and report.gone_from is None


def unfilled(report: Report) -> list[Page]:
    return [page for page in pages_of(report) if not is_filled(report, page)]


def settled(report: Report) -> dict[str, Any]:
    """What the sheet does not ask for is nothing: of an opening balance, all that happens during a month."""
    asked = {name for page in pages_of(report) for name in page.names}
    return {name: 0 for name in (*FLOWS, *NUMBERS) if name not in asked}
