"""What messages about monthly reports say. Pure functions returning (title, body); who sends them is elsewhere."""

from __future__ import annotations

from datetime import date
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.common.display import day
from umkm.businesses.models import Business

from .reports.months import due_on, month_words

Text = tuple[str, str]


def due_text(business: Business, month: date, *, has_books: bool) -> Text:
    if not has_books:
        return _opening_text(business)
    title = _("Laporan %(month)s menunggu") % {"month": month_words(month)}
    words = _(
        "Laporan bulanan %(business)s untuk %(month)s sudah dapat diisi, paling lambat %(day)s."
        " Biasanya selesai dalam sepuluh menit."
    )
    return title, _letter(business, words % _facts(business, month))


def overdue_text(business: Business, month: date, *, has_books: bool) -> Text:
    if not has_books:
        return _opening_text(business)
    title = _("Laporan %(month)s lewat tenggat") % {"month": month_words(month)}
    words = _(
        "Laporan bulanan %(business)s untuk %(month)s belum kami terima; tenggatnya %(day)s."
        " Tetap kirimkan: laporan yang terlambat lebih baik daripada bulan yang kosong."
    )
    return title, _letter(business, words % _facts(business, month))


def _opening_text(business: Business) -> Text:
    words = _(
        "Pembukuan %(business)s belum dimulai. Isi saldo awal sekali saja: uang, barang, alat, dan utang usaha."
        " Dari situ laporan keuangan untuk bank tersusun."
    )
    return _("Mulai pembukuan usaha Anda"), _letter(business, words % {"business": business.name})


def _facts(business: Business, month: date) -> dict[str, str]:
    return {"business": business.name, "month": month_words(month), "day": day(due_on(month))}


def _letter(business: Business, words: str) -> str:
    url = urljoin(settings.PORTAL_URL, reverse("book_detail", args=[business.pk]))
    return "\n\n".join((_("Halo %(name)s,") % {"name": business.owner.full_name}, words, url))
