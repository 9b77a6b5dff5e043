"""The pages of pembina: numbers for everybody, names for those who may see them."""

from .mentors import mentor_answer, mentor_create, mentor_detail, mentor_end
from .mentorships import (
    mentee_list,
    mentorship_answer,
    mentorship_ask,
    mentorship_detail,
    mentorship_end,
    mentorship_propose,
)
from .trees import mentor_country, mentor_province

__all__ = [
    "mentee_list",
    "mentor_answer",
    "mentor_country",
    "mentor_create",
    "mentor_detail",
    "mentor_end",
    "mentor_province",
    "mentorship_answer",
    "mentorship_ask",
    "mentorship_detail",
    "mentorship_end",
    "mentorship_propose",
]
