"""What is still missing before a business can be submitted, field by field."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .figures import row_problems
from .models import REQUIRED_TO_SUBMIT, Business, column_of


def missing_fields(business: Business) -> list[str]:
    """Required facts of the business that are not known yet."""
    return [field for field in REQUIRED_TO_SUBMIT if getattr(business, column_of(field)) in (None, "")]


def problems(business: Business) -> dict[str, str]:
    """{field: sentence} of all that keeps `business` from being submitted; empty when it is complete."""
    missing = missing_fields(business)
    if business.owner.nik_hash is None:
        missing.insert(0, "nik")
    return {field: _("Belum diisi.") for field in missing} | contradictions(business)


def contradictions(business: Business) -> dict[str, str]:
    """{field: sentence} of figures that do not fit each other."""
    return row_problems(
        start_year=business.start_year,
        employees=business.employees,
        women_employees=business.women_employees,
        last_year_sales=business.last_year_sales,
        capital=business.capital,
        latitude=business.latitude,
        longitude=business.longitude,
    )
