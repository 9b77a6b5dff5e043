"""The size class of a business: PP 7/2021 article 35, computed, never typed.

Article 35(5) classes by annual sales for support programmes such as this one, 35(2)–(3) by capital without
land and building. A business with a full year of sales is classed by its sales, a newer one by its capital.
"""

from __future__ import annotations

from django.db.models import Case, CharField, Q, Value, When

from .choices import SizeClass

# upper bounds in rupiah, inclusive
SALES_CEILINGS = ((SizeClass.MICRO, 2_000_000_000), (SizeClass.SMALL, 15_000_000_000), (SizeClass.MEDIUM, 50_000_000_000))
CAPITAL_CEILINGS = ((SizeClass.MICRO, 1_000_000_000), (SizeClass.SMALL, 5_000_000_000), (SizeClass.MEDIUM, 10_000_000_000))


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
    by_sales = [When(last_year_sales__lte=ceiling, then=Value(size.value)) for size, ceiling in SALES_CEILINGS]
    by_capital = [When(capital__lte=ceiling, then=Value(size.value)) for size, ceiling in CAPITAL_CEILINGS]
    large = Value(SizeClass.LARGE.value)
    return Case(
        When(Q(last_year_sales__isnull=False), then=Case(*by_sales, default=large)),
        When(Q(capital__isnull=False), then=Case(*by_capital, default=large)),
        default=Value(""),
        output_field=CharField(max_length=6),
    )


