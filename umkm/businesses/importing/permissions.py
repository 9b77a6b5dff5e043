"""Who may bring many records at once."""

from __future__ import annotations

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.regions.scoping import coordinates

from ..models import BulkImport


def may_import(user: User) -> bool:
    """Coordinators the rows of their provinces, board and admin all."""
    return may_import_everywhere(user) or coordinates(user)


def may_import_everywhere(user: User) -> bool:
    return user.has_role(Role.BOARD, Role.ADMIN)


def may_see_quality(user: User) -> bool:
    """How clean the rows of each province and collector are."""
    return user.has_role(Role.BOARD, Role.ADMIN)


def may_steer(user: User, batch: BulkImport) -> bool:
    """Start, stop, undo: its sender. Stop and undo also the admin, where the sender is away."""
    return batch.uploaded_by_id == user.pk or user.has_role(Role.ADMIN)
