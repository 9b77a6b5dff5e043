"""Kind questions about a sheet: what looks like a slip. Nothing here refuses anything."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programs.mentoring.statements.arithmetic import Books, MonthBooks
from programs.mentoring.statements.figures import Figures
from soksi_portal.common.display import rupiah

TIMES = 5  # so many times last month's is more often a zero too many than a good month
LEAST = 500_000  # rupiah below which a leap says nothing


def remarks_on(month: MonthBooks, books: Books) -> list[str]:
    before = next((one for one in reversed(books.months) if one.month < month.month), None)
    found = list(_leaps(month.figures, before.figures)) if before else []
    return [*found, *_odd(month)]


def _leaps(now: Figures, before: Figures) -> Iterator[str]:
    told = (
        (_("Penjualan"), now.sales, before.sales),
        (_("Belanja bahan"), now.purchases, before.purchases),
        (_("Persediaan"), now.stock, before.stock),
    )
    for label, this, last in told:
        if last and max(this, last) >= LEAST and not last <= this * TIMES <= last * TIMES * TIMES:
            yield _("%(label)s %(now)s, bulan lalu %(last)s. Benarkah? Periksa banyaknya angka nol.") % {
                "label": label,
                "now": rupiah(this),
                "last": rupiah(last),
            }


def _odd(month: MonthBooks) -> Iterator[str]:
    income = month.income
    if income.cost_of_sales < 0:
        yield _("Persediaan akhir lebih besar daripada persediaan awal ditambah belanja. Periksa keduanya.")
    elif income.sales and income.gross_profit < 0:
        yield _(
            "Bahan yang terpakai lebih mahal daripada penjualannya. Periksa penjualan, belanja, dan persediaan."
        )
    if month.cash.from_customers < 0:
        yield _("Utang pelanggan bertambah lebih besar daripada penjualan. Periksa keduanya.")
    if month.cash.to_suppliers < 0:
        yield _("Utang ke pemasok bertambah lebih besar daripada belanja. Periksa keduanya.")
