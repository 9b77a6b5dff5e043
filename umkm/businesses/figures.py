"""Whether the figures of one business fit each other; for the pages and for the import the same rules."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from .choices import SizeClass
from .models import EARLIEST_START
from .sizeclass import size_class


def this_year() -> int:
    """The calendar year in the country's first zone; a business's years are no finer than that."""
    return timezone.localdate().year


def start_year_sentence() -> str:
    return _("Tahun mulai antara %(first)s dan %(last)s.") % {"first": EARLIEST_START, "last": this_year()}


def has_full_year(start_year: int | None, *, today_year: int | None = None) -> bool | None:
    """Whether there is a whole calendar year of sales to tell; None where only the owner knows.

    Begun before last year: yes. Begun this year: no. Begun last year: in January, or later.
    """
    now = today_year or this_year()
    if start_year is None or start_year == now - 1:
        return None
    return start_year < now


def sales_problem(
    *, start_year: int | None, last_year_sales: int | None, today_year: int | None = None
) -> str:
    """Why these sales do not fit the start year; empty where they do."""
    now = today_year or this_year()
    full_year = has_full_year(start_year, today_year=now)
    if full_year and last_year_sales is None:
        return _("Tulis penjualan sepanjang tahun %(year)s. Bila tidak ada penjualan, tulis 0.") % {
            "year": now - 1
        }
    if full_year is False and last_year_sales is not None:
        return _(
            "Usaha ini baru mulai tahun ini, jadi belum ada penjualan setahun penuh. Kosongkan isian ini."
        )
    return ""


def row_problems(
    *,
    start_year: int | None = None,
    employees: int | None = None,
    women_employees: int | None = None,
    last_year_sales: int | None = None,
    capital: int | None = None,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    today_year: int | None = None,
) -> dict[str, str]:
    """{field: sentence} of clean values that contradict each other; empty where they fit.

    `today_year`, where many are checked at once.
    """
    found: dict[str, str] = {}
    now = today_year or this_year()
    if start_year is not None and not EARLIEST_START <= start_year <= now:
        found["start_year"] = start_year_sentence()
    if women_employees is not None and (employees is None or women_employees > employees):
        found["women_employees"] = women_problem(employees, women_employees)
    sales = sales_problem(start_year=start_year, last_year_sales=last_year_sales, today_year=now)
    if sales:
        found["last_year_sales"] = sales
    if size_class(last_year_sales=last_year_sales, capital=capital) == SizeClass.LARGE:
        found["last_year_sales" if last_year_sales is not None else "capital"] = _(
            "Angka ini melewati batas usaha menengah, sedangkan program ini untuk usaha mikro, kecil, dan"
            " menengah. Periksa banyaknya angka nol."
        )
    if (latitude is None) != (longitude is None):
        found["latitude" if latitude is None else "longitude"] = _(
            "Isi lintang dan bujur keduanya, atau kosongkan keduanya."
        )
    return found


def women_problem(employees: int | None, women_employees: int) -> str:
    if employees is None:
        return _("Tulis juga jumlah semua pekerja.")
    return _("Pekerja perempuan %(women)s orang lebih banyak daripada semua pekerja, %(all)s orang.") % {
        "women": women_employees,
        "all": employees,
    }
