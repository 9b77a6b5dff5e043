"""The facts of a business as people read them: label, how a value is shown, what its examiner looks at."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.display import figure, in_zone, rupiah

from .choices import LegalForm
from .models import Business

# in the order in which they are asked and read
FIELD_LABELS = {
    "name": gettext_lazy("Nama usaha"),
    "address": gettext_lazy("Alamat usaha"),
    "regency": gettext_lazy("Kabupaten/kota"),
    "description": gettext_lazy("Yang dibuat atau dijual"),
    "kbli": gettext_lazy("Jenis usaha (KBLI)"),
    "start_year": gettext_lazy("Tahun mulai"),
    "legal_form": gettext_lazy("Bentuk usaha"),
    "nib": gettext_lazy("NIB"),
    "employees": gettext_lazy("Jumlah pekerja"),
    "last_year_sales": gettext_lazy("Penjualan tahun lalu"),
    "capital": gettext_lazy("Modal usaha"),
    "has_bank_loan": gettext_lazy("Pinjaman bank saat ini"),
}

CHECKS = {
    "name": gettext_lazy("Sama dengan papan nama, nota, atau NIB?"),
    "address": gettext_lazy("Cukup jelas untuk didatangi: jalan, RT/RW, desa atau kelurahan?"),
    "regency": gettext_lazy("Sesuai dengan alamatnya?"),
    "description": gettext_lazy("Jelas apa yang dijual?"),
    "kbli": gettext_lazy("Cocok dengan yang dibuat atau dijual?"),
    "start_year": gettext_lazy("Masuk akal?"),
    "legal_form": gettext_lazy("Sesuai dengan dokumennya?"),
    "nib": gettext_lazy("Sama dengan dokumen dari OSS?"),
    "employees": gettext_lazy("Pekerja yang dibayar, tanpa pemilik?"),
    "last_year_sales": gettext_lazy("Untuk satu tahun penuh, bukan satu bulan?"),
    "capital": gettext_lazy("Tanpa tanah dan bangunan?"),
    "has_bank_loan": gettext_lazy("Atas nama usaha atau pemilik, masih berjalan?"),
}


def label_of(business: Business, field: str) -> str:
    """The label, with the year that the sales belong to where it is known."""
    if field == "last_year_sales" and business.submitted_at:
        year = in_zone(business.submitted_at, business.province.time_zone).year - 1
        return _("Penjualan tahun %(year)s") % {"year": year}
    return str(FIELD_LABELS[field])


def shown(business: Business, field: str) -> str:
    """The value of one fact in words; empty where it is not known."""
    value = getattr(business, field)
    if field == "last_year_sales" and value is None and business.capital is not None:
        return _("Belum satu tahun penuh")
    if field == "nib" and value is None and business.legal_form:
        return _("Belum punya NIB")
    if value is None or value == "":
        return ""
    return _in_words(field, value)


def _in_words(field: str, value: Any) -> str:
    if field in ("last_year_sales", "capital"):
        return rupiah(value)
    if field == "legal_form":
        return str(LegalForm(value).label)
    if field == "has_bank_loan":
        return _("Ada") if value else _("Tidak ada")
    if field == "employees":
        return (
            _("%(count)s orang") % {"count": figure(value)} if value else _("Belum ada, dikerjakan sendiri")
        )
    return str(value)
