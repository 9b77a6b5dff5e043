"""The rules of choosing: proposing, deciding, the end of a pilot, and who takes a seat that becomes free."""

from .answering import accept_offer, decline_offer
from .deciding import accept_nomination, decline_nomination, waitlist_nomination
from .drafting import discard_draft, draft_decision, open_draft
from .eligibility import Requirement, requirements_of
from .ending import end_pilot
from .moving import move_pilot, targets_of
from .nominating import correct_nomination, nominate_business, withdraw_nomination
from .offering import (
    freed_provinces,
    lapse_offer,
    late_offers,
    offer_free_seats,
    remind_unanswered,
    withdraw_offer,
)
from .publishing import Published, content_of, publish_draft
from .ranking import move_on_waiting_list

__all__ = [
    "Published",
    "Requirement",
    "accept_nomination",
    "accept_offer",
    "content_of",
    "correct_nomination",
    "decline_nomination",
    "decline_offer",
    "discard_draft",
    "draft_decision",
    "end_pilot",
    "freed_provinces",
    "lapse_offer",
    "late_offers",
    "move_on_waiting_list",
    "move_pilot",
    "nominate_business",
    "offer_free_seats",
    "open_draft",
    "publish_draft",
    "remind_unanswered",
    "requirements_of",
    "targets_of",
    "waitlist_nomination",
    "withdraw_nomination",
    "withdraw_offer",
]
