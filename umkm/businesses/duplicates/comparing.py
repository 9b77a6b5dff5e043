"""Two businesses side by side: which facts differ, and which of them may survive from the one that goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.display import figure, moment, phone
from umkm.businesses.choices import BusinessState, Licence, MarketingChannel, Wish
from umkm.businesses.fields import shown
from umkm.businesses.models import Business
from umkm.cadres.identity import masked_stored


@dataclass(frozen=True)
class Unit:
    """Facts that only make sense together, and how they read."""

    label: Any
    columns: tuple[str, ...]
    words: Callable[[Business], str]


def _plain(field: str) -> Callable[[Business], str]:
    return lambda business: shown(business, field)


def _labels(field: str, choices: Any) -> Callable[[Business], str]:
    return lambda business: ", ".join(str(choices(code).label) for code in getattr(business, field))


def _people(business: Business) -> str:
    if business.women_employees is None:
        return shown(business, "employees")
    return _("%(all)s, perempuan %(women)s") % {
        "all": shown(business, "employees"),
        "women": figure(business.women_employees),
    }


def _position(business: Business) -> str:
    if business.latitude is None or business.longitude is None:
        return ""
    return f"{figure(business.latitude, 5)}; {figure(business.longitude, 5)}"


# free to change at any time, so the value of either may stay
FREE: dict[str, Unit] = {
    "address": Unit(gettext_lazy("Alamat usaha"), ("address",), _plain("address")),
    "position": Unit(gettext_lazy("Letak di peta"), ("latitude", "longitude"), _position),
    "description": Unit(gettext_lazy("Yang dibuat atau dijual"), ("description",), _plain("description")),
    "kbli": Unit(gettext_lazy("Jenis usaha (KBLI)"), ("kbli_id",), _plain("kbli")),
    "start_year": Unit(gettext_lazy("Tahun mulai"), ("start_year",), _plain("start_year")),
    "legal_form": Unit(gettext_lazy("Bentuk usaha"), ("legal_form",), _plain("legal_form")),
    "npwp": Unit(
        gettext_lazy("NPWP"),
        ("npwp_encrypted", "npwp_hash"),
        lambda business: masked_stored(business.npwp_encrypted),
    ),
    "licences": Unit(gettext_lazy("Izin"), ("licences",), _labels("licences", Licence)),
    "people": Unit(gettext_lazy("Jumlah pekerja"), ("employees", "women_employees"), _people),
    "last_year_sales": Unit(
        gettext_lazy("Penjualan setahun"), ("last_year_sales",), _plain("last_year_sales")
    ),
    "capital": Unit(gettext_lazy("Modal usaha"), ("capital",), _plain("capital")),
    "marketing_channels": Unit(
        gettext_lazy("Cara menjual"), ("marketing_channels",), _labels("marketing_channels", MarketingChannel)
    ),
    "wishes": Unit(gettext_lazy("Yang ingin diperbaiki"), ("wishes",), _labels("wishes", Wish)),
}
# what says which business it is; it stays with the one that is kept
FIXED: tuple[Unit, ...] = (
    Unit(gettext_lazy("Nama usaha"), ("name",), lambda business: business.name),
    Unit(gettext_lazy("Pemilik"), ("owner_id",), lambda business: str(business.owner.full_name)),
    Unit(gettext_lazy("Nomor HP pemilik"), ("owner_id",), lambda business: phone(business.owner.phone)),
    Unit(gettext_lazy("NIB"), ("nib",), lambda business: business.nib or ""),
    Unit(gettext_lazy("Kabupaten/kota"), ("regency_id",), lambda business: str(business.regency or "")),
    Unit(gettext_lazy("Pinjaman bank saat ini"), ("has_bank_loan",), _plain("has_bank_loan")),
    Unit(gettext_lazy("Status"), ("state",), lambda business: str(BusinessState(business.state).label)),
    Unit(
        gettext_lazy("Dikirim"),
        ("submitted_at",),
        lambda business: moment(business.submitted_at, business.province.time_zone),
    ),
)


@dataclass(frozen=True)
class Row:
    key: str  # of a fact that may survive; empty for what stays
    label: str
    first: str
    second: str
    differs: bool


def rows(first: Business, second: Business) -> list[Row]:
    """First what says which business it is, then what is free to change."""
    units = [*(("", unit) for unit in FIXED), *FREE.items()]
    return [_row(key, unit, first, second) for key, unit in units]


def choosable(first: Business, second: Business) -> list[Row]:
    """Free facts in which the two differ."""
    return [row for row in rows(first, second) if row.key and row.differs]


def _row(key: str, unit: Unit, first: Business, second: Business) -> Row:
    words = unit.words(first), unit.words(second)
    return Row(key, str(unit.label), *words, differs=values(unit, first) != values(unit, second))


def values(unit: Unit, business: Business) -> list[Any]:
    """The columns of a unit; bytes as bytes, so that equal ones are equal."""
    found = [getattr(business, column) for column in unit.columns]
    return [bytes(value) if isinstance(value, memoryview) else value for value in found]
