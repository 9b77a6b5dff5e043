"""The rules of choosing: proposing, deciding, and the end of a pilot."""

from .deciding import accept_nomination, decline_nomination, waitlist_nomination
from .eligibility import Requirement, requirements_of
from .ending import end_pilot
from .nominating import correct_nomination, nominate_business, withdraw_nomination
from .ranking import move_on_waiting_list

__all__ = [
    "Requirement",
    "accept_nomination",
    "correct_nomination",
    "decline_nomination",
    "end_pilot",
    "move_on_waiting_list",
    "nominate_business",
    "requirements_of",
    "waitlist_nomination",
    "withdraw_nomination",
]
