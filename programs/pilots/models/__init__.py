"""Seats, nominations and the pilots who sit, or sat, on the seats; offers of freed seats; drafts of decisions."""

from .drafts import Draft, DraftDecision
from .nominations import Nomination, NominationQuerySet
from .offers import SeatOffer, SeatOfferQuerySet
from .pilots import Move, Pilot, PilotQuerySet
from .seats import Seat, SeatQuerySet
from .tally import PilotTally

__all__ = [
    "Draft",
    "DraftDecision",
    "Move",
    "Nomination",
    "NominationQuerySet",
    "Pilot",
    "PilotQuerySet",
    "PilotTally",
    "Seat",
    "SeatOffer",
    "SeatOfferQuerySet",
    "SeatQuerySet",
]
