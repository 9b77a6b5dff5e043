"""What a point says: of which record, what is there, and what to do next to gain it. No amounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import PRIVATE_CRITERIA, Criterion
from soksi_portal.common.display import figure

from .scoring import Point

BUSINESS, BOOKS, TRAINING, CREDIT = "business_detail", "book_detail", "session_list", "credit_answer"
ANSWERS = "product_match"


@dataclass(frozen=True)
class Text:
    title: Any
    told: Any  # where something is there
    untold: Any  # where nothing is
    step: Any
    record: str  # the address of what it comes from
    source: Any
    where: str  # the address of the step
    group: str  # steps of one group are one step


def _of(title: Any, told: Any, untold: Any, step: Any, where: str, group: str) -> Text:
    record, source = SOURCES[where]
    return Text(title, told, untold, step, record, source, where, group)


SOURCES = {
    BUSINESS: (BUSINESS, _("Data usaha")),
    BOOKS: (BOOKS, _("Laporan bulanan")),
    TRAINING: (TRAINING, _("Sertifikat pelatihan")),
    CREDIT: (ANSWERS, _("Jawaban tentang kredit")),
}
REPORT = _("Kirim laporan bulanan setiap bulan, paling lambat tanggal 10.")
PROFIT = _("Bahas harga jual dan biaya dengan pendamping, agar uang yang masuk melebihi yang keluar.")
MONTHS = _("%(got)s dari %(of)s bulan")
NO_BOOKS = _("Belum ada di laporan bulanan")
TEXTS = {
    "nib": _of(_("NIB"), _("Tercatat"), _("Belum tercatat"), _("Urus NIB di oss.go.id, lalu catat pada data usaha."), BUSINESS, "nib"),
    "npwp": _of(_("NPWP"), _("Tercatat"), _("Belum tercatat"), _("Catat NPWP pada data usaha."), BUSINESS, "npwp"),
    "licences": _of(_("Izin lain (PIRT, halal, BPOM, SNI, merek)"), _("%(got)s izin tercatat"), _("Belum tercatat"), _("Urus satu izin yang cocok, misalnya PIRT atau halal, lalu catat pada data usaha."), BUSINESS, "licences"),
    "complete_six": _of(_("Laporan masuk, 6 bulan terakhir"), MONTHS, MONTHS, REPORT, BOOKS, "report"),
    "in_time_six": _of(_("Laporan tepat waktu, 6 bulan terakhir"), MONTHS, MONTHS, REPORT, BOOKS, "report"),
    "complete_twelve": _of(_("Laporan masuk, 12 bulan terakhir"), MONTHS, MONTHS, REPORT, BOOKS, "report"),
    "in_time_twelve": _of(_("Laporan tepat waktu, 12 bulan terakhir"), MONTHS, MONTHS, REPORT, BOOKS, "report"),
    "cash_flow": _of(_("Arus kas usaha positif"), MONTHS, MONTHS, PROFIT, BOOKS, "profit"),
    "margin": _of(_("Laba dari setiap Rp 100 penjualan"), _("Rp %(got)s; nilai penuh mulai Rp %(of)s, dari 6 bulan laporan"), NO_BOOKS, PROFIT, BOOKS, "profit"),
    "debt_service": _of(_("Uang dari usaha dibanding angsuran"), _("%(got)s %%; nilai penuh mulai %(of)s %%, dari 6 bulan laporan"), NO_BOOKS, _("Jangan tambah pinjaman sebelum uang dari usaha cukup menutup angsuran."), BOOKS, "debt"),
    "trainings": _of(_("Modul pelatihan yang lulus"), _("%(got)s dari %(of)s modul"), _("%(got)s dari %(of)s modul"), _("Ikuti pelatihan sampai mendapat sertifikat."), TRAINING, "training"),
    "own_share": _of(_("Harta yang bukan utang"), _("%(got)s %% dari seluruh harta; nilai penuh mulai %(of)s %%"), NO_BOOKS, _("Kurangi utang usaha, atau simpan laba di dalam usaha."), BOOKS, "own"),
    "guarantee": _of(_("Dapat dijamin Jamkrindo"), _("Ya"), _("Belum diketahui, atau kredit program masih berjalan"), _("Jawab pertanyaan tentang kredit yang sedang berjalan."), CREDIT, "credit"),
    "slik": _of(_("Status SLIK dengan dokumennya"), _("Bernilai %(got)s %%"), _("Belum dicek, atau tidak lancar"), _("Cek SLIK di OJK, lalu unggah hasilnya. Bila ada tunggakan, selesaikan dahulu."), CREDIT, "credit"),
    "answer": _of(_("Jawaban tentang kredit, paling lama 6 bulan"), _("Ada"), _("Belum ada, atau sudah lama"), _("Jawab pertanyaan tentang kredit yang sedang berjalan."), CREDIT, "credit"),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One point as a reader meets it."""

    point: Point
    title: str
    told: str
    source: str
    url: str

    @property
    def number(self) -> str:
        return shown(self.point.points)

    @property
    def most(self) -> str:
        return shown(self.point.most)


@dataclass(frozen=True)
class Group:
    label: str
    points: list[Shown]

    @property
    def number(self) -> str:
        return shown(sum(one.point.points for one in self.points))

    @property
    def most(self) -> str:
        return shown(sum(one.point.most for one in self.points))


@dataclass(frozen=True)
class NextStep:
    """Langkah berikutnya: what to do, and what it brings at most."""

    text: str
    gain: int
    url: str

    @property
    def number(self) -> str:
        return shown(self.gain)


def shown(hundredths: int) -> str:
    """`7,5`."""
    return figure(hundredths / 100, 0 if hundredths % 100 == 0 else 1)


def groups_of(points: list[Point], business_id: int) -> list[Group]:
    """By criterion; one without weight is not shown."""
    found = []
    for criterion in Criterion:
        own = [_shown(one, business_id) for one in points if one.criterion == criterion and one.key in TEXTS]
        if any(one.point.most for one in own):
            found.append(Group(str(criterion.label), own))
    return found


def steps_of(points: list[Point], business_id: int, *, most: int = 3, private: bool = True) -> list[NextStep]:
    """What gains the most, the most first; without `private` nothing about money and credit."""
    gains: dict[str, int] = {}
    texts: dict[str, Text] = {}
    for point in points:
        hidden = not private and point.criterion in PRIVATE_CRITERIA
        if point.gain and point.key in TEXTS and not hidden:
            text = TEXTS[point.key]
            gains[text.group] = gains.get(text.group, 0) + point.gain
            texts.setdefault(text.group, text)
    best = sorted(gains, key=lambda group: -gains[group])[:most]
    return [NextStep(str(texts[one].step), gains[one], _url(texts[one].where, business_id)) for one in best]


def _shown(point: Point, business_id: int) -> Shown:
    text = TEXTS[point.key]
    told = (text.told if point.got else text.untold) % {"got": figure(point.got), "of": figure(point.of)}
    return Shown(point, str(text.title), told, str(text.source), _url(text.record, business_id))


def _url(name: str, business_id: int) -> str:
    return reverse(name) if name == TRAINING else reverse(name, args=[business_id])
