"""Files and links that belong to a module. The files lie in the storage `documents`, outside the web root."""

from __future__ import annotations

import uuid
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.training.choices import InvitationState, MaterialAudience, MaterialKind, SessionState
from programs.training.curriculum.walls import material_limit, material_stays
from soksi_portal.accounts.choices import Role

from .invitations import Invitation
from .sessions import Session
from .trainers import TrainerModule

FOLDER = "materi"
READERS = (Role.BOARD, Role.COORDINATOR)  # follow what participants read
# who has said no, or is no longer invited, has no part in the session
TAKE_PART = (InvitationState.INVITED, InvitationState.CONFIRMED, InvitationState.WAITING)


def material_storage() -> Storage:
    return storages["documents"]


def material_path(material: Material, _filename: str) -> str:
    """Nothing of the name that somebody gave the file."""
    name = uuid.uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}.{material.kind}"


def taught_by(user: Any) -> models.QuerySet[Any, Any]:
    """The modules that a trainer teaches: named in the profile, or scheduled to."""
    sessions = Session.objects.filter(trainer=user).exclude(state=SessionState.CANCELLED)
    return sessions.values("module").union(TrainerModule.objects.filter(profile__user=user).values("module"))


class MaterialQuerySet(models.QuerySet["Material"]):
    def kept(self) -> MaterialQuerySet:
        return self.filter(removed_at=None)

    def visible_to(self, user: Any) -> MaterialQuerySet:
        """Staff read all, trainers what they teach, participants what is meant for them and they are invited to."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.JAMKRINDO, Role.ADMIN):
            return self
        found = Q(pk__in=[])
        if user.has_role(*READERS):
            found |= Q(audience=MaterialAudience.EVERYONE)
        if user.has_role(Role.TRAINER):
            found |= Q(module__in=list(taught_by(user).values_list("module", flat=True)))
        if user.has_role(Role.CADRE):
            invited = Invitation.objects.filter(person=user, state__in=TAKE_PART).exclude(
                session__state=SessionState.CANCELLED
            )
            found |= Q(audience=MaterialAudience.EVERYONE, module__in=invited.values("session__module"))
        return self.filter(found)


@pghistory.track(exclude=["file"])
class Material(models.Model):
    """A file or a link. Removed: the row stays, the file goes."""

    module = models.ForeignKey("training.Module", models.PROTECT, related_name="materials")
    title = models.CharField(_("Judul"), max_length=120)
    audience = models.CharField(
        _("Untuk"), max_length=8, choices=MaterialAudience.choices, default=MaterialAudience.EVERYONE
    )
    kind = models.CharField(_("Jenis"), max_length=4, choices=MaterialKind.choices)
    link = models.URLField(_("Tautan"), max_length=500, blank=True)
    file = models.FileField(storage=material_storage, upload_to=material_path, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(_("Ukuran"), default=0)  # bytes
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("Ditambahkan"), default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("materi")
        constraints = (
            models.CheckConstraint(
                condition=(Q(kind=MaterialKind.LINK, file="", sha256="") & ~Q(link=""))
                | (Q(link="") & ~Q(kind=MaterialKind.LINK) & ~Q(sha256="")),
                name="material_file_or_link",
            ),
            models.CheckConstraint(condition=Q(kind__in=MaterialKind.values), name="material_kind_known"),
            models.CheckConstraint(
                condition=Q(audience__in=MaterialAudience.values), name="material_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="material_removed_by_someone",
            ),
            models.UniqueConstraint(
                fields=["module", "audience", "sha256", "link"],
                condition=Q(removed_at=None),
                name="material_once",
            ),
        )
        indexes = (
            models.Index(
                "id", condition=Q(removed_at__isnull=False) & ~Q(file=""), name="material_files_to_go"
            ),
        )
        triggers = (
            material_limit(),
            material_stays(),
            pgtrigger.Protect(name="keep_material", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_link(self) -> bool:
        return self.kind == MaterialKind.LINK
