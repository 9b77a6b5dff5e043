"""People who sign in, and the roles they hold."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .choices import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, full_name: str, password: str | None = None, **fields: Any) -> User:
        """A new account with neither role nor confirmed address."""
        email = fields.pop("email", None)
        user = self.model(full_name=full_name, email=email.lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def with_role(self, *roles: Role) -> models.QuerySet[User]:
        return self.filter(is_active=True, role_grants__role__in=roles, role_grants__ended_at=None).distinct()


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """One person. Signs in with e-mail or mobile number; at least one of the two is known."""

    full_name = models.CharField(_("Nama lengkap"), max_length=120)
    email = models.EmailField(_("Alamat e-mail"), unique=True, null=True, blank=True)
    phone = models.CharField(_("Nomor HP"), max_length=16, unique=True, null=True, blank=True)  # E.164
    phone_verified = models.BooleanField(default=False)
    is_active = models.BooleanField(_("Aktif"), default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(_("Dihapus pada"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("pengguna")
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(condition=Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="user_phone_e164"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False) | Q(erased_at__isnull=False),
                name="user_reachable",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(email=None, phone=None, is_active=False),
                name="user_erased_is_empty",
            ),
        )
        indexes = (
            models.Index(fields=["full_name", "id"], name="user_by_name"),
            models.Index(fields=["joined_at", "id"], name="user_by_joining"),
            # as Django writes `icontains`
            GinIndex(OpClass(Upper("full_name"), name="gin_trgm_ops"), name="user_name_search"),
        )

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """No address is null, never "", of which there could be only one; the case of an address says nothing."""
        self.email = self.email.lower() if self.email else None
        super().save(*args, **kwargs)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held now; one query for each request."""
        return frozenset(self.role_grants.filter(ended_at=None).values_list("role", flat=True))

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in Role.values if role in self.roles]

    def has_role(self, *roles: Role) -> bool:
        return self.is_active and not self.roles.isdisjoint(roles)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def active(self) -> RoleGrantQuerySet:
        return self.filter(ended_at=None)


# what a grant says once and for all: only its end comes later
GRANT_SAID = ("user_id", "role", "granted_by_id", "granted_at")


@pghistory.track()
class RoleGrant(models.Model):
    """That a person holds, or held, a role: given and ended by whom, when and why."""

    user = models.ForeignKey(User, models.PROTECT, related_name="role_grants")
    role = models.CharField(_("Peran"), max_length=12, choices=Role.choices)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: the person's own sign-up, or a command
    granted_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("Alasan"), max_length=300, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemberian peran")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(ended_at=None), name="role_held_once"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("granted_at")),
                name="role_ends_after_start",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="keep_grant", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="grant_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in GRANT_SAID)
                    + " OR OLD.ended_at IS NOT NULL"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"
