"""Giving and ending roles, opening and closing accounts. Each takes effect at once."""

from __future__ import annotations

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.common.errors import RuleViolation

from .choices import Role
from .models import RoleGrant, User


class RoleHeldAlready(RuleViolation):
    """The person holds that role already."""


class RoleNotHeld(RuleViolation):
    """The person does not hold that role (any more)."""


class LastAdmin(RuleViolation):
    """Without this person nobody could give rights any more."""


class ReasonMissing(RuleViolation):
    """Ending something needs a reason that others can read."""


@transaction.atomic
def grant_role(*, user: User, role: Role, by: User | None) -> RoleGrant:
    """Give `role`; `by` None is the person's own sign-up or a command. Raises RoleHeldAlready."""
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(user=user, role=role, granted_by=by)
    except IntegrityError as error:
        sentence = _("%(who)s sudah memegang peran %(role)s.") % {"who": user, "role": Role(role).label}
        raise RoleHeldAlready(sentence, field="role") from error
    user.__dict__.pop("roles", None)
    return grant


@transaction.atomic
def end_role(*, user: User, role: Role, by: User, reason: str) -> None:
    """End `role`. Raises RoleNotHeld, LastAdmin, ReasonMissing."""
    require_reason(reason)
    if role == Role.ADMIN:
        _keep_an_admin(besides=user)
    grant = RoleGrant.objects.active().select_for_update().filter(user=user, role=role).first()
    if grant is None:
        raise RoleNotHeld(
            _("%(who)s tidak lagi memegang peran %(role)s.") % {"who": user, "role": Role(role).label}
        )
    grant.ended_at, grant.ended_by, grant.end_reason = timezone.now(), by, reason.strip()
    grant.save()
    user.__dict__.pop("roles", None)


@transaction.atomic
def deactivate_user(*, user: User, by: User, reason: str) -> None:
    """Close an account: nobody signs in with it, what it did stays. Raises LastAdmin, ReasonMissing.

    Opened again, it needs a new password: whoever had the old one may be why it was closed.
    """
    require_reason(reason)
    if user.has_role(Role.ADMIN):
        _keep_an_admin(besides=user)
    with pghistory.context(reason=reason.strip(), user=by.pk):
        user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        user.is_active = False
        user.set_unusable_password()  # ends every open session and link, also for after a reactivation
        user.save(update_fields=["is_active", "password"])


@transaction.atomic
def reactivate_user(*, user: User, by: User) -> None:
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])


def require_reason(reason: str) -> None:
    """Raises ReasonMissing where nobody could learn anything from it."""
    if len(reason.strip()) < 5:
        raise ReasonMissing(_("Tulis alasannya dengan singkat, supaya orang lain mengerti."), field="reason")


def _keep_an_admin(*, besides: User) -> None:
    """Locking the admins' grants makes two who end each other's role queue up; the second then reads afresh."""
    grants = RoleGrant.objects.active().filter(role=Role.ADMIN)
    list(grants.select_for_update().order_by("pk"))
    if not grants.filter(user__is_active=True).exclude(user=besides).exists():
        raise LastAdmin(_("Ini administrator terakhir. Beri dulu peran itu kepada orang lain."))
