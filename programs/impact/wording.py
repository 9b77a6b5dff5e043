"""Figures of each outcome in words: what unit, how much more, and whether that is certain."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.impact.choices import Outcome
from soksi_portal.common.display import figure

MINUS = "−"


@dataclass(frozen=True)
class Unit:
    """How a kept number becomes one that people read."""

    value: Callable[[float, float], float]  # (a mean, the group's mean before) → of a bar
    shown: Callable[[float], str]  # of a bar
    effect: Callable[[float], float]
    effect_shown: Callable[[float], str]  # without its sign
    most: float | None = None  # the full width of a bar


def _percent(value: float) -> str:
    return f"{figure(abs(value))}\u00a0%"


UNITS: dict[Outcome, Unit] = {
    # kept as logarithms; no amounts are shown, only how many of each Rp 100 became how many
    Outcome.SALES: Unit(
        value=lambda mean, before: 100 * math.exp(mean - before),
        shown=lambda value: figure(value),
        effect=lambda effect: 100 * math.expm1(effect),
        effect_shown=_percent,
    ),
    Outcome.EMPLOYEES: Unit(
        value=lambda mean, _before: mean,
        shown=lambda value: _("%(number)s orang") % {"number": figure(value, 1)},
        effect=lambda effect: effect,
        effect_shown=lambda value: _("%(number)s orang") % {"number": figure(abs(value), 2)},
    ),
    Outcome.BANK: Unit(
        value=lambda mean, _before: 100 * mean,
        shown=_percent,
        effect=lambda effect: 100 * effect,
        effect_shown=lambda value: _("%(number)s poin persen") % {"number": figure(abs(value))},
        most=100,
    ),
}


def signed(unit: Unit, effect: float) -> str:
    words = unit.effect_shown(effect)
    if not any(digit in words for digit in "123456789"):
        return words  # zero as shown has no sign
    return f"{MINUS if effect < 0 else '+'}{words}"


def verdict(outcome: Outcome, effect: float, low: float, high: float) -> str:
    """One or two sentences; `effect` and its bounds in the unit that people read."""
    unit = UNITS[outcome]
    words = {name: signed(unit, value) for name, value in (("effect", effect), ("low", low), ("high", high))}
    much = _("Dibanding pembandingnya, percontohan berubah %(effect)s (antara %(low)s dan %(high)s).") % words
    certain = low > 0 or high < 0
    end = (
        _("Rentang itu tidak memuat nol, jadi selisih ini kecil kemungkinannya hanya kebetulan.")
        if certain
        else _("Rentang itu memuat nol, jadi selisih ini bisa saja kebetulan: pengaruhnya belum terbukti.")
    )
    return f"{much} {end}"
