"""The pages of nominations, seats and pilots."""

from .decisions import nomination_accept, nomination_decline, nomination_rank, nomination_waitlist
from .nominations import (
    candidate_list,
    nomination_correct,
    nomination_create,
    nomination_detail,
    nomination_list,
    nomination_withdraw,
)
from .pilots import pilot_detail, pilot_end, pilot_list
from .province import pilot_province

__all__ = [
    "candidate_list",
    "nomination_accept",
    "nomination_correct",
    "nomination_create",
    "nomination_decline",
    "nomination_detail",
    "nomination_list",
    "nomination_rank",
    "nomination_waitlist",
    "nomination_withdraw",
    "pilot_detail",
    "pilot_end",
    "pilot_list",
    "pilot_province",
]
