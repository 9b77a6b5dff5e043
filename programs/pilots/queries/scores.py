"""The scores of nominations as rows of the comparison: as much of them as the one who looks may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from programs.partnership.models.phases import HIGHEST_SCORE
from programs.pilots.models import Nomination
from programs.pilots.reviews.pages import Shown
from soksi_portal.common.display import figure

from .cells import CompareCell, CompareRow


def score_rows(columns: list[Nomination], shown: Mapping[int, Shown]) -> list[CompareRow]:
    """How many have reviewed, each criterion, the whole, how far apart the reviewers are, what was set aside."""
    criteria = shown[columns[0].pk].result.criteria
    rows = [_row(_("Penilai"), columns, shown, _progress)]
    for position, one in enumerate(criteria):
        label = _("%(criterion)s (bobot %(weight)s)") % {
            "criterion": one.criterion.title,
            "weight": figure(one.criterion.weight),
        }
        rows.append(_row(label, columns, shown, _criterion_words(position), amount=_criterion_mean(position)))
    rows.append(_row(_("Nilai keseluruhan"), columns, shown, _total, amount=_mean))
    rows.append(_row(_("Jarak antarpenilai"), columns, shown, _spread))
    if any(one.exceptions for one in shown.values()):
        rows.append(_row(_("Pengecualian"), columns, shown, _exceptions))
    return rows


Words = Callable[[Shown], str]
Amount = Callable[[Shown], Decimal | None]


def _row(
    label: str,
    columns: list[Nomination],
    shown: Mapping[int, Shown],
    words: Words,
    *,
    amount: Amount = lambda _one: None,
) -> CompareRow:
    texts = [words(shown[one.pk]) for one in columns]
    amounts = [amount(shown[one.pk]) if shown[one.pk].is_counted else None for one in columns]
    known = {number for number in amounts if number is not None}
    most = max(known) if len(known) > 1 else None
    cells = [
        CompareCell(
            nomination=one,
            text=text,
            bar="" if number is None else f"{number * 100 / HIGHEST_SCORE:.1f}%",
            is_most=number is not None and number == most,
        )
        for one, text, number in zip(columns, texts, amounts, strict=True)
    ]
    return CompareRow(label, cells, differs=len(set(texts)) > 1 or len(columns) == 1)


def _progress(one: Shown) -> str:
    return _("%(number)s dari %(least)s menyerahkan") % {
        "number": figure(one.number),
        "least": figure(one.least),
    }


def _criterion_words(position: int) -> Words:
    def words(one: Shown) -> str:
        found = one.result.criteria[position]
        return _beside(
            found.mean if one.is_counted else None,
            Decimal(found.proposed.score) if found.proposed else None,
        )

    return words


def _criterion_mean(position: int) -> Amount:
    return lambda one: one.result.criteria[position].mean


def _total(one: Shown) -> str:
    return _beside(_mean(one) if one.is_counted else None, one.result.proposed_total)


def _mean(one: Shown) -> Decimal | None:
    return one.result.total


def _beside(mean: Decimal | None, proposed: Decimal | None) -> str:
    """`4,20 (pengusul 5)`; only the latter while the reviewers' own is not shown."""
    said = "" if proposed is None else _("pengusul %(score)s") % {"score": score_words(proposed)}
    if mean is None:
        return said
    return f"{score_words(mean)} ({said})" if said else score_words(mean)


def score_words(score: Decimal) -> str:
    """`4` or `4,20`."""
    return figure(score, 0 if score == score.to_integral_value() else 2)


def _spread(one: Shown) -> str:
    if not one.is_counted or one.result.spread is None:
        return ""
    words = score_words(one.result.spread)
    return _("%(spread)s: jauh, bicarakan dahulu") % {"spread": words} if one.result.is_wide else words


def _exceptions(one: Shown) -> str:
    return "; ".join(f"{exception.get_rule_display()}: {exception.reason}" for exception in one.exceptions)
