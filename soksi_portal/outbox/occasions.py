"""What messages are about, and what they say. Each slice declares its own occasions in its AppConfig.ready.

An occasion's text is written once, here in code, with named fields; admins may write it anew (texts/services.py).
"""

from __future__ import annotations

from typing import Any

from .choices import Kind
from .texts.occasion import Occasion

RESENT = "+"  # parts an occasion from the row that it sends again
LONGEST = 20  # so that a row's number fits behind it

_labels: dict[str, Any] = {}
_kinds: dict[str, Kind] = {}
_private: set[str] = set()
_declared: dict[str, Occasion] = {}


class UnknownOccasion(LookupError):
    """Nobody has declared such an occasion, or none that says something to this reader."""


def declare(*occasions: Occasion) -> None:
    """`declare(Occasion("business_verified", _("Usaha diverifikasi"), Kind.BUSINESS, …), …)`

    Private ones carry keys to an account: nobody reads their text in the portal.
    """
    for occasion in occasions:
        code = occasion.code
        if RESENT in code or len(code) > LONGEST:
            raise ValueError(f"an occasion has at most {LONGEST} letters and no {RESENT}: {code}")
        _labels[code] = occasion.label
        _kinds[code] = occasion.kind
        if occasion.private:
            _private.add(code)
        _declared[occasion.key] = occasion


def declared() -> list[Occasion]:
    """All texts, in the order of their kinds and labels."""
    ranks = {kind.value: rank for rank, kind in enumerate(Kind)}
    return sorted(_declared.values(), key=lambda one: (ranks[one.kind], str(one.label), one.variant))


def find(code: str, variant: str = "") -> Occasion:
    """Raises UnknownOccasion."""
    key = f"{code}.{variant}" if variant else code
    if key not in _declared:
        raise UnknownOccasion(key)
    return _declared[key]


def choices() -> list[tuple[str, str]]:
    return sorted(((occasion, str(label)) for occasion, label in _labels.items()), key=lambda pair: pair[1])


def base_of(occasion: str) -> str:
    return occasion.partition(RESENT)[0]


def label_of(occasion: str) -> str:
    return str(_labels.get(base_of(occasion), base_of(occasion)))


def kind_of(occasion: str) -> Kind:
    return _kinds.get(base_of(occasion), Kind.OTHER)


def codes_of(kind: Kind) -> list[str]:
    return sorted(code for code, of in _kinds.items() if of == kind)


def is_private(occasion: str) -> bool:
    return base_of(occasion) in _private


def resent(occasion: str, row: int) -> str:
    """The occasion of the row that sends row `row` again: one for each row, however often it is pressed."""
    return f"{base_of(occasion)[:LONGEST]}{RESENT}{row}"
