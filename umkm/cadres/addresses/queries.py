"""Addresses that take no messages, as those may see them who look after their owners."""

from __future__ import annotations

from django.db.models import QuerySet

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import AddressTrouble

from ..models import Cadre


def troubles_visible_to(user: User) -> QuerySet[AddressTrouble]:
    """Of the members that somebody may see; an admin sees those of staff, too."""
    found = AddressTrouble.objects.open()
    if user.has_role(Role.ADMIN):
        return found
    members = Cadre.objects.visible_to(user).filter(user__isnull=False)
    return found.filter(user__in=members.values("user"))


def troubles_of(cadre: Cadre) -> QuerySet[AddressTrouble]:
    return AddressTrouble.objects.open().filter(user=cadre.user_id)
