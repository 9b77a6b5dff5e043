"""Seats, nominations and pilots, one concept a module."""

from .nominations import Nomination
from .pilots import Pilot
from .seats import Seat
from .tally import PilotTally

__all__ = ["Nomination", "Pilot", "PilotTally", "Seat"]
