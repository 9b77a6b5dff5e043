"""What messages are about, in words. Each slice names its own occasions in its AppConfig.ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

RESENT = "+"  # parts an occasion from the row that it sends again
LONGEST = 20  # so that a row's number fits behind it

_labels: dict[str, Any] = {}
_private: set[str] = set()


def register(labels: Mapping[str, Any], *, private: bool = False) -> None:
    """`register({"session_invited": _("Undangan pelatihan")})`, lazily translated.

    Private ones carry keys to an account: nobody reads their text in the portal.
    """
    for occasion in labels:
        if RESENT in occasion or len(occasion) > LONGEST:
            raise ValueError(f"an occasion has at most {LONGEST} letters and no {RESENT}: {occasion}")
    _labels.update(labels)
    if private:
        _private.update(labels)


def choices() -> list[tuple[str, str]]:
    return sorted(((occasion, str(label)) for occasion, label in _labels.items()), key=lambda pair: pair[1])


def base_of(occasion: str) -> str:
    return occasion.partition(RESENT)[0]


def label_of(occasion: str) -> str:
    return str(_labels.get(base_of(occasion), base_of(occasion)))


def is_private(occasion: str) -> bool:
    return base_of(occasion) in _private


def resent(occasion: str, row: int) -> str:
    """The occasion of the row that sends row `row` again: one for each row, however often it is pressed."""
    return f"{base_of(occasion)[:LONGEST]}{RESENT}{row}"
