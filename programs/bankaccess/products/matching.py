"""Which conditions a business meets. Pure: facts and conditions in, answers out; no database, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from programs.bankaccess.choices import GOOD_SLIK, Paper, SlikStatus
from programs.bankaccess.models import Terms
from programs.bankaccess.models.products import amount_range
from soksi_portal.common.display import day, rupiah

REGISTER, BOOKS, CREDIT = "business_detail", "book_detail", "credit_answer"


@dataclass(frozen=True)
class Facts:
    """What is on record about a business. None: nothing is."""

    is_verified: bool = True
    has_nib: bool = False
    has_npwp: bool = False
    sales: int | None = None  # of a year
    sales_source: str = ""
    start_year: int | None = None
    has_programme_credit: bool | None = None
    disbursed: str = ""  # by which referral it came, where the last answer is older
    slik: str = SlikStatus.UNKNOWN
    answered_on: date | None = None
    papers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Check:
    """One condition: met, not met, or not known; by which record, and what to do."""

    label: str
    is_met: bool | None
    source: str
    advice: str = ""
    place: str = ""  # the page of the business where the owner does it, by its URL's name


@dataclass(frozen=True)
class Match:
    terms: Terms
    checks: tuple[Check, ...]
    most: int  # what it may ask for, with what is on record

    @property
    def qualifies(self) -> bool:
        return all(check.is_met for check in self.checks)

    @property
    def range_words(self) -> str:
        """What it may ask for; where that is nothing, what the product is for."""
        floor = self.terms.floor
        return amount_range(floor, self.most if self.most > floor else self.terms.ceiling)

    @property
    def needs_tax_number_for_more(self) -> bool:
        return self.terms.floor < self.most < self.terms.ceiling

    @property
    def missing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.is_met)


def match(facts: Facts, terms: Terms, *, today: date) -> Match:
    return Match(terms=terms, checks=tuple(_checks(facts, terms, today)), most=_most(facts, terms))


def matches(facts: Facts, versions: Sequence[Terms], *, today: date) -> list[Match]:
    """Those that it qualifies for first, the largest of them first; then those of which least is missing."""
    found = [match(facts, terms, today=today) for terms in versions]
    return sorted(found, key=lambda one: (not one.qualifies, len(one.missing), -one.most))


def _most(facts: Facts, terms: Terms) -> int:
    """Without a tax number no more than up to where none is asked for."""
    if terms.npwp_above is None or facts.has_npwp:
        return terms.ceiling
    return min(terms.ceiling, terms.npwp_above)


def _checks(facts: Facts, terms: Terms, today: date) -> Iterator[Check]:
    register = _("Data usaha")
    yield Check(
        _("Usaha terverifikasi"), facts.is_verified, _("Pemeriksaan koordinator"),
        _("Kirim usaha ini untuk diperiksa."),
    )  # fmt: skip
    if terms.sales_ceiling is not None:
        yield _sales(facts, terms.sales_ceiling)
    if terms.npwp_above is not None and terms.npwp_above <= terms.floor:
        yield Check(
            _("NPWP"), facts.has_npwp, register, _("Isi NPWP usaha atau pemilik pada data usaha."), REGISTER
        )
    if terms.needs_nib:
        yield Check(
            _("NIB"),
            facts.has_nib,
            register,
            _("Urus NIB tanpa biaya di oss.go.id, lalu isi pada data usaha."),
            REGISTER,
        )
    if terms.least_months is not None:
        yield _age(facts, terms.least_months, today)
    if terms.no_programme_credit:
        yield _programme_credit(facts)
    if terms.needs_good_slik:
        yield _slik(facts)
    yield from (_paper(facts, Paper(paper)) for paper in terms.papers)


def _sales(facts: Facts, ceiling: int) -> Check:
    label = _("Penjualan setahun paling banyak %(most)s") % {"most": rupiah(ceiling)}
    if facts.sales is None:
        advice = _("Isi penjualan tahun lalu, atau kirim laporan bulanan.")
        return Check(label, None, _("Belum tercatat"), advice, BOOKS)
    source = _("%(sales)s menurut %(source)s") % {"sales": rupiah(facts.sales), "source": facts.sales_source}
    return Check(label, facts.sales <= ceiling, source, _("Produk ini untuk usaha yang lebih kecil."))


def _age(facts: Facts, least: int, today: date) -> Check:
    """Only the year of the start is on record: the business has run since its last day at the least."""
    label = _("Usaha berjalan paling sedikit %(months)s bulan") % {"months": least}
    if facts.start_year is None:
        return Check(label, None, _("Belum tercatat"), _("Isi tahun mulai pada data usaha."), REGISTER)
    source = _("Mulai tahun %(year)s menurut data usaha") % {"year": facts.start_year}
    surely = (today.year - facts.start_year - 1) * 12 + today.month - 1
    perhaps = (today.year - facts.start_year) * 12 + today.month
    if surely >= least:
        return Check(label, True, source)
    if perhaps < least:
        return Check(label, False, source, _("Tunggu sampai usaha cukup lama berjalan."))
    return Check(label, None, source, _("Tunjukkan bukti bulan mulainya kepada pendamping."))


def _answer_source(facts: Facts) -> str:
    if facts.answered_on is None:
        return _("Belum dijawab")
    return _("Jawaban pemilik per %(day)s") % {"day": day(facts.answered_on)}


def _programme_credit(facts: Facts) -> Check:
    known = facts.has_programme_credit
    advice = (
        _("Lunasi dahulu kredit program yang berjalan.") if known else _("Jawab pertanyaan tentang kredit.")
    )
    return Check(
        _("Tidak sedang menerima kredit program"),
        None if known is None else not known,
        facts.disbursed or _answer_source(facts),
        advice,
        "" if known else CREDIT,
    )


def _slik(facts: Facts) -> Check:
    label = _("SLIK lancar atau tanpa catatan")
    if facts.slik == SlikStatus.UNKNOWN:
        return Check(
            label,
            None,
            _answer_source(facts),
            _("Minta hasil SLIK di idebku.ojk.go.id, lalu unggah bersama jawaban tentang kredit."),
            CREDIT,
        )
    source = f"{_answer_source(facts)}: {SlikStatus(facts.slik).label}"
    advice = _("Selesaikan tunggakan, lalu minta hasil SLIK yang baru.")
    return Check(label, facts.slik in GOOD_SLIK, source, advice, CREDIT)


def _paper(facts: Facts, paper: Paper) -> Check:
    advice, place = {
        Paper.STATEMENTS: (_("Kirim laporan bulanan sampai enam bulan terkumpul."), BOOKS),
        Paper.SLIK: (_("Unggah hasil SLIK bersama jawaban tentang kredit."), CREDIT),
    }.get(paper, (_("Unggah pada halaman dokumen usaha."), "document_list"))
    return Check(str(paper.label), paper in facts.papers, _("Dokumen di portal"), advice, place)
