"""How many messages ended how, by day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyCount(models.Model):
    """How many messages ended how on a day (WIB). Counted anew for the last days by a task; see services.py."""

    day = models.DateField()
    channel = models.CharField(max_length=10)
    occasion = models.CharField(max_length=40)  # the base one
    outcome = models.CharField(max_length=10)  # an end of MessageState, or a ReportKind
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("jumlah pesan per hari")
        constraints = (
            models.UniqueConstraint(
                fields=["day", "channel", "occasion", "outcome"], name="counted_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.channel} {self.occasion} {self.outcome}: {self.count}"
