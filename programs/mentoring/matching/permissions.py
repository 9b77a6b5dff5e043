"""Who may do what about mentors, visits and tasks. Which rows somebody sees is in the QuerySets.

A mentor's notes and photos may hold what a person earns and owes: the owner, Jamkrindo's staff and admins read them.
Coordinators and board read that visits took place and how far the tasks are.
"""

from __future__ import annotations

from datetime import datetime

from programs.mentoring.models import Assignment, Visit
from programs.mentoring.models.visits import NOTE_READERS
from programs.mentoring.permissions import owns
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business

from .choices import Side

may_see_mentoring = holds(Role.CADRE, Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)
may_list_mentoring = holds(Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)
may_match = holds(Role.JAMKRINDO, Role.ADMIN)
may_mentor = holds(Role.JAMKRINDO)
may_meet = holds(Role.CADRE, Role.JAMKRINDO)
may_read_notes = holds(Role.CADRE, *NOTE_READERS)
may_give_tasks = holds(Role.JAMKRINDO, Role.ADMIN)


def assignment_of(business_id: int) -> Assignment | None:
    rows = Assignment.objects.running().filter(business=business_id)
    return rows.select_related("mentor__user").first()


def mentors(user: User, business: Business) -> bool:
    """Is the one who mentors it now."""
    return user.has_role(Role.JAMKRINDO) and (
        Assignment.objects.running().filter(business=business, mentor__user=user).exists()
    )


def has_mentored(user: User, business: Business) -> bool:
    return user.has_role(Role.JAMKRINDO) and (
        Assignment.objects.filter(business=business, mentor__user=user).exists()
    )


def may_write_down(user: User, visit: Visit, written_at: datetime) -> bool:
    """Its mentor now; who wrote it down, to correct it; or who was the mentor when the sheet was written on a phone."""
    if mentors(user, visit.business):
        return True
    if not user.has_role(Role.JAMKRINDO):
        return False
    earlier = Assignment.objects.filter(business=visit.business, mentor__user=user)
    return visit.recorded_by_id == user.pk or earlier.filter(ended_at__gte=written_at).exists()


def side_of(user: User, business: Business) -> Side | None:
    """Which of the two who meet; none for everybody else."""
    if owns(user, business):
        return Side.CADRE
    return Side.MENTOR if mentors(user, business) else None


def reads_notes_of(user: User, business: Business) -> bool:
    return owns(user, business) or user.has_role(*NOTE_READERS)
