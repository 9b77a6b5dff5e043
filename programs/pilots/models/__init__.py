"""Seats, nominations and pilots, and what becomes of them; one concept a module."""

from .drafts import Draft, DraftDecision
from .graduation import Graduation, GraduationException
from .lineage import Mentor, Mentorship
from .nominations import Nomination, NominationQuerySet
from .offers import SeatOffer, SeatOfferQuerySet
from .pilots import Move, Pilot, PilotQuerySet
from .seats import Seat, SeatQuerySet
from .stories import Story, StoryConsent, StoryPhoto
from .tally import PilotTally

__all__ = [
    "Draft",
    "DraftDecision",
    "Graduation",
    "GraduationException",
    "Mentor",
    "Mentorship",
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
    "Story",
    "StoryConsent",
    "StoryPhoto",
]
