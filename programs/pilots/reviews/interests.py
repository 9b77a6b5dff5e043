"""What keeps somebody from judging a business: higher slices say whom they know to be close to it.

Registered in the slice's AppConfig.ready: who mentors a business is no stranger to it.
"""

from __future__ import annotations

from collections.abc import Callable

from soksi_portal.accounts.models import User
from umkm.businesses.models import Business

Interest = Callable[[User, Business], str]  # a sentence that says why; empty where nothing is known
_interests: list[Interest] = []


def register(interest: Interest) -> None:
    if interest not in _interests:
        _interests.append(interest)


def interest_of(user: User, business: Business) -> str:
    """The first sentence; empty where nobody knows of any."""
    return next((sentence for one in _interests if (sentence := one(user, business))), "")
