"""What to do after a decline, by its reason: shown as "langkah berikutnya"."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programs.bankaccess.choices import DeclineReason


def advice_for(reason: str) -> str:
    return (
        {
            DeclineReason.PAPERS: _("Lengkapi dokumen yang diminta bank, lalu unggah pada halaman usaha."),
            DeclineReason.BOOKS: _("Kirim laporan bulanan tepat waktu enam bulan berturut-turut."),
            DeclineReason.INCOME: _(
                "Ajukan jumlah yang angsurannya terbayar dari laba bulanan, atau naikkan penjualan dahulu."
            ),
            DeclineReason.DEBT: _("Lunasi atau kurangi kewajiban lain lebih dahulu."),
            DeclineReason.SLIK: _("Selesaikan tunggakan, lalu minta hasil SLIK yang baru."),
            DeclineReason.COLLATERAL: _("Bicarakan penjaminan atau agunan lain dengan Jamkrindo."),
            DeclineReason.YOUNG: _("Teruskan usaha dan pembukuannya, lalu ajukan lagi."),
            DeclineReason.SURVEY: _("Bahas hasil survei dengan pendamping dan perbaiki bersama."),
            DeclineReason.PRODUCT: _("Lihat produk lain yang cocok."),
        }.get(DeclineReason(reason), _("Bahas alasan bank dengan pendamping Anda."))
        if reason
        else ""
    )
