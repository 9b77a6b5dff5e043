"""Who may do which verb with businesses."""

from __future__ import annotations

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.cadres.models import Cadre
from umkm.regions.scoping import coordinates, province_codes

from .models import WRITABLE, Business

STAFF = (Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)


def may_register(user: User) -> bool:
    """A cadre whose record as a member exists."""
    return user.has_role(Role.CADRE) and hasattr(user, "cadre")


def may_see_businesses(user: User) -> bool:
    return user.has_role(Role.CADRE, *STAFF)


def is_staff(user: User) -> bool:
    """Sees lists of other people's businesses, and may export them."""
    return user.has_role(*STAFF)


def may_see_queue(user: User) -> bool:
    return user.has_role(Role.COORDINATOR, Role.BOARD, Role.ADMIN)  # who stands in is one of the first two


def may_verify(user: User) -> bool:
    """A coordinator, or who stands in for one today."""
    return coordinates(user)


def may_decide_on(user: User, business: Business) -> bool:
    """A coordinator of its province; that it is not an own business, the rule itself says."""
    return business.province_id in province_codes(user)


def may_decide_on_card(user: User, cadre: Cadre) -> bool:
    return cadre.province_id in province_codes(user)


def owns(user: User, business: Business) -> bool:
    return business.owner.user_id == user.pk


def may_write(user: User, business: Business) -> bool:
    return owns(user, business) and business.state in WRITABLE
