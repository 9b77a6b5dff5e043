"""Who may do what with modules and materials. What somebody may see is `Material.objects.visible_to`."""

from __future__ import annotations

from programs.training.models import Material, Module, taught_by
from programs.training.permissions import may_schedule
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User


def may_add_material(user: User, module: Module) -> bool:
    """Staff, and whoever teaches the module."""
    if may_schedule(user):
        return True
    return user.has_role(Role.TRAINER) and module.pk in set(taught_by(user).values_list("module", flat=True))


def may_remove_material(user: User, material: Material) -> bool:
    if may_schedule(user):
        return True
    return user.has_role(Role.TRAINER) and material.uploaded_by_id == user.pk
