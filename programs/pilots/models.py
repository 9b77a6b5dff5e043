"""Seats, nominations and the pilots who sit, or sat, on the seats."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.partnership.models import Phase
from soksi_portal.accounts.choices import Role
from umkm.cadres.models import processed_for
from umkm.regions.scoping import ScopedQuerySet, own_as
from umkm.regions.tallies import TallyEntry, tally_triggers

from .choices import LIVE_NOMINATIONS, OPEN_NOMINATIONS, NominationState, PilotOutcome
from .walls import nomination_triggers, pilot_triggers, seat_triggers


class SeatQuerySet(ScopedQuerySet["Seat"]):
    def of(self, phase: Phase | int, province: Any) -> SeatQuerySet:
        return self.filter(phase=phase, province=province)

    def free(self) -> SeatQuerySet:
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


def _processed_for(user: Any) -> Q:
    """Without the businesses of members whose data is not to be processed."""
    return processed_for(user, "business__owner", own=Q(business__owner__user=user))


class NominationQuerySet(ScopedQuerySet["Nomination"]):
    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        return super().visible_to(user).filter(_processed_for(user))

    def live(self) -> NominationQuerySet:
        return self.filter(state__in=LIVE_NOMINATIONS)

    def undecided(self) -> NominationQuerySet:
        return self.filter(state=NominationState.PROPOSED)


@pghistory.track()
class Nomination(models.Model):
    """SOKSI's proposal of a verified business for a phase, and Jamkrindo's decision on it."""

    phase = models.ForeignKey("partnership.Phase", models.PROTECT, related_name="nominations")
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="nominations")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    motivation = models.TextField(_("Alasan pengusulan"), max_length=2000)
    state = models.CharField(
        _("Status"), max_length=10, choices=NominationState.choices, default=NominationState.PROPOSED
    )
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(_("Alasan keputusan"), max_length=1000, blank=True)
    waitlist_rank = models.PositiveSmallIntegerField(_("Urutan tunggu"), null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("usulan")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=NominationState.values), name="nomination_state_known"
            ),
            models.UniqueConstraint(
                fields=["phase", "business"],
                condition=Q(state__in=LIVE_NOMINATIONS),
                name="nomination_live_once",
            ),
            models.UniqueConstraint(
                fields=["phase", "province", "waitlist_rank"],
                condition=Q(state=NominationState.WAITLISTED),
                name="nomination_waitlist_rank_once",
            ),
            models.CheckConstraint(
                condition=Q(state=NominationState.PROPOSED)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="nomination_decision_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=NominationState.WAITLISTED) | Q(waitlist_rank__isnull=False),
                name="nomination_waitlist_ranked",
            ),
        )
        indexes = (
            models.Index("phase", "province", "state", name="nomination_by_province"),
            models.Index(F("nominated_at").desc(), F("id").desc(), name="nomination_newest"),
        )
        triggers = [
            *nomination_triggers(),
            *tally_triggers(
                name="nomination_tally",
                table="pilots_pilottally",
                rows="SELECT province_id, 'nomination:' || phase_id AS measure, 1 AS amount FROM {rows}"
                " WHERE state <> 'withdrawn'"
                " UNION ALL SELECT province_id, 'candidate:' || phase_id, 1 FROM {rows}"
                " WHERE state IN ('proposed', 'waitlisted')",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business} – {self.phase}"

    def get_absolute_url(self) -> str:
        return reverse("nomination_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return NominationState(self.state).tone

    @property
    def is_open(self) -> bool:
        """Whether a decision is still possible."""
        return self.state in OPEN_NOMINATIONS


class PilotQuerySet(ScopedQuerySet["Pilot"]):
    province_field = "seat__province"

    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        return super().visible_to(user).filter(_processed_for(user))

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


class PilotTally(TallyEntry):
    """Per province: `nomination:<phase id>` not withdrawn, `candidate:<phase id>` of these still proposed or
    on the waiting list, `pilot:<phase id>` active now."""
