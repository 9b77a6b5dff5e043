"""Who may do which verb with members and their data."""

from __future__ import annotations

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.regions.scoping import coordinates, province_codes

from .models import Cadre


def may_handle_requests(user: User) -> bool:
    """Answers what people ask about their data."""
    return user.has_role(Role.ADMIN)


def may_unmask(user: User) -> bool:
    """Reads a masked number of somebody: who examines them, and the admin."""
    return user.has_role(Role.ADMIN) or coordinates(user)


def may_unmask_of(user: User, cadre: Cadre, *, province: str = "") -> bool:
    """`province` is where the record is looked at, if not the member's own."""
    return user.has_role(Role.ADMIN) or (province or cadre.province_id) in province_codes(user)


def may_mend_addresses(user: User) -> bool:
    """Asks people for an address that works: who knows them, and who looks after all."""
    return user.has_role(Role.BOARD, Role.ADMIN) or coordinates(user)
