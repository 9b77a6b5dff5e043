"""Catatan atas laporan keuangan (SAK EMKM, chapter 6): who, by which rules, and what stands behind the amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from programs.mentoring.models import ReportVersion
from programs.mentoring.reports.carrying import Carried
from programs.mentoring.reports.months import last_day, month_words
from soksi_portal.common.display import day, rupiah
from umkm.businesses.models import Business

from .arithmetic import Books, MonthBooks
from .figures import Asset

Rows = tuple[tuple[str, ...], ...]
BY_WHICH = "Standar Akuntansi Keuangan Entitas Mikro, Kecil, dan Menengah (SAK EMKM)"


@dataclass(frozen=True)
class Note:
    title: str
    words: tuple[str, ...] = ()
    rows: Rows = field(default=())  # with a first row of headings
    words_last: bool = False  # the last column is a sentence, not an amount

    @property
    def head(self) -> list[tuple[str, bool]]:
        """Each heading, and whether amounts stand below it."""
        last = len(self.rows[0]) - 1
        return [(label, 0 < at < last + (not self.words_last)) for at, label in enumerate(self.rows[0])]

    @property
    def lines(self) -> list[list[tuple[str, str, bool]]]:
        """Each cell with its heading, which stands beside it where a row becomes a card."""
        return [
            [(label, cell, is_amount) for (label, is_amount), cell in zip(self.head, row, strict=True)]
            for row in self.rows[1:]
        ]


def notes_of(
    business: Business,
    books: Books,
    told: Sequence[MonthBooks],
    corrections: Sequence[ReportVersion],
    later: Mapping[date, Carried],
) -> Iterator[Note]:
    """`later`: months whose difference is another since a month before was mended."""
    yield _general(business)
    yield _policies(books)
    yield from _details(books, told)
    differences = [one for one in told if one.cash.difference]
    if differences:
        yield Note(_("Selisih kas"), (_("Uang yang dihitung pemilik pada akhir bulan berbeda dari catatannya."),), _differences(differences, later), words_last=True)  # fmt: skip
    if corrections:
        yield Note(
            _("Koreksi setelah angka dilaporkan"),
            (
                _(
                    "Kesalahan bulan yang sudah dilaporkan kepada mitra dikoreksi terbuka; angka di laporan ini"
                    " sudah memuat koreksinya (SAK EMKM, paragraf 7.14 dan seterusnya)."
                ),
            ),
            _corrections(corrections),
            words_last=True,
        )


def _general(business: Business) -> Note:
    words = [_("%(business)s didirikan pada tahun %(year)s dan berusaha di %(place)s.") % {
        "business": business.name,
        "year": business.start_year or "–",
        "place": ", ".join(str(one) for one in (business.address, business.regency, business.province) if one),
    }]  # fmt: skip
    if business.description:
        words.append(_("Kegiatan: %(description)s.") % {"description": business.description.rstrip(".")})
    words.append(_("NIB: %(nib)s.") % {"nib": business.nib or _("belum ada")})
    words.append(_("Pemilik: %(owner)s.") % {"owner": business.owner.full_name})
    return Note(_("Umum"), tuple(words))


def _policies(books: Books) -> Note:
    return Note(
        _("Ikhtisar kebijakan akuntansi"),
        (
            _("Laporan ini disusun sesuai %(standard)s.") % {"standard": BY_WHICH},
            _("Dasar penyusunannya biaya historis dan asumsi dasar akrual, dalam rupiah penuh, sejak saldo awal %(day)s.")
            % {"day": day(last_day(books.opening.month))},
            _("Penjualan dan pembelian diakui pada bulan terjadinya, dibayar maupun belum."),
            _("Persediaan dihitung pemilik pada akhir bulan sebesar harga belinya; beban pokok penjualan adalah persediaan awal ditambah pembelian dikurangi persediaan akhir."),
            _("Peralatan dicatat sebesar harga perolehan (pada saldo awal: nilai taksiran pemilik) dan disusutkan dengan garis lurus selama umur manfaatnya, tanpa nilai residu, mulai bulan dibeli (SAK EMKM, paragraf 11.13–11.16). Yang dijual atau tidak terpakai lagi dihentikan pengakuannya pada bulan itu; selisihnya dengan nilai buku menjadi laba atau rugi (11.17–11.18)."),
            _("Beban pajak penghasilan tidak ditanyakan terpisah; pajak yang dibayar termasuk beban lain."),
            _("Angkanya berasal dari laporan bulanan pemilik di portal ini dan tidak diaudit."),
        ),
    )  # fmt: skip


def _details(books: Books, told: Sequence[MonthBooks]) -> Iterator[Note]:
    last = told[-1].month
    assets = [one for one in books.assets if one.since <= last and one.cost_at(last)]
    if assets:
        yield Note(_("Peralatan"), (), _equipment(assets, last))
    if gone := _gone(books, told):
        yield Note(_("Peralatan yang dilepas"), (), gone)
    if any(one.position.loans or one.cash.debt_service or one.cash.loan_received for one in told):
        yield Note(_("Pinjaman"), (), _loans(told))
    head = (_("Bulan"), _("Ditambahkan pemilik"), _("Diambil pemilik"))
    rows = [(month_words(one.month), rupiah(one.cash.owner_added), rupiah(one.cash.drawings)) for one in told]
    yield Note(_("Ekuitas"), (), (head, *rows))


def _equipment(assets: Sequence[Asset], last: date) -> Rows:
    head = (_("Peralatan"), _("Harga perolehan"), _("Umur"), _("Disusutkan"), _("Nilai buku"))
    rows = [
        (
            one.name,
            rupiah(one.cost_at(last)),
            _("%(years)s tahun") % {"years": one.years},
            rupiah(one.charged_until(last)),
            rupiah(one.book_value(last)),
        )
        for one in assets
    ]
    return (head, *rows)


def _gone(books: Books, told: Sequence[MonthBooks]) -> Rows:
    rows = [
        (month_words(one.month), asset.name, rupiah(cost), rupiah(one.figures.gone_price), rupiah(one.income.disposal))
        for one in told
        for asset, cost in books.disposed_in(one.month)
    ]  # fmt: skip
    head = (_("Bulan"), _("Peralatan"), _("Harga perolehan"), _("Diterima"), _("Laba (rugi)"))
    return (head, *rows) if rows else ()


def _loans(told: Sequence[MonthBooks]) -> Rows:
    head = (_("Bulan"), _("Diterima"), _("Pokok dibayar"), _("Bunga dibayar"), _("Sisa"))
    rows = [
        (
            month_words(one.month),
            rupiah(one.cash.loan_received),
            rupiah(one.cash.principal_paid),
            rupiah(one.cash.interest_paid),
            rupiah(one.position.loans),
        )
        for one in told
    ]
    return (head, *rows)


def _differences(months: Sequence[MonthBooks], later: Mapping[date, Carried]) -> Rows:
    head = (_("Bulan"), _("Selisih"), _("Penjelasan pemilik"))
    rows = [
        (month_words(one.month), rupiah(one.cash.difference), _why(one, later.get(one.month)))
        for one in months
    ]
    return (head, *rows)


def _why(month: MonthBooks, moved: Carried | None) -> str:
    """In the owner's words, and what comes from a month that was mended since."""
    return "; ".join(filter(None, (month.figures.difference_reason, moved.words if moved else ""))) or "–"


def _corrections(versions: Sequence[ReportVersion]) -> Rows:
    head = (_("Laporan"), _("Dikoreksi"), _("Alasan"))
    return (head, *((str(one.report), day(one.sent_at), one.reason) for one in versions))
