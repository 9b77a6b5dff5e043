"""Who may do which verb with possible duplicates."""

from __future__ import annotations

from soksi_portal.accounts.models import User
from umkm.businesses.models import PossibleDuplicate
from umkm.businesses.permissions import may_see_queue, may_verify
from umkm.regions.scoping import province_codes

may_see_duplicates = may_see_queue
may_decide = may_verify


def may_decide_on(user: User, pair: PossibleDuplicate) -> bool:
    """A coordinator of its province; that neither is an own business, the rule itself says."""
    return may_decide(user) and pair.province_id in province_codes(user)
