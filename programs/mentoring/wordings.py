"""The texts about monthly reports as they were written first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, Field, Occasion, Paragraphs

from .choices import ReportOccasion

OPENING = "awal"  # to who has not begun any books

MONTH = Field("bulan", _("Bulan yang dilaporkan"), _("Oktober 2026"), needed=True)
DUE = Field("tenggat", _("Hari terakhir untuk mengirim"), _("Selasa, 10 November 2026"))


def letter(*paragraphs: Any) -> Paragraphs:
    """As one speaks to a neighbour; the slice's other texts begin so too."""
    return Paragraphs(_("Halo {nama},"), *paragraphs)


def _month(occasion: ReportOccasion, title: Any, words: Any, short: Any) -> Occasion:
    return Occasion(
        occasion.value,
        occasion.label,
        Kind.MENTORING,
        (BUSINESS, MONTH, DUE, LINK),
        title=title,
        body=letter(words, "{tautan}"),
        short=short,
    )


def _opening(occasion: ReportOccasion) -> Occasion:
    words = _(
        "Pembukuan {usaha} belum dimulai. Isi saldo awal sekali saja: uang, barang, alat, dan utang usaha. "
        "Dari situ laporan keuangan untuk bank tersusun."
    )
    return Occasion(
        occasion.value,
        occasion.label,
        Kind.MENTORING,
        (BUSINESS, LINK),
        title=_("Mulai pembukuan usaha Anda"),
        body=letter(words, "{tautan}"),
        short=_("Pembukuan {usaha} belum dimulai. Isi saldo awalnya sekali saja: {tautan}"),
        variant=OPENING,
        to=_("kepada yang belum mulai"),
    )


TEXTS = (
    _month(
        ReportOccasion.REPORT_DUE,
        _("Laporan {bulan} menunggu"),
        _(
            "Laporan bulanan {usaha} untuk {bulan} sudah dapat diisi, paling lambat {tenggat}. "
            "Biasanya selesai dalam sepuluh menit."
        ),
        _("Laporan {bulan} {usaha} sudah dapat diisi, paling lambat {tenggat}: {tautan}"),
    ),
    _month(
        ReportOccasion.REPORT_OVERDUE,
        _("Laporan {bulan} lewat tenggat"),
        _(
            "Laporan bulanan {usaha} untuk {bulan} belum kami terima; tenggatnya {tenggat}. "
            "Tetap kirimkan: laporan yang terlambat lebih baik daripada bulan yang kosong."
        ),
        _("Laporan {bulan} {usaha} lewat tenggat. Tetap kirimkan: {tautan}"),
    ),
    *(_opening(occasion) for occasion in ReportOccasion),
)
