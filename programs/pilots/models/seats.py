"""The numbered pilot places of a province in a phase."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from programs.partnership.models import Phase
from umkm.regions.scoping import ScopedQuerySet

from ..walls import seat_triggers


class SeatQuerySet(ScopedQuerySet["Seat"]):
    def of(self, phase: Phase | int, province: Any) -> SeatQuerySet:
        return self.filter(phase=phase, province=province)

    def free(self) -> SeatQuerySet:
        from .pilots import Pilot  # which sits on seats: asked for late, since the modules know each other

        return self.exclude(Exists(Pilot.objects.active().filter(seat=OuterRef("pk"))))


class Seat(models.Model):
    """One of the numbered pilot places of a province in a phase. Follows the quota by trigger."""

    phase = models.ForeignKey("partnership.Phase", models.PROTECT, related_name="seats")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("Nomor kursi"))

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("kursi")
        ordering = ("phase", "province", "number")
        constraints = (
            models.UniqueConstraint(fields=["phase", "province", "number"], name="seat_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seat_number_positive"),
        )
        triggers = seat_triggers()

    def __str__(self) -> str:
        return f"{self.province} {self.number}"

    def is_taken(self) -> bool:
        return self.pilots.filter(ended_at=None).exists()
