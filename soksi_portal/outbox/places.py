"""Which people belong to a province. The outbox knows no provinces: a higher slice says it (AppConfig.ready)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

Choices = Callable[[], list[tuple[str, str]]]
People = Callable[[str], list[QuerySet[Any]]]  # of a province's code: queries of users' numbers

_known: list[tuple[Choices, People]] = []


def register(choices: Choices, people: People) -> None:
    _known[:] = [(choices, people)]


def choices() -> list[tuple[str, str]]:
    return _known[0][0]() if _known else []


def people_of(province: str) -> list[QuerySet[Any]]:
    return _known[0][1](province) if _known else []
