"""Proof that somebody took part, and the work of handing out many at once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pghistory
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.training.certificates.walls import certificate_earned, certificate_kept, certificate_stays
from programs.training.choices import CertificateEnding
from umkm.regions.choices import TimeZone
from umkm.regions.scoping import ScopedQuerySet

from .sessions import trained_by

FOLDER = "sertifikat"
ALIVE = timedelta(minutes=2)  # without a sign for as long, another worker may go on
ENDED = Q(ended_at__isnull=False, ended_by__isnull=False)
NOT_ENDED = Q(ended_at=None, ended_by=None, ending="")


def bundle_storage() -> Storage:
    return storages["documents"]


def bundle_path(_run: CertificateRun, _filename: str) -> str:
    name = uuid.uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}.zip"


class CertificateQuerySet(ScopedQuerySet["Certificate"]):
    def own_of(self, user: Any) -> Q:
        return Q(person=user) | trained_by(user, "session__trainer")

    def standing(self) -> CertificateQuerySet:
        return self.filter(ended_at=None)


@pghistory.track()
class Certificate(models.Model):
    """What somebody was handed for one session, with the words that are printed on it."""

    number = models.CharField(_("Nomor"), max_length=20, unique=True)
    invitation = models.ForeignKey("training.Invitation", models.PROTECT, related_name="certificates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates")
    # none for an observer
    pilot = models.ForeignKey("pilots.Pilot", models.PROTECT, null=True, related_name="certificates")
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="certificates")
    module = models.ForeignKey("training.Module", models.PROTECT, related_name="certificates")
    session = models.ForeignKey("training.Session", models.PROTECT, related_name="certificates")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")

    # as printed: what these are called later changes nothing on paper. Empty once the person is erased
    name = models.CharField(_("Nama di sertifikat"), max_length=120, blank=True)
    business_name = models.CharField(_("Usaha"), max_length=120, blank=True)
    module_title = models.CharField(_("Modul"), max_length=160)
    hours = models.PositiveSmallIntegerField(_("Lama (jam)"))
    place = models.CharField(_("Tempat"), max_length=600)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=20, choices=TimeZone.choices)

    issued_at = models.DateTimeField(_("Diterbitkan"), default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=10, choices=CertificateEnding.choices, blank=True)
    end_reason = models.CharField(_("Alasan"), max_length=300, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("sertifikat")
        constraints = (
            models.UniqueConstraint(
                "invitation", condition=Q(ended_at=None), name="certificate_standing_once"
            ),
            models.CheckConstraint(
                condition=NOT_ENDED | (ENDED & Q(ending__in=CertificateEnding.values)),
                name="certificate_end_complete",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(ended_at__isnull=False), name="certificate_names_somebody"
            ),
            models.CheckConstraint(
                condition=Q(ending__in=("", CertificateEnding.ERASED)) | ~Q(end_reason="") | Q(name=""),
                name="certificate_end_says_why",
            ),
        )
        indexes = (
            models.Index(fields=["session", "name", "id"], name="certificate_of_session"),
            models.Index(fields=["person", "-issued_at"], name="certificate_of_person"),
        )
        triggers = (certificate_earned(), certificate_stays(), certificate_kept())

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certificate_check", args=[self.number])

    @property
    def stands(self) -> bool:
        return self.ended_at is None

    @property
    def is_anonymous(self) -> bool:
        """The person behind it was erased."""
        return not self.name

    @property
    def subject_ref(self) -> str:
        return f"certificate:{self.pk}"

    @property
    def state_label(self) -> str:
        return str(CertificateEnding(self.ending).label if self.ending else _("Berlaku"))

    @property
    def state_tone(self) -> str:
        return "good" if self.stands else "bad" if self.ending == CertificateEnding.WITHDRAWN else "neutral"


class CertificateRun(models.Model):
    """All certificates of a session, handed out and packed into one ZIP in the background.

    What it has done is in its numbers; a worker that dies is followed by another, which finds what is left.
    """

    session = models.ForeignKey("training.Session", models.PROTECT, related_name="certificate_runs")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    total = models.PositiveIntegerField(default=0)
    packed = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(storage=bundle_storage, upload_to=bundle_path, max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "session", condition=Q(finished_at=None), name="certificate_run_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.session} {self.requested_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.finished_at is None
