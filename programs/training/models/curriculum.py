"""What is taught, in which order, and where."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Deferrable, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.training.curriculum.walls import no_circle, path_in_order
from programs.training.venues.walls import venue_free

MOST_HOURS = 40
MOST_GOALS = 10
MOST_SESSIONS = 10  # that a module may ask to be present in


@pghistory.track()
class Module(models.Model):
    """A unit of the management curriculum."""

    code = models.SlugField(_("Kode"), max_length=20, unique=True)
    title = models.CharField(_("Judul"), max_length=160)
    goal = models.TextField(_("Tujuan"), max_length=1000)  # in one or two sentences, for invitations
    goals = ArrayField(
        models.CharField(max_length=200), verbose_name=_("Sesudah pelatihan, peserta dapat"), default=list
    )
    hours = models.PositiveSmallIntegerField(
        _("Lama (jam)"), validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)]
    )
    is_active = models.BooleanField(default=True)
    gives_certificate = models.BooleanField(_("Memberi sertifikat"), default=True)
    least_sessions = models.PositiveSmallIntegerField(
        _("Hadir paling sedikit (sesi)"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SESSIONS)],
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("Nilai tes akhir paling sedikit"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )  # None: no test needed
    requires = models.ManyToManyField(
        "self",
        through="Prerequisite",
        through_fields=("module", "requires"),
        symmetrical=False,
        related_name="opens",
        verbose_name=_("Didahului oleh"),
    )

    class Meta:
        verbose_name = _("modul")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=MOST_HOURS), name="module_hours_sane"
            ),
            models.CheckConstraint(condition=Q(goals__len__lte=MOST_GOALS), name="module_goals_few"),
            models.CheckConstraint(
                condition=Q(least_sessions__gte=1, least_sessions__lte=MOST_SESSIONS),
                name="module_sessions_sane",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark=None) | Q(pass_mark__gte=1, pass_mark__lte=100),
                name="module_pass_mark_sane",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("module_detail", args=[self.code])


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class Prerequisite(models.Model):
    """`module` builds on `requires`."""

    module = models.ForeignKey(Module, models.PROTECT, related_name="prerequisites")
    requires = models.ForeignKey(
        Module, models.PROTECT, related_name="needed_by", verbose_name=_("Didahului oleh")
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["module", "requires"], name="prerequisite_once"),
            models.CheckConstraint(condition=~Q(module=F("requires")), name="prerequisite_is_another"),
        )
        triggers = (no_circle(), path_in_order())

    def __str__(self) -> str:
        return f"{self.module} ← {self.requires}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PhaseModule(models.Model):
    """One step of the path that a phase's pilots go."""

    phase = models.ForeignKey("partnership.Phase", models.PROTECT, related_name="path")
    module = models.ForeignKey(Module, models.PROTECT, related_name="paths")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["phase", "module"], name="path_module_once"),
            models.UniqueConstraint(
                fields=["phase", "position"], name="path_position_once", deferrable=Deferrable.DEFERRED
            ),
        )
        triggers = (path_in_order(),)

    def __str__(self) -> str:
        return f"{self.phase} {self.position}: {self.module}"


class VenueQuerySet(models.QuerySet["Venue"]):
    def in_use(self) -> VenueQuerySet:
        return self.filter(retired_at=None)


@pghistory.track()
class Venue(models.Model):
    """A physical place for sessions. Taken out of use, never deleted."""

    name = models.CharField(_("Nama tempat"), max_length=160)
    address = models.CharField(_("Alamat"), max_length=300)
    regency = models.ForeignKey(
        "regions.Regency", models.PROTECT, related_name="+", verbose_name=_("Kabupaten/kota")
    )
    capacity = models.PositiveIntegerField(_("Daya tampung"))
    retired_at = models.DateTimeField(_("Tidak dipakai sejak"), null=True, blank=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    retire_reason = models.CharField(_("Alasan"), max_length=300, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("tempat")
        constraints = (
            models.UniqueConstraint(fields=["regency", "name"], name="venue_once_in_regency"),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by=None, retire_reason="")
                | (Q(retired_at__isnull=False, retired_by__isnull=False) & ~Q(retire_reason="")),
                name="venue_retired_by_someone",
            ),
        )
        triggers = (venue_free(), pgtrigger.Protect(name="keep_venue", operation=pgtrigger.Delete))

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("venue_detail", args=[self.pk])

    @property
    def is_in_use(self) -> bool:
        return self.retired_at is None

    @property
    def where(self) -> str:
        """What people must know to find it."""
        return f"{self.name}, {self.address}, {self.regency}"
