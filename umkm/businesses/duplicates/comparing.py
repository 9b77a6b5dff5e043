"""Two businesses side by side: which facts differ, and which of them may survive from the one that goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.display import moment, phone
from umkm.businesses.choices import BusinessState
from umkm.businesses.fields import FIELD_LABELS, shown
from umkm.businesses.models import Business


@dataclass(frozen=True)
class Unit:
    """Facts that only make sense together, and how they read."""

    label: Any
    columns: tuple[str, ...]
    words: Callable[[Business], str]


def _fact(field: str, *columns: str) -> Unit:
    return Unit(FIELD_LABELS[field], columns or (field,), lambda business: shown(business, field))


def _people(business: Business) -> str:
    women = shown(business, "women_employees") if business.employees else ""
    all_of_them = shown(business, "employees")
    return _("%(all)s, perempuan %(women)s") % {"all": all_of_them, "women": women} if women else all_of_them


# free to change at any time, so the value of either may stay
FREE: dict[str, Unit] = {
    "address": _fact("address"),
    "position": _fact("position", "latitude", "longitude"),
    "description": _fact("description"),
    "kbli": _fact("kbli", "kbli_id"),
    "start_year": _fact("start_year"),
    "legal_form": _fact("legal_form"),
    "npwp": _fact("npwp", "npwp_encrypted", "npwp_hash"),
    "licences": _fact("licences"),
    "people": Unit(FIELD_LABELS["employees"], ("employees", "women_employees"), _people),
    "last_year_sales": _fact("last_year_sales"),
    "capital": _fact("capital"),
    "marketing_channels": _fact("marketing_channels"),
    "wishes": _fact("wishes"),
}
# what says which business it is; it stays with the one that is kept
FIXED: tuple[Unit, ...] = (
    _fact("name"),
    Unit(gettext_lazy("Pemilik"), ("owner_id",), lambda business: str(business.owner.full_name)),
    Unit(gettext_lazy("Nomor HP pemilik"), ("owner_id",), lambda business: phone(business.owner.phone)),
    _fact("nib"),
    _fact("regency", "regency_id"),
    _fact("has_bank_loan"),
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
