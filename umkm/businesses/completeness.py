"""What is still missing before a business can be submitted, field by field."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from .choices import SizeClass
from .models import EARLIEST_START, REQUIRED_TO_SUBMIT, Business, column_of
from .sizeclass import size_class


def this_year() -> int:
    """The calendar year in the country's first zone; a business's years are no finer than that."""
    return timezone.localdate().year


def has_full_year(start_year: int | None) -> bool | None:
    """Whether there is a whole calendar year of sales to tell; None where only the owner knows.

    Begun before last year: yes. Begun this year: no. Begun last year: in January, or later.
    """
    if start_year is None or start_year == this_year() - 1:
        return None
    return start_year < this_year()


def missing_fields(business: Business) -> list[str]:
    """Required facts that are not known yet."""
    return [field for field in REQUIRED_TO_SUBMIT if getattr(business, column_of(field)) in (None, "")]


def problems(business: Business) -> dict[str, str]:
    """{field: sentence} of all that keeps `business` from being submitted; empty when it is complete."""
    found = {field: _("Belum diisi.") for field in missing_fields(business)}
    if business.start_year is not None and not EARLIEST_START <= business.start_year <= this_year():
        found["start_year"] = start_year_sentence()
    sales = sales_problem(start_year=business.start_year, last_year_sales=business.last_year_sales)
    if sales:
        found["last_year_sales"] = sales
    size = size_class(last_year_sales=business.last_year_sales, capital=business.capital)
    if size == SizeClass.LARGE:
        found["last_year_sales" if business.last_year_sales is not None else "capital"] = _(
            "Angka ini melewati batas usaha menengah, sedangkan program ini untuk usaha mikro, kecil, dan"
            " menengah. Periksa banyaknya angka nol."
        )
    return found


def sales_problem(*, start_year: int | None, last_year_sales: int | None) -> str:
    """Why these sales do not fit the start year; empty where they do."""
    full_year = has_full_year(start_year)
    year = {"year": this_year() - 1}
    if full_year and last_year_sales is None:
        return _("Tulis penjualan sepanjang tahun %(year)s. Bila tidak ada penjualan, tulis 0.") % year
    if full_year is False and last_year_sales is not None:
        return _(
            "Usaha ini baru mulai tahun ini, jadi belum ada penjualan setahun penuh. Kosongkan isian ini."
        )
    return ""


def start_year_sentence() -> str:
    return _("Tahun mulai antara %(first)s dan %(last)s.") % {"first": EARLIEST_START, "last": this_year()}
