"""The phases in which a memorandum is carried out: where, when, how many, and by what they are chosen."""

from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.businesses.choices import SizeClass

from ..choices import Evidence, PhaseState, Stage
from ..walls import criterion_triggers, phase_province_triggers, phase_stage_triggers, phase_triggers
from .memoranda import Memorandum

LEAST_REVIEWS = 2  # independent of each other
ANSWER_DAYS = 7
MOST_WEIGHT = 100
HIGHEST_SCORE = 5  # from 1
PROGRAMME_SIZES = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM)


def every_change() -> tuple[pghistory.RowEvent, ...]:
    """Planned ones may go again, and the trail tells that too."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


class PhaseQuerySet(models.QuerySet["Phase"]):
    def open(self) -> PhaseQuerySet:
        return self.filter(state=PhaseState.OPEN)


@pghistory.track()
class Phase(models.Model):
    """A wave of the programme: which provinces, how many seats in each, from when to when."""

    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="phases")
    name = models.CharField(_("Nama"), max_length=120)
    state = models.CharField(
        _("Status"), max_length=10, choices=PhaseState.choices, default=PhaseState.PLANNED
    )
    starts_on = models.DateField(_("Mulai"))
    ends_on = models.DateField(_("Selesai"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # what a business needs, beside being verified
    largest_size = models.CharField(
        _("Kelas usaha paling besar"), max_length=10, choices=SizeClass.choices, default=SizeClass.MEDIUM
    )
    least_years = models.PositiveSmallIntegerField(_("Lama berjalan paling sedikit (tahun)"), default=0)
    needs_nib = models.BooleanField(_("Perlu NIB"), default=False)
    # how it is chosen
    least_reviews = models.PositiveSmallIntegerField(_("Penilai paling sedikit"), default=LEAST_REVIEWS)
    answer_days = models.PositiveSmallIntegerField(
        _("Hari untuk menjawab tawaran kursi"), default=ANSWER_DAYS
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("tahap")
        ordering = ("-starts_on",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PhaseState.values), name="phase_state_known"),
            models.UniqueConstraint(
                "memorandum", condition=Q(state=PhaseState.OPEN), name="phase_one_open_per_memorandum"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="phase_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(largest_size__in=PROGRAMME_SIZES), name="phase_largest_size_in_programme"
            ),
            models.CheckConstraint(
                condition=Q(least_reviews__gte=LEAST_REVIEWS, least_reviews__lte=5),
                name="phase_reviewed_independently",
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=60), name="phase_answer_days_sane"
            ),
        )
        triggers = phase_triggers()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("phase_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == PhaseState.OPEN

    @property
    def state_tone(self) -> str:
        return {"open": "good", "planned": "waiting"}.get(self.state, "neutral")


@pghistory.track()
class PhaseProvince(models.Model):
    """A province takes part in a phase with a quota of seats. Its seats follow the quota."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="provinces")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    quota = models.PositiveSmallIntegerField(_("Jumlah kursi"), default=2)

    class Meta:
        verbose_name = _("provinsi peserta tahap")
        constraints = (
            models.UniqueConstraint(fields=["phase", "province"], name="phase_province_once"),
            models.CheckConstraint(condition=Q(quota__gte=1, quota__lte=20), name="phase_quota_sane"),
        )
        triggers = phase_province_triggers()

    def __str__(self) -> str:
        return f"{self.phase} – {self.province}"


@pghistory.track(*every_change())
class PhaseStage(models.Model):
    """From when to when something is done in a phase; a stage without a row has no dates of its own."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="stages")
    stage = models.CharField(_("Kegiatan"), max_length=12, choices=Stage.choices)
    starts_on = models.DateField(_("Mulai"))
    ends_on = models.DateField(_("Selesai"))

    class Meta:
        verbose_name = _("jadwal tahap")
        ordering = ("starts_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["phase", "stage"], name="phase_stage_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="phase_stage_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="phase_stage_ends_after_start"
            ),
        )
        triggers = phase_stage_triggers()

    def __str__(self) -> str:
        return f"{self.phase} – {self.get_stage_display()}"

    def includes(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@pghistory.track(*every_change())
class Criterion(models.Model):
    """By what businesses are compared in a phase, and how much it counts. Fixed when the phase opens."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField(_("Urutan"))
    title = models.CharField(_("Kriteria"), max_length=80)
    guidance = models.CharField(_("Cara menilai"), max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(_("Bobot"))
    evidence = models.CharField(_("Bukti dari catatan"), max_length=12, choices=Evidence.choices, blank=True)

    class Meta:
        verbose_name = _("kriteria")
        ordering = ("phase", "number")
        constraints = (
            models.UniqueConstraint(  # deferred, so that two can change places
                fields=["phase", "number"],
                name="criterion_number_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=MOST_WEIGHT), name="criterion_weight_sane"
            ),
        )
        triggers = criterion_triggers()

    def __str__(self) -> str:
        return self.title
