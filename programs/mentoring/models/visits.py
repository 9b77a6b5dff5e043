"""Visits of mentors, the sheets that phones send about them, and photos."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.mentoring.matching.choices import Side
from programs.mentoring.visits.choices import EntryOutcome, VisitMode, VisitState
from programs.mentoring.visits.walls import entry_triggers, visit_triggers
from soksi_portal.accounts.choices import Role
from soksi_portal.common.display import moment
from umkm.cadres.models import processed_for
from umkm.regions.scoping import ScopedQuerySet, own_as

from .mentors import MentorProfile

LONGEST = 4000
# what was found and where it was is for the two who met, and for admins; others see that there was a visit
NOTE_READERS = (Role.JAMKRINDO, Role.ADMIN)


class VisitQuerySet(ScopedQuerySet["Visit"]):
    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        own = Q(business__owner__user=user)
        return super().visible_to(user).filter(processed_for(user, "business__owner", own=own))

    def notes_visible_to(self, user: Any) -> Self:
        """With findings, photos and position."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NOTE_READERS):
            return self.visible_to(user)
        return self.filter(business__owner__user=user) if user.has_role(Role.CADRE) else self.none()

    def held(self) -> Self:
        return self.filter(state=VisitState.DONE)

    def planned(self) -> Self:
        return self.filter(state__in=(VisitState.PROPOSED, VisitState.AGREED))


@pghistory.track(
    exclude=["latitude", "longitude"]
)  # where somebody was is kept once, to be erased in one place
class Visit(models.Model):
    """A contact of mentor and cadre: one proposes a time, the other agrees; afterwards what was found."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="visits")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    mentor = models.ForeignKey(MentorProfile, models.PROTECT, related_name="visits")
    state = models.CharField(
        _("Status"), max_length=10, choices=VisitState.choices, default=VisitState.PROPOSED
    )
    waits_for = models.CharField(max_length=6, choices=Side.choices, blank=True)  # whose answer
    is_spontaneous = models.BooleanField(default=False)  # nobody planned it, or nobody answered
    starts_at = models.DateTimeField(_("Waktu"))
    mode = models.CharField(_("Cara"), max_length=6, choices=VisitMode.choices, default=VisitMode.ONSITE)
    place = models.CharField(_("Tempat atau tautan"), max_length=300, blank=True)
    agenda = models.CharField(_("Yang dibahas"), max_length=1000, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)  # of the arrangement
    # the record
    findings = models.CharField(_("Temuan"), max_length=LONGEST, blank=True)
    next_on = models.DateField(_("Kunjungan berikutnya"), null=True, blank=True)
    latitude = models.DecimalField(_("Lintang"), max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(_("Bujur"), max_digits=8, decimal_places=4, null=True, blank=True)
    held_at = models.DateTimeField(_("Dilaksanakan"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)  # of the record
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(_("Alasan"), max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("kunjungan pendampingan")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="visit_state_known"),
            models.CheckConstraint(condition=Q(mode__in=VisitMode.values), name="visit_mode_known"),
            models.CheckConstraint(
                condition=Q(state=VisitState.PROPOSED, waits_for__in=Side.values)
                | (~Q(state=VisitState.PROPOSED) & Q(waits_for="")),
                name="visit_waits_for_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(VisitState.PROPOSED, VisitState.CANCELLED))
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="visit_agreed_signed",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        state=VisitState.DONE, held_at__isnull=False, recorded_by__isnull=False,
                        recorded_at__isnull=False, version__gte=1,
                    )
                    & ~Q(findings="")
                )
                | (
                    ~Q(state=VisitState.DONE)
                    & Q(held_at=None, recorded_by=None, recorded_at=None, findings="", version=0)
                ),
                name="visit_held_recorded",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=VisitState.CANCELLED, cancelled_at__isnull=False, cancelled_by__isnull=False)
                    & ~Q(cancel_reason="")
                )
                | (~Q(state=VisitState.CANCELLED) & Q(cancelled_at=None, cancelled_by=None, cancel_reason="")),
                name="visit_cancel_explained",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__gte=Decimal(-90), latitude__lte=Decimal(90), longitude__gte=Decimal(-180),
                    longitude__lte=Decimal(180),
                ),
                name="visit_position_sane",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(F("starts_at").desc(), F("id").desc(), name="visit_newest"),
            models.Index("business", F("starts_at").desc(), name="visit_of_business"),
            models.Index("mentor", "starts_at", name="visit_of_mentor"),
            models.Index("province", F("starts_at").desc(), F("id").desc(), name="visit_of_province"),
        )
        triggers = visit_triggers()

    def __str__(self) -> str:
        return f"{self.get_mode_display()}, {moment(self.starts_at, self.province.time_zone)}"

    def get_absolute_url(self) -> str:
        return reverse("visit_detail", args=[self.pk])

    @property
    def subject_ref(self) -> str:
        return f"visit:{self.pk}"

    @property
    def state_tone(self) -> str:
        return VisitState(self.state).tone

    @property
    def is_planned(self) -> bool:
        return self.state in (VisitState.PROPOSED, VisitState.AGREED)

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def position(self) -> str:
        return "" if self.latitude is None else f"{self.latitude}, {self.longitude}"


class VisitEntry(models.Model):
    """One sheet as it arrived: the key lets it in once, whatever is sent again."""

    key = models.UUIDField(unique=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="entries")
    base = models.PositiveIntegerField()  # the version that was read before writing
    written_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=8, choices=EntryOutcome.choices)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=EntryOutcome.values), name="visit_entry_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(written_at__lte=F("received_at")), name="visit_entry_before_it_came"
            ),
        )
        triggers = entry_triggers()

    def __str__(self) -> str:
        return f"{self.visit}: {self.get_outcome_display()}"
