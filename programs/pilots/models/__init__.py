"""Seats, nominations and pilots, and what becomes of them; one concept a module."""

from .drafts import Draft, DraftDecision
from .eligibility import EligibilityException, NominationConsent
from .graduation import Graduation, GraduationException
from .lineage import Mentor, Mentorship
from .nominations import Nomination, NominationQuerySet
from .offers import SeatOffer, SeatOfferQuerySet
from .pilots import Move, Pilot, PilotQuerySet
from .reviews import Review, ReviewScore
from .scores import NominationDocument, NominationScore
from .seats import Seat, SeatQuerySet
from .stories import Story, StoryConsent, StoryPhoto
from .tally import PilotTally

__all__ = [
    "Draft",
    "DraftDecision",
    "EligibilityException",
    "Graduation",
    "GraduationException",
    "Mentor",
    "Mentorship",
    "Move",
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
    "SeatOffer",
    "SeatOfferQuerySet",
    "SeatQuerySet",
    "Story",
    "StoryConsent",
    "StoryPhoto",
]
