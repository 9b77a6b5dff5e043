"""Nominations of one province side by side: the same fact of each business in the same row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.choices import NominationState
from programs.pilots.models import Nomination
from programs.pilots.reviews.pages import Shown
from soksi_portal.common.display import figure
from umkm.businesses.fields import FIELD_LABELS, shown
from umkm.businesses.models import Business

from .cells import CompareCell, CompareRow
from .scores import score_rows

# those who wait for an answer first, then those who wait for a seat, then who sits, then the others
ORDER = {
    NominationState.PROPOSED: 0,
    NominationState.WAITLISTED: 1,
    NominationState.ACCEPTED: 2,
    NominationState.DECLINED: 3,
}
BAR_ROOM = 100.0


@dataclass(frozen=True)
class Comparison:
    nominations: list[Nomination]
    groups: list[tuple[str, list[CompareRow]]]


def _since(business: Business) -> str:
    started = business.start_year or 0  # a submitted business has one, by a constraint
    years = business.submitted_at.year - started if business.submitted_at else 0
    if years < 1:
        return str(started)
    return _("%(year)s (%(years)s tahun)") % {"year": started, "years": figure(years)}


Read = Callable[[Business], Any]
# label, how it reads, the quantity behind it where it is one
Fact = tuple[Any, Read, Read | None]


def _field(name: str, quantity: bool = False) -> Fact:
    return (
        FIELD_LABELS[name],
        lambda business: shown(business, name),
        (lambda business: getattr(business, name)) if quantity else None,
    )


GROUPS: Sequence[tuple[Any, Sequence[Fact]]] = (
    (
        gettext_lazy("Ukuran usaha"),
        (
            _field("last_year_sales", quantity=True),
            _field("capital", quantity=True),
            _field("employees", quantity=True),
            (gettext_lazy("Kelas usaha"), Business.get_size_class, None),
            (FIELD_LABELS["start_year"], _since, lambda business: -(business.start_year or 0)),
        ),
    ),
    (
        gettext_lazy("Kesiapan"),
        (_field("nib"), _field("legal_form"), _field("has_bank_loan")),
    ),
    (
        gettext_lazy("Usahanya"),
        (
            _field("description"),
            _field("kbli"),
            _field("regency"),
            (gettext_lazy("Pemilik"), lambda business: business.owner.full_name, None),
        ),
    ),
)


def in_order(nominations: Iterable[Nomination]) -> list[Nomination]:
    return sorted(
        nominations,
        key=lambda one: (
            ORDER.get(NominationState(one.state), 9),
            one.waitlist_rank or 0,
            one.nominated_at,
            one.pk,
        ),
    )


def compare(nominations: Iterable[Nomination], shown: Mapping[int, Shown]) -> Comparison:
    columns = in_order(nominations)
    groups = [
        (str(title), [_row(fact, columns) for fact in facts]) for title, facts in (GROUPS if columns else ())
    ]
    if columns:
        groups.insert(0, (_("Penilaian"), score_rows(columns, shown)))
    return Comparison(columns, groups)


def _row(fact: Fact, columns: list[Nomination]) -> CompareRow:
    label, read, quantity = fact
    texts = [str(read(one.business) or "") for one in columns]
    amounts = [quantity(one.business) if quantity else None for one in columns]
    known = [amount for amount in amounts if amount is not None]
    most = max(known) if len(set(known)) > 1 else None
    cells = [
        CompareCell(
            nomination=one,
            text=text,
            bar=_bar(amount, most),
            is_most=amount is not None and amount == most,
        )
        for one, text, amount in zip(columns, texts, amounts, strict=True)
    ]
    return CompareRow(str(label), cells, differs=len(set(texts)) > 1 or len(columns) == 1)


def _bar(amount: Any, most: Any) -> str:
    """Its share of the largest; nothing for a year, where the earliest is the most."""
    if amount is None or most is None or most <= 0:
        return ""
    return f"{amount * BAR_ROOM / most:.1f}%"
