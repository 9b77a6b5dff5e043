"""The rules of choosing: proposing, deciding, and the end of a pilot."""

from .deciding import accept_nomination, decline_nomination, waitlist_nomination
from .eligibility import Requirement, requirements_of
from .ending import end_pilot
from .nominating import nominate_business, withdraw_nomination

__all__ = [
    "Requirement",
    "accept_nomination",
    "decline_nomination",
    "end_pilot",
    "nominate_business",
    "requirements_of",
    "waitlist_nomination",
    "withdraw_nomination",
]
