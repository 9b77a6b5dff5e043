"""The numbered places of a province in a phase."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.partnership.models import Phase
from umkm.regions.scoping import ScopedQuerySet

from ..choices import OfferState
from ..walls import seat_triggers


class SeatQuerySet(ScopedQuerySet["Seat"]):
    def of(self, phase: Phase | int, province: Any) -> SeatQuerySet:
        return self.filter(phase=phase, province=province)

    def free(self) -> SeatQuerySet:
        """Nobody sits there; it may be offered to somebody."""
        pilots = apps.get_model("pilots", "Pilot")._default_manager
        return self.exclude(Exists(pilots.filter(seat=OuterRef("pk"), ended_at=None)))

    def not_offered(self) -> SeatQuerySet:
        offers = apps.get_model("pilots", "SeatOffer")._default_manager
        return self.exclude(Exists(offers.filter(seat=OuterRef("pk"), state=OfferState.OPEN)))


class Seat(models.Model):
    """One of the numbered pilot places of a province in a phase. Follows the quota by trigger."""

    phase = models.ForeignKey("partnership.Phase", models.PROTECT, related_name="seats")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("Nomor kursi"))

    # since when the waiting list has its turn with this seat; null: a decision fills it. Set by trigger when a
    # pilot leaves it or a quota grows, emptied when nobody on the list is left to ask
    freed_at = models.DateTimeField(null=True, blank=True, editable=False)

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

    def get_absolute_url(self) -> str:
        return reverse("seat_history", args=[self.pk])

    def is_taken(self) -> bool:
        return self.pilots.filter(ended_at=None).exists()
