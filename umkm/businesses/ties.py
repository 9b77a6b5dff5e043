"""What ties a business to where and what it is: higher slices say why it can neither move away nor be merged now.

The businesses slice knows nothing of nominations and seats; they register what they hold (in AppConfig.ready). The
database refuses the same, past every service.
"""

from __future__ import annotations

from collections.abc import Callable

from .models import Business

Tie = Callable[[Business], str]  # a sentence that says what to do first; empty where nothing holds it
_ties: list[Tie] = []
_owner_ties: list[Tie] = []  # what only its owner may end, and nobody may inherit


def register(tie: Tie) -> None:
    if tie not in _ties:
        _ties.append(tie)


def tie_of(business: Business) -> str:
    """The first sentence; empty where the business is free. Lock its row before asking."""
    return next((sentence for tie in _ties if (sentence := tie(business))), "")


def register_owner(tie: Tie) -> None:
    if tie not in _owner_ties:
        _owner_ties.append(tie)


def owner_tie_of(business: Business) -> str:
    """The first sentence why it cannot go to another owner now. Lock its row before asking."""
    return next((sentence for tie in _owner_ties if (sentence := tie(business))), "")
