"""Seats, nominations and pilots, and what becomes of them; one concept a module."""

from .graduation import Graduation, GraduationException
from .lineage import Mentor, Mentorship
from .nominations import Nomination
from .pilots import Pilot
from .seats import Seat
from .stories import Story, StoryConsent, StoryPhoto
from .tally import PilotTally

__all__ = [
    "Graduation",
    "GraduationException",
    "Mentor",
    "Mentorship",
    "Nomination",
    "Pilot",
    "PilotTally",
    "Seat",
    "Story",
    "StoryConsent",
    "StoryPhoto",
]
