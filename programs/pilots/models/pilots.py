"""The businesses that sit, or sat, on the seats."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from umkm.regions.scoping import ScopedQuerySet, own_as
from umkm.regions.tallies import tally_triggers

from ..choices import PilotOutcome
from ..walls import pilot_triggers
from .nominations import Nomination, with_processed_owner
from .seats import Seat


class PilotQuerySet(ScopedQuerySet["Pilot"]):
    province_field = "seat__province"

    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        return super().visible_to(user).filter(with_processed_owner(user))

    def active(self) -> PilotQuerySet:
        return self.filter(ended_at=None)


@pghistory.track()
class Pilot(models.Model):
    """A business that sits, or sat, on one numbered seat of its province in a phase."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="pilots")
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="pilots")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="pilot")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("Hasil"), max_length=10, choices=PilotOutcome.choices, blank=True)
    end_reason = models.CharField(_("Alasan"), max_length=1000, blank=True)

    objects = PilotQuerySet.as_manager()

    class Meta:
        verbose_name = _("UMKM percontohan")
        constraints = (
            models.UniqueConstraint("seat", condition=Q(ended_at=None), name="pilot_seat_held_once"),
            models.UniqueConstraint(
                "business", condition=Q(ended_at=None), name="pilot_business_active_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="")
                | (Q(ended_at__gte=F("accepted_at"), ended_by__isnull=False) & ~Q(outcome="")),
                name="pilot_end_explained",
            ),
        )
        indexes = (models.Index(F("accepted_at").desc(), F("id").desc(), name="pilot_newest"),)
        triggers = [
            *pilot_triggers(),
            *tally_triggers(
                name="pilot_tally",
                table="pilots_pilottally",
                rows="SELECT s.province_id, 'pilot:' || s.phase_id AS measure, 1 AS amount FROM {rows} AS p"
                " JOIN pilots_seat AS s ON s.id = p.seat_id WHERE p.ended_at IS NULL",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business} ({self.seat})"

    def get_absolute_url(self) -> str:
        return reverse("pilot_detail", args=[self.pk])
