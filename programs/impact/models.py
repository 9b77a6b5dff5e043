"""What was counted, when, by which method: rows are only added, so a count that fails takes nothing away."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """The figures of one count. Holds no person and no business: groups of LEAST_CASES, cells of SMALLEST_CELL.

    Not tracked: no row ever changes.
    """

    counted_at = models.DateTimeField(_("Dihitung"), default=timezone.now)
    # null: by the beat schedule
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    method = models.PositiveSmallIntegerField(_("Versi cara hitung"))
    pilots = models.PositiveIntegerField(_("Percontohan"))  # ever on a seat
    comparisons = models.PositiveIntegerField(_("Pembanding"))  # answered with no, or still waiting
    figures = models.JSONField()  # counting.Figures

    class Meta:
        verbose_name = _("hitungan dampak")
        constraints = (models.CheckConstraint(condition=Q(method__gte=1), name="snapshot_method_known"),)
        indexes = (models.Index(F("counted_at").desc(), F("id").desc(), name="snapshot_newest"),)
        triggers = (pgtrigger.Protect(name="keep_snapshot", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.counted_at:%Y-%m-%d %H:%M} v{self.method}"
