"""Who teaches what, where and in which languages, and when that person is away."""

from __future__ import annotations

import datetime as dt

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.training.choices import AbsenceReason, Language
from programs.training.scheduling.walls import absence_ends_once, absence_free_of_sessions
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, in_zone
from umkm.regions.choices import TimeZone


class ProfileQuerySet(models.QuerySet["TrainerProfile"]):
    def teaching(self) -> ProfileQuerySet:
        """Of those who are trainers today."""
        return self.filter(user__in=User.objects.with_role(Role.TRAINER).values("pk"))


@pghistory.track()
class TrainerProfile(models.Model):
    """What staff must know of a trainer to schedule well."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="trainer_profile")
    time_zone = models.CharField(
        _("Tinggal di wilayah"), max_length=20, choices=TimeZone.choices, default=TimeZone.WIB
    )
    languages = ArrayField(
        models.CharField(max_length=3, choices=Language.choices), verbose_name=_("Bahasa"), default=list
    )
    provinces = models.ManyToManyField(
        "regions.Province", through="TrainerProvince", related_name="+", verbose_name=_("Provinsi")
    )
    modules = models.ManyToManyField(
        "training.Module", through="TrainerModule", related_name="trainers", verbose_name=_("Modul")
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profil pelatih")
        constraints = (
            models.CheckConstraint(condition=Q(time_zone__in=TimeZone.values), name="trainer_zone_known"),
            models.CheckConstraint(
                condition=Q(languages__contained_by=Language.values), name="trainer_languages_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("trainer_detail", args=[self.user_id])

    @property
    def language_words(self) -> str:
        return ", ".join(str(Language(code).label) for code in self.languages)


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class TrainerProvince(models.Model):
    """A province in which a trainer works."""

    profile = models.ForeignKey(TrainerProfile, models.PROTECT, related_name="trainer_provinces")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["profile", "province"], name="trainer_province_once"),)


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class TrainerModule(models.Model):
    """A module that a trainer teaches."""

    profile = models.ForeignKey(TrainerProfile, models.PROTECT, related_name="trainer_modules")
    module = models.ForeignKey("training.Module", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["profile", "module"], name="trainer_module_once"),)


class AbsenceRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class AbsenceQuerySet(models.QuerySet["TrainerAbsence"]):
    def standing(self) -> AbsenceQuerySet:
        return self.filter(ended_at=None)

    def coming(self) -> AbsenceQuerySet:
        return self.standing().filter(ends_at__gt=timezone.now())


@pghistory.track()
class TrainerAbsence(models.Model):
    """Whole days, in the trainer's own zone, on which that person can't be booked. Taken back: it ends, the row stays."""

    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField(_("Mulai"))
    ends_at = models.DateTimeField(_("Sampai"))  # the first moment after
    time_zone = models.CharField(max_length=20, choices=TimeZone.choices, default=TimeZone.WIB)
    reason = models.CharField(_("Alasan"), max_length=5, choices=AbsenceReason.choices)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("ketidakhadiran pelatih")
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=Q(reason__in=AbsenceReason.values), name="absence_reason_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="absence_ended_by_someone",
            ),
            ExclusionConstraint(
                name="absence_once",
                expressions=[
                    ("trainer", RangeOperators.EQUAL),
                    (AbsenceRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None),
            ),
        )
        triggers = (
            absence_ends_once(),
            absence_free_of_sessions(),
            pgtrigger.Protect(name="keep_absence", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.trainer}: {self.get_reason_display()}"

    @property
    def first_day(self) -> dt.date:
        return in_zone(self.starts_at, self.time_zone).date()

    @property
    def last_day(self) -> dt.date:
        return in_zone(self.ends_at - dt.timedelta(seconds=1), self.time_zone).date()

    @property
    def days_words(self) -> str:
        """`7 Desember 2026`, or `7 Desember 2026 – 11 Desember 2026`."""
        first, last = day(self.first_day), day(self.last_day)
        return first if first == last else f"{first} – {last}"
