"""The facts of a business as people read them: label, how a value is shown, what its examiner looks at."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.display import figure, in_zone, rupiah
from umkm.cadres.identity import masked_stored
from umkm.cadres.models import Cadre

from .choices import Licence, MarketingChannel, Wish
from .models import Business

# in the order in which they are asked and read
FIELD_LABELS = {
    "name": gettext_lazy("Nama usaha"),
    "address": gettext_lazy("Alamat usaha"),
    "regency": gettext_lazy("Kabupaten/kota"),
    "position": gettext_lazy("Letak di peta"),
    "description": gettext_lazy("Yang dibuat atau dijual"),
    "kbli": gettext_lazy("Jenis usaha (KBLI)"),
    "start_year": gettext_lazy("Tahun mulai"),
    "legal_form": gettext_lazy("Bentuk usaha"),
    "nib": gettext_lazy("NIB"),
    "npwp": gettext_lazy("NPWP"),
    "licences": gettext_lazy("Izin"),
    "employees": gettext_lazy("Jumlah pekerja"),
    "women_employees": gettext_lazy("Pekerja perempuan"),
    "last_year_sales": gettext_lazy("Penjualan tahun lalu"),
    "capital": gettext_lazy("Modal usaha"),
    "marketing_channels": gettext_lazy("Cara menjual"),
    "wishes": gettext_lazy("Yang ingin diperbaiki"),
    "has_bank_loan": gettext_lazy("Pinjaman bank saat ini"),
}
# what the registration asks of the person behind it
OWNER_LABELS = {
    "nik": gettext_lazy("NIK"),
    "membership_number": gettext_lazy("Nomor anggota SOKSI"),
}

CHECKS = {
    "name": gettext_lazy("Sama dengan papan nama, nota, atau NIB?"),
    "address": gettext_lazy("Cukup jelas untuk didatangi: jalan, RT/RW, desa atau kelurahan?"),
    "regency": gettext_lazy("Sesuai dengan alamatnya?"),
    "position": gettext_lazy("Dekat dengan alamatnya?"),
    "description": gettext_lazy("Jelas apa yang dijual?"),
    "kbli": gettext_lazy("Cocok dengan yang dibuat atau dijual?"),
    "start_year": gettext_lazy("Masuk akal?"),
    "legal_form": gettext_lazy("Sesuai dengan dokumennya?"),
    "nib": gettext_lazy("Sama dengan dokumen dari OSS?"),
    "npwp": gettext_lazy("Sama dengan kartunya?"),
    "licences": gettext_lazy("Ada dokumennya, dan masih berlaku?"),
    "employees": gettext_lazy("Pekerja yang dibayar, tanpa pemilik?"),
    "women_employees": gettext_lazy("Sebagian dari semua pekerja?"),
    "last_year_sales": gettext_lazy("Untuk satu tahun penuh, bukan satu bulan?"),
    "capital": gettext_lazy("Tanpa tanah dan bangunan?"),
    "marketing_channels": gettext_lazy("Sesuai dengan usahanya?"),
    "wishes": gettext_lazy("Cocok dengan keadaannya?"),
    "has_bank_loan": gettext_lazy("Atas nama usaha atau pemilik, masih berjalan?"),
}


def label_of(business: Business, field: str) -> str:
    """The label, with the year that the sales belong to where it is known."""
    if field == "last_year_sales" and business.submitted_at:
        year = in_zone(business.submitted_at, business.province.time_zone).year - 1
        return _("Penjualan tahun %(year)s") % {"year": year}
    return str(FIELD_LABELS[field] if field in FIELD_LABELS else OWNER_LABELS[field])


def shown(business: Business, field: str) -> str:
    """The value of one fact in words; empty where it is not known."""
    if field in _IN_WORDS:
        return _IN_WORDS[field](business)
    value = getattr(business, field)
    return "" if value is None else str(value)


def nik_in_words(cadre: Cadre) -> str:
    """Masked; the sex that it tells, to check it by."""
    number = masked_stored(cadre.nik_encrypted)
    return f"{number} ({cadre.get_sex_display()})" if number and cadre.sex else number


def _sales(business: Business) -> str:
    if business.last_year_sales is None:
        return _("Belum satu tahun penuh") if business.capital is not None else ""
    return rupiah(business.last_year_sales)


def _nib(business: Business) -> str:
    return business.nib or (_("Belum punya NIB") if business.legal_form else "")


def _npwp(business: Business) -> str:
    return masked_stored(business.npwp_encrypted)


def _employees(business: Business) -> str:
    if business.employees is None:
        return ""
    return _people(business.employees) if business.employees else _("Belum ada, dikerjakan sendiri")


def _people(count: int) -> str:
    return _("%(count)s orang") % {"count": figure(count)}


def _women(business: Business) -> str:
    return "" if business.women_employees is None else _people(business.women_employees)


def _loan(business: Business) -> str:
    return "" if business.has_bank_loan is None else _("Ada") if business.has_bank_loan else _("Tidak ada")


def _position(business: Business) -> str:
    return "" if business.latitude is None else f"{business.latitude}, {business.longitude}"


def _listed(field: str, choices: type[TextChoices]) -> Callable[[Business], str]:
    return lambda business: "; ".join(str(choices(value).label) for value in getattr(business, field))


_IN_WORDS: dict[str, Callable[[Business], str]] = {
    "nik": lambda business: nik_in_words(business.owner),
    "membership_number": lambda business: business.owner.membership_number,
    "position": _position,
    "legal_form": lambda business: business.get_legal_form_display(),
    "nib": _nib,
    "npwp": _npwp,
    "licences": _listed("licences", Licence),
    "employees": _employees,
    "women_employees": _women,
    "last_year_sales": _sales,
    "capital": lambda business: rupiah(business.capital) if business.capital is not None else "",
    "marketing_channels": _listed("marketing_channels", MarketingChannel),
    "wishes": _listed("wishes", Wish),
    "has_bank_loan": _loan,
}
