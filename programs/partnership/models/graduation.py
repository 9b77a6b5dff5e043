"""What a pilot of a phase has to reach before it graduates."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import SHARES, GraduationMeasure
from ..walls import requirement_triggers
from .phases import Phase

MOST_REQUIRED = 1000


# a requirement that is dropped leaves its trace too
@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GraduationRequirement(models.Model):
    """The least that one measure has to show. Changes until the phase is closed."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="graduation_requirements")
    measure = models.CharField(_("Diukur dengan"), max_length=20, choices=GraduationMeasure.choices)
    least = models.PositiveSmallIntegerField(_("Paling sedikit"))

    class Meta:
        verbose_name = _("syarat kelulusan")
        ordering = ("phase", "pk")
        constraints = (
            models.UniqueConstraint(fields=["phase", "measure"], name="graduation_requirement_once"),
            models.CheckConstraint(
                condition=Q(measure__in=GraduationMeasure.values), name="graduation_measure_known"
            ),
            models.CheckConstraint(
                condition=Q(least__gte=1, least__lte=MOST_REQUIRED), name="graduation_least_sane"
            ),
            models.CheckConstraint(
                condition=~Q(measure__in=SHARES) | Q(least__lte=100),
                name="graduation_share_within_100",
            ),
        )
        triggers = requirement_triggers()

    def __str__(self) -> str:
        return f"{self.get_measure_display()} ≥ {self.least}"
