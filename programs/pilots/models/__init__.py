"""Seats, nominations and the pilots who sit, or sat, on the seats."""

from .nominations import Nomination, NominationQuerySet
from .pilots import Pilot, PilotQuerySet
from .seats import Seat, SeatQuerySet
from .tally import PilotTally

__all__ = [
    "Nomination",
    "NominationQuerySet",
    "Pilot",
    "PilotQuerySet",
    "PilotTally",
    "Seat",
    "SeatQuerySet",
]
