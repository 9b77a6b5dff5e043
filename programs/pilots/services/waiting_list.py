"""The ranks of a province's waiting list: 1, 2, 3 without a gap. The province's seats are locked by whoever moves them.

A rank is held once at every moment (a constraint), so whoever moves passes through a place that nobody holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.db.models import QuerySet

from programs.pilots.choices import NominationState
from programs.pilots.models import Nomination


def waiting_list(nomination: Nomination) -> QuerySet[Nomination]:
    """Everybody who waits in its province, in order."""
    return Nomination.objects.filter(
        phase=nomination.phase_id, province=nomination.province_id, state=NominationState.WAITLISTED
    ).order_by("waitlist_rank")


def rank_of(nomination: Nomination) -> int:
    return cast(int, nomination.waitlist_rank)  # a constraint: who waits has a rank


def close_gap(nomination: Nomination, *, left: int) -> None:
    """Those behind the place that it left step forward, the first first."""
    for one in waiting_list(nomination).filter(waitlist_rank__gt=left):
        _put(one, rank_of(one) - 1)


def open_gap(waiting: Sequence[Nomination], rank: int) -> None:
    """Those from `rank` on step back, the last first."""
    for one in reversed([one for one in waiting if rank_of(one) >= rank]):
        _put(one, rank_of(one) + 1)


def to_the_end(nomination: Nomination) -> None:
    waiting = list(waiting_list(nomination))
    behind = [one for one in waiting if rank_of(one) > rank_of(nomination)]
    if not behind:
        return
    last = rank_of(behind[-1])
    _put(nomination, last + 1)
    for one in behind:
        _put(one, rank_of(one) - 1)
    _put(nomination, last)


def number(waiting: Sequence[Nomination]) -> None:
    """In this order: those who move go behind all first."""
    moving = [(one, rank) for rank, one in enumerate(waiting, start=1) if one.waitlist_rank != rank]
    last = max((rank_of(one) for one in waiting), default=0)
    for offset, (one, _rank) in enumerate(moving, start=1):
        _put(one, last + offset)
    for one, rank in moving:
        _put(one, rank)


def _put(nomination: Nomination, rank: int) -> None:
    nomination.waitlist_rank = rank
    nomination.save(update_fields=["waitlist_rank"])
