"""The rules of choosing: proposing, deciding, and the end of a pilot."""

from .deciding import accept_nomination, decline_nomination, waitlist_nomination
from .ending import end_pilot
from .nominating import nominate_business, withdraw_nomination

__all__ = [
    "accept_nomination",
    "decline_nomination",
    "end_pilot",
    "nominate_business",
    "waitlist_nomination",
    "withdraw_nomination",
]
