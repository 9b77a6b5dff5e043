"""Who asks that a rule is set aside, and which other person decides on it."""

from __future__ import annotations

from programs.pilots.models import EligibilityException
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds
from soksi_portal.accounts.models import User

may_see_exceptions = holds(Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)
may_decide_exceptions = holds(Role.BOARD, Role.JAMKRINDO, Role.ADMIN)


def may_decide_on(user: User, exception: EligibilityException) -> bool:
    """Another than who asked, and not the owner."""
    return (
        may_decide_exceptions(user)
        and exception.asked_by_id != user.pk
        and exception.business.owner.user_id != user.pk
    )
