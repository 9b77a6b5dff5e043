"""The texts about referrals as they were written first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.bankaccess import choices
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, Field, Occasion, Paragraphs

STAFF, BANK = "penyiap", "bank"  # to whom

NUMBER = Field("nomor", _("Nomor rujukan"), "R-1204")
BANK_NAME = Field("bank", _("Nama bank"), _("Bank Contoh"))
PRODUCT = Field("produk", _("Produk bank"), _("KUR Mikro"))
DUE = Field("tenggat", _("Hari terakhirnya"), _("Jumat, 27 November 2026"))
NEWS = Field("kabar", _("Apa yang terjadi"), _("disurvei bank"), needed=True)
HOLDER = Field("pemegang", _("Siapa yang kini melakukan apa"), _("Bank Contoh melakukan survei"))


def _referral(
    occasion: choices.Occasion,
    fields: tuple[Field, ...],
    title: Any,
    words: tuple[Any, ...],
    short: Any,
    variant: str = "",
    to: Any = "",
) -> Occasion:
    body = Paragraphs(_("Kepada {nama},"), *words)
    return Occasion(occasion.value, occasion.label, Kind.BANK, fields, title, body, short, variant, to)


OCCASIONS = (
    _referral(
        choices.Occasion.PREPARED,
        (BUSINESS, BANK_NAME, PRODUCT, LINK),
        _("Baca berkas untuk {bank}"),
        (
            _(
                "Jamkrindo menyiapkan rujukan usaha Anda, {usaha}, ke {bank} untuk {produk}. Bacalah berkasnya dahulu."
                " Tanpa persetujuan Anda tidak ada yang dikirim, dan Anda dapat menariknya kapan saja."
            ),
            _("Baca dan jawab: {tautan}"),
        ),
        _("Rujukan {usaha} ke {bank} menunggu persetujuan Anda. Baca dan jawab: {tautan}"),
    ),
    # the bank reads no name here: the page shows it while the consent stands
    _referral(
        choices.Occasion.SENT,
        (NUMBER, PRODUCT, DUE, LINK),
        _("Rujukan baru {nomor}"),
        (
            _(
                "Jamkrindo mengirim rujukan {nomor} untuk {produk}. Mohon konfirmasi penerimaannya sampai {tenggat}."
            ),
            _("Buka rujukannya: {tautan}"),
        ),
        _("Rujukan baru {nomor} untuk {produk}. Mohon konfirmasi sampai {tenggat}: {tautan}"),
    ),
    _referral(
        choices.Occasion.MOVED,
        (NUMBER, BUSINESS, BANK_NAME, NEWS, LINK),
        # by its number: a subject is read on locked screens, so which business it is stands inside
        _("Rujukan {nomor} ke {bank}: {kabar}"),
        (_("Rujukan {nomor}, {usaha}: {kabar}."), _("Baca rinciannya: {tautan}")),
        _("Rujukan {nomor}, {usaha}: {kabar}. Rinciannya: {tautan}"),
    ),
    _referral(
        choices.Occasion.ENDED,
        (NUMBER, BANK_NAME, LINK),
        _("Rujukan {nomor} ditarik"),
        (
            _("Pemilik menarik rujukan {nomor} ke {bank}. Berkasnya tidak lagi terlihat oleh bank."),
            _("Lihat rujukannya: {tautan}"),
        ),
        _("Pemilik menarik rujukan {nomor} ke {bank}. Lihat: {tautan}"),
        STAFF,
        _("kepada yang menyiapkan"),
    ),
    _referral(
        choices.Occasion.ENDED,
        (NUMBER,),
        _("Rujukan {nomor} ditarik"),
        (
            _(
                "Rujukan {nomor} berakhir karena persetujuannya ditarik. Mohon hentikan prosesnya dan hapus salinan"
                " berkasnya."
            ),
        ),
        _(
            "Rujukan {nomor} berakhir karena persetujuannya ditarik. Mohon hentikan prosesnya dan hapus salinan berkasnya."
        ),
        BANK,
        _("kepada bank"),
    ),
    _referral(
        choices.Occasion.DUE,
        (NUMBER, HOLDER, DUE, LINK),
        _("Rujukan {nomor}: tenggat {tenggat}"),
        (_("Rujukan {nomor}: {pemegang}. Tenggatnya {tenggat}."), _("Buka rujukannya: {tautan}")),
        _("Rujukan {nomor}: {pemegang}. Tenggatnya {tenggat}: {tautan}"),
    ),
    _referral(
        choices.Occasion.OVERDUE,
        (NUMBER, HOLDER, DUE, LINK),
        _("Rujukan {nomor} lewat tenggat"),
        (
            _("Rujukan {nomor}: {pemegang}. Tenggatnya {tenggat} sudah lewat."),
            _("Buka rujukannya: {tautan}"),
        ),
        _("Rujukan {nomor} lewat tenggat {tenggat}: {pemegang}. {tautan}"),
    ),
)
