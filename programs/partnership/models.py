"""The MoU: who promised what, and the phases in which it is carried out."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import Measure, OrganisationKind, PhaseState
from .walls import keep, phase_province_triggers, phase_triggers


class Organisation(models.Model):
    name = models.CharField(_("Nama"), max_length=160, unique=True)
    short_name = models.CharField(_("Nama pendek"), max_length=40)
    kind = models.CharField(_("Jenis"), max_length=20, choices=OrganisationKind.choices)

    class Meta:
        verbose_name = _("organisasi")

    def __str__(self) -> str:
        return self.short_name


@pghistory.track()
class Memorandum(models.Model):
    """A memorandum of understanding between organisations."""

    title = models.CharField(_("Judul"), max_length=200)
    parties = models.ManyToManyField(Organisation, related_name="memoranda", verbose_name=_("Para pihak"))
    signed_on = models.DateField(_("Ditandatangani pada"))
    signed_at_place = models.CharField(_("Tempat"), max_length=120)
    scope = models.TextField(_("Ruang lingkup"))
    valid_until = models.DateField(_("Berlaku sampai"), null=True, blank=True)
    source = models.TextField(_("Sumber"), blank=True)  # the source's own words stay

    class Meta:
        verbose_name = _("nota kerja sama")
        ordering = ("-signed_on",)
        triggers = keep("keep_memorandum")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("memorandum_detail", args=[self.pk])


@pghistory.track()
class Signatory(models.Model):
    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="signatories")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("Nama"), max_length=120)
    office = models.CharField(_("Jabatan"), max_length=160)
    spelling_note = models.CharField(_("Catatan ejaan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("penanda tangan")
        triggers = keep("keep_signatory")

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Commitment(models.Model):
    """One promise of a memorandum with a measurable target."""

    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="commitments")
    text = models.CharField(_("Komitmen"), max_length=300)
    measure = models.CharField(_("Ukuran"), max_length=30, choices=Measure.choices, blank=True)
    target = models.PositiveIntegerField(_("Target"), null=True, blank=True)
    due_on = models.DateField(_("Tenggat"), null=True, blank=True)

    class Meta:
        verbose_name = _("komitmen")
        triggers = keep("keep_commitment")

    def __str__(self) -> str:
        return self.text


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
