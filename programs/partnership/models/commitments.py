"""What was promised, measurably: by whom, how much, until when."""

from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..agreement_walls import commitment_triggers
from ..choices import Measure
from .clauses import Clause
from .memoranda import Memorandum, Organisation

MOST_TARGET = 1_000_000_000


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def running(self) -> CommitmentQuerySet:
        return self.filter(ended_at=None)


@pghistory.track()
class Commitment(models.Model):
    """One promise of a memorandum, belonging to one of its clauses. Ended, it stays readable."""

    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="commitments")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="commitments", verbose_name=_("Butir"))
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,  # the report of 2015 does not say whose it is
        blank=True,
        related_name="commitments",
        verbose_name=_("Yang berjanji"),
    )
    text = models.CharField(_("Komitmen"), max_length=300)
    measure = models.CharField(_("Ukuran"), max_length=30, choices=Measure.choices, blank=True)
    target = models.PositiveIntegerField(_("Target"), null=True, blank=True)
    starts_on = models.DateField(_("Dihitung sejak"), null=True, blank=True)  # else the day of signing
    due_on = models.DateField(_("Tenggat"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Diakhiri"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(_("Alasan"), max_length=500, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("komitmen")
        constraints = (
            models.CheckConstraint(
                condition=Q(measure="") | Q(measure__in=Measure.values, target__isnull=False),
                name="commitment_measured_by_target",
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gte=1, target__lte=MOST_TARGET),
                name="commitment_target_sane",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(starts_on=None) | Q(due_on__gt=F("starts_on")),
                name="commitment_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="commitment_end_explained",
            ),
        )
        triggers = commitment_triggers()

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("commitment_detail", args=[self.pk])

    @property
    def counted_from(self) -> date:
        return self.starts_on or self.memorandum.signed_on
