"""The size class of a business: PP 7/2021 article 35, computed, never typed.

Article 35(5) classes by annual sales for support programmes such as this one, 35(2)–(3) by capital without
land and building. A business with a full year of sales is classed by its sales, a newer one by its capital.
"""

from __future__ import annotations

from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext as _

from soksi_portal.common.display import rupiah

from .choices import SizeClass

# upper bounds in rupiah, inclusive
SALES_CEILINGS = (
    (SizeClass.MICRO, 2_000_000_000),
    (SizeClass.SMALL, 15_000_000_000),
    (SizeClass.MEDIUM, 50_000_000_000),
)
CAPITAL_CEILINGS = (
    (SizeClass.MICRO, 1_000_000_000),
    (SizeClass.SMALL, 5_000_000_000),
    (SizeClass.MEDIUM, 10_000_000_000),
)


def size_class(*, last_year_sales: int | None, capital: int | None) -> SizeClass | None:
    """The class by last year's sales (rupiah; None where there was no full year), else by capital."""
    if last_year_sales is not None:
        amount, ceilings = last_year_sales, SALES_CEILINGS
    elif capital is not None:
        amount, ceilings = capital, CAPITAL_CEILINGS
    else:
        return None
    return next((size for size, ceiling in ceilings if amount <= ceiling), SizeClass.LARGE)


def size_class_expression() -> Case:
    """The same rule for the database's generated column."""
    by_sales = [
        When(last_year_sales__lte=ceiling, then=Value(size.value)) for size, ceiling in SALES_CEILINGS
    ]
    by_capital = [When(capital__lte=ceiling, then=Value(size.value)) for size, ceiling in CAPITAL_CEILINGS]
    large = Value(SizeClass.LARGE.value)
    return Case(
        When(Q(last_year_sales__isnull=False), then=Case(*by_sales, default=large)),
        When(Q(capital__isnull=False), then=Case(*by_capital, default=large)),
        default=Value(""),
        output_field=CharField(max_length=6),
    )


def size_class_reason(*, last_year_sales: int | None, capital: int | None) -> str:
    """Which rule gave the class, and which figure: one sentence; empty where there is no class yet."""
    size = size_class(last_year_sales=last_year_sales, capital=capital)
    if size is None:
        return ""
    by_sales = last_year_sales is not None
    ceilings = dict(SALES_CEILINGS if by_sales else CAPITAL_CEILINGS)
    words = {
        "size": size.label,
        "amount": rupiah(last_year_sales if by_sales else capital),
        "ceiling": rupiah(ceilings.get(size, ceilings[SizeClass.MEDIUM])),
    }
    if size == SizeClass.LARGE:
        sentence = (
            _(
                "%(size)s, karena penjualan setahun %(amount)s lebih dari %(ceiling)s (PP 7/2021 pasal 35 ayat 5)."
            )
            if by_sales
            else _("%(size)s, karena modal %(amount)s lebih dari %(ceiling)s (PP 7/2021 pasal 35 ayat 2–3).")
        )
    elif by_sales:
        sentence = _(
            "%(size)s, karena penjualan setahun %(amount)s tidak lebih dari %(ceiling)s"
            " (PP 7/2021 pasal 35 ayat 5)."
        )
    else:
        sentence = _(
            "%(size)s, karena modal %(amount)s tidak lebih dari %(ceiling)s (PP 7/2021 pasal 35 ayat 2–3)."
            " Yang dilihat modal, sebab belum ada penjualan setahun penuh."
        )
    return sentence % words
