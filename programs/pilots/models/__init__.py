"""Seats, nominations and the pilots who sit, or sat, on the seats."""

from .eligibility import EligibilityException, NominationConsent
from .nominations import Nomination, NominationQuerySet
from .pilots import Pilot, PilotQuerySet
from .reviews import Review, ReviewScore
from .scores import NominationDocument, NominationScore
from .seats import Seat, SeatQuerySet
from .tally import PilotTally

__all__ = [
    "EligibilityException",
    "Nomination",
    "NominationConsent",
    "NominationDocument",
    "NominationQuerySet",
    "NominationScore",
    "Pilot",
    "PilotQuerySet",
    "PilotTally",
    "Review",
    "ReviewScore",
    "Seat",
    "SeatQuerySet",
]
