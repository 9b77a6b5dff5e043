"""Who may do which verb with change requests."""

from __future__ import annotations

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business, ChangeRequest
from umkm.businesses.permissions import may_register, may_see_businesses, may_see_queue, may_verify, owns
from umkm.regions.scoping import province_codes

from .proposals import changeable

may_ask = may_register  # a cadre, for an own business
may_see_change = may_see_businesses
may_see_changes = may_see_queue
may_decide = may_verify


def may_ask_for(user: User, business: Business) -> bool:
    return user.has_role(Role.CADRE) and owns(user, business) and bool(changeable(business))


def may_decide_on(user: User, change: ChangeRequest) -> bool:
    """A coordinator of its province; that it is not an own request, the rule itself says."""
    return may_decide(user) and change.province_id in province_codes(user)


def is_new_owner(user: User, change: ChangeRequest) -> bool:
    return change.new_owner is not None and change.new_owner.user_id == user.pk
