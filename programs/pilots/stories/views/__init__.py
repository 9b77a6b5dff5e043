"""Stories: for everybody, for the board that writes them, for the owner who agrees."""

from .desk import (
    story_ask,
    story_create,
    story_desk,
    story_edit,
    story_manage,
    story_publish,
    story_take_down,
)
from .own import story_agree, story_consent, story_withdraw
from .public import story_detail, story_list, story_photo

__all__ = [
    "story_agree",
    "story_ask",
    "story_consent",
    "story_create",
    "story_desk",
    "story_detail",
    "story_edit",
    "story_list",
    "story_manage",
    "story_photo",
    "story_publish",
    "story_take_down",
    "story_withdraw",
]
