"""What is locked before a member, always: the records of higher slices that change with the member's own row.

Triggers write into a member's businesses when the member is restricted or renamed. Whoever locks a business locks its
owner next, so the other way round two who act at once would wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable

from .models import Cadre

_earlier: list[Callable[[Cadre], None]] = []


def register(lock: Callable[[Cadre], None]) -> None:
    """Named by the slice of the records, in its AppConfig.ready."""
    if lock not in _earlier:
        _earlier.append(lock)


def locked_with_records(pk: int) -> Cadre:
    """A fresh state of the member's row, and nobody works with what changes along."""
    for lock in _earlier:
        lock(Cadre(pk=pk))
    return Cadre.objects.select_for_update(of=("self",)).get(pk=pk)
