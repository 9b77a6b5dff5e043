"""Who may do what with pembina. What somebody may see is `visible_to` of each model; numbers are public."""

from __future__ import annotations

from programs.pilots.models import Mentor, Mentorship
from programs.pilots.permissions import may_nominate_in
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business

may_see_mentors = holds(Role.CADRE, Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)
may_take_part = holds(Role.CADRE, Role.COORDINATOR, Role.BOARD)
may_bring_together = holds(Role.COORDINATOR, Role.BOARD)
is_cadre = holds(Role.CADRE)


def owns(user: User, business: Business) -> bool:
    return business.owner.user_id == user.pk


def may_invite(user: User, business: Business) -> bool:
    """The side that speaks for the province; the owner offers herself instead."""
    return may_nominate_in(user, business.province) and not owns(user, business)


def may_end_mentor(user: User, mentor: Mentor) -> bool:
    return owns(user, mentor.business) or may_nominate_in(user, mentor.province)


def sides_of(user: User, mentorship: Mentorship) -> tuple[bool, bool]:
    """Whether it is the pembina, and whether it is the one to be guided."""
    return owns(user, mentorship.guide), owns(user, mentorship.business)


def may_end_mentorship(user: User, mentorship: Mentorship) -> bool:
    return any(sides_of(user, mentorship)) or may_nominate_in(user, mentorship.province)
