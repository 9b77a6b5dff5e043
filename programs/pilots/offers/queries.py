"""The history of a seat, put together from its pilots, moves and offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from programs.pilots.models import Move, Pilot, Seat, SeatOffer
from soksi_portal.accounts.models import User


@dataclass(frozen=True)
class Stay:
    """One business on one seat, from when to when; `until` empty: it sits there now."""

    pilot: Pilot
    since: datetime
    came: Move | None  # by a move; else by a decision
    until: datetime | None
    left: Move | None  # by a move; else by the end of the pilot

    @property
    def why(self) -> str:
        """Why it left."""
        return self.left.reason if self.left else self.pilot.end_reason if self.until else ""


def stays_of(seat: Seat, user: User) -> list[Stay]:
    """All who sat there, the newest first, in two queries."""
    touched = Q(seat=seat) | Q(moves__from_seat=seat)
    pilots = (
        Pilot.objects.visible_to(user)
        .filter(touched)
        .distinct()
        .select_related("business__owner", "seat__province", "accepted_by", "ended_by")
        .prefetch_related("moves__to_seat__phase", "moves__from_seat__phase", "moves__moved_by")
    )
    found = [stay for pilot in pilots for stay in _stays(pilot, seat)]
    return sorted(found, key=lambda stay: stay.since, reverse=True)


def _stays(pilot: Pilot, seat: Seat) -> list[Stay]:
    """Piece by piece between the moves; only those on this seat."""
    moves: list[Any] = sorted(pilot.moves.all(), key=lambda move: (move.moved_at, move.pk))
    steps = [(None, pilot.accepted_at), *((move, move.moved_at) for move in moves)]
    ends = [*((move, move.moved_at) for move in moves), (None, pilot.ended_at)]
    seats = [*(move.from_seat_id for move in moves), pilot.seat_id]
    return [
        Stay(pilot, since, came, until, left)
        for seat_id, (came, since), (left, until) in zip(seats, steps, ends, strict=True)
        if seat_id == seat.pk
    ]


def offers_of(seat: Seat, user: User) -> list[SeatOffer]:
    offers = SeatOffer.objects.visible_to(user).filter(seat=seat)
    return list(
        offers.select_related("nomination__business__owner", "ended_by").order_by("-offered_at", "-pk")
    )
