"""Who may do what with trainings. What somebody may see is `Session.objects.visible_to`."""

from __future__ import annotations

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds
from soksi_portal.accounts.models import User

from .models import Session

may_see_sessions = holds(Role.CADRE, Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.TRAINER, Role.ADMIN)
may_schedule = holds(Role.JAMKRINDO, Role.ADMIN)
# a coordinator phones the owners; of the own province only
may_see_unserved = holds(Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)
may_keep_attendance = holds(Role.TRAINER, Role.JAMKRINDO, Role.ADMIN)
# whose names somebody may read there is `Invitation.objects.visible_to`
may_read_invitations = holds(Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.TRAINER, Role.ADMIN)
may_export = holds(Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.TRAINER, Role.ADMIN)


def may_keep_attendance_of(user: User, session: Session) -> bool:
    """The session's own trainer, and staff."""
    if may_schedule(user):
        return True
    return user.has_role(Role.TRAINER) and session.trainer_id == user.pk
