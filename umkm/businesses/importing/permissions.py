"""Who may bring many records at once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.regions.scoping import coordinates, province_codes

from ..models import BulkImport
from .errors import NotReady


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


def provinces_served(sender: User) -> list[str]:
    """Which the rows of a file may touch today; empty for all. Raises NotReady."""
    if may_import_everywhere(sender):
        return []
    provinces = province_codes(sender)
    if not provinces:
        raise NotReady(
            _(
                "Pengirimnya tidak sedang bertugas di provinsi mana pun, jadi impor ini tidak dapat dijalankan."
            )
        )
    return provinces


def must_still_serve(batch: BulkImport) -> None:
    """Before each stretch of a run: posts and roles may have ended since it began. Raises NotReady."""
    allowed = provinces_served(batch.uploaded_by)
    if allowed and not (batch.provinces and set(batch.provinces) <= set(allowed)):
        raise NotReady(
            _("Pengirimnya tidak lagi bertugas di semua provinsi impor ini. Yang sudah masuk tetap ada.")
        )
