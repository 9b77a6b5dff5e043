"""Scheduled sessions, and the provinces they are for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pghistory
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Count, F, Func, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.training.choices import (
    LIVE_INVITATIONS,
    InvitationState,
    SessionMode,
    SessionStage,
    SessionState,
)
from programs.training.scheduling.walls import session_changed_at, trained_by_trainer, trainer_present
from programs.training.venues.walls import session_at_venue
from programs.training.walls import session_province_triggers, session_triggers
from soksi_portal.accounts.choices import Role
from umkm.regions.choices import TimeZone
from umkm.regions.scoping import in_scope, sees_whole_country
from umkm.regions.tallies import tally_triggers

from .stages import stage_of

ATTENDANCE_OPENS_BEFORE = timedelta(minutes=60)
ARRIVALS_CLOSE_AFTER = timedelta(
    minutes=30
)  # after the end; who comes to the code later is entered by the trainer
LATE_AFTER = timedelta(minutes=15)  # the academic quarter of an hour


class TstzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def _overlap_refused(name: str, field: str) -> ExclusionConstraint:
    """Rule 3: a trainer, and a physical venue, is never booked for two overlapping sessions."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (field, RangeOperators.EQUAL),
            (TstzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
        ],
        condition=~Q(state=SessionState.CANCELLED),
    )


def trained_by(user: Any, field: str = "trainer") -> Q:
    """What somebody trains, for as long as that person is a trainer."""
    return Q(**{field: user}) if user.has_role(Role.TRAINER) else Q(pk__in=[])


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: Any) -> SessionQuerySet:
        """The sessions of one's provinces, those one trains, and those one is invited to."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if sees_whole_country(user):
            return self
        # by name: an invitation points to its session, so its module stands above this one
        invitations = apps.get_model("training", "Invitation")._default_manager
        live = invitations.filter(person=user, state__in=LIVE_INVITATIONS)
        own = trained_by(user) | Q(pk__in=live.values("session"))
        scoped = SessionProvince.objects.filter(in_scope(user)).values("session")
        return self.filter(own | Q(pk__in=scoped))

    def planned(self) -> SessionQuerySet:
        return self.filter(state=SessionState.PLANNED)

    def coming(self) -> SessionQuerySet:
        """Planned, and not over yet."""
        return self.planned().filter(ends_at__gt=timezone.now())

    def upcoming(self) -> SessionQuerySet:
        """Planned, and not begun: what can still be moved, cancelled and answered."""
        return self.planned().filter(starts_at__gt=timezone.now())

    def with_answers(self) -> SessionQuerySet:
        """With `confirmed`, `waiting`, `declined`, `unanswered` and, all of them, `invited`."""

        def answered(*states: InvitationState) -> Count:
            return Count("invitations", filter=Q(invitations__state__in=states))

        return self.annotate(
            confirmed=answered(InvitationState.CONFIRMED),
            waiting=answered(InvitationState.WAITING),
            declined=answered(InvitationState.DECLINED),
            unanswered=answered(InvitationState.INVITED),
            invited=answered(*LIVE_INVITATIONS),
        )

    def with_own_part(self, user: Any) -> SessionQuerySet:
        """With `own_state` and `own_attendance`: what somebody answered, and whether that person came."""
        invitations = apps.get_model("training", "Invitation")._default_manager  # as in `visible_to`
        own = invitations.filter(session=OuterRef("pk"), person=user, state__in=LIVE_INVITATIONS)
        return self.annotate(
            own_state=Subquery(own.values("state")), own_attendance=Subquery(own.values("attendance__status"))
        )


@pghistory.track()
class Session(models.Model):
    """A scheduled training."""

    module = models.ForeignKey(
        "training.Module", models.PROTECT, related_name="sessions", verbose_name=_("Modul")
    )
    phase = models.ForeignKey(
        "partnership.Phase", models.PROTECT, related_name="sessions", verbose_name=_("Tahap")
    )
    provinces = models.ManyToManyField(
        "regions.Province", through="SessionProvince", related_name="+", verbose_name=_("Provinsi")
    )
    mode = models.CharField(_("Cara"), max_length=7, choices=SessionMode.choices)
    venue = models.ForeignKey(
        "training.Venue",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("Tempat"),
    )
    link = models.URLField(_("Tautan daring"), max_length=500, blank=True)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sessions_trained", verbose_name=_("Pelatih")
    )
    starts_at = models.DateTimeField(_("Mulai"))
    ends_at = models.DateTimeField(_("Selesai"))
    time_zone = models.CharField(_("Zona waktu"), max_length=20, choices=TimeZone.choices)
    capacity = models.PositiveIntegerField(_("Kapasitas"))
    state = models.CharField(
        _("Status"), max_length=9, choices=SessionState.choices, default=SessionState.PLANNED
    )
    series = models.ForeignKey(
        "training.SessionSeries", models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    # until then observers get no place that a pilot may still want; set when the first of them is invited
    pilots_first_until = models.DateTimeField(_("Percontohan didahulukan sampai"), null=True, blank=True)
    # counts changes of time or place, and the cancellation; iCalendar's SEQUENCE
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)  # kept by a trigger
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # when somebody said so; kept by a trigger, empty where that was before it was asked
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(_("Alasan"), max_length=500, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesi pelatihan")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SessionState.values), name="session_state_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="session_capacity_positive"),
            models.CheckConstraint(
                condition=Q(mode=SessionMode.ONSITE, venue__isnull=False)
                | (Q(mode=SessionMode.HYBRID, venue__isnull=False) & ~Q(link=""))
                | (Q(mode=SessionMode.ONLINE, venue=None) & ~Q(link="")),
                name="session_has_place_or_link",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.CANCELLED) | Q(cancelled_at__isnull=False),
                name="session_cancel_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.HELD) | Q(held_at=None) | Q(held_at__gte=F("starts_at")),
                name="session_held_after_start",
            ),
            _overlap_refused("session_trainer_booked_once", "trainer"),
            _overlap_refused("session_venue_booked_once", "venue"),
        )
        indexes = (
            models.Index("starts_at", "id", name="session_by_start"),
            models.Index("state", "starts_at", name="session_by_state"),
            models.Index("trainer", "starts_at", name="session_by_trainer"),
        )
        triggers = [
            *session_triggers(),
            session_changed_at(),
            trained_by_trainer(),
            trainer_present(),
            session_at_venue(),
        ]

    def __str__(self) -> str:
        return f"{self.module}"

    def get_absolute_url(self) -> str:
        return reverse("session_detail", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def stage(self) -> SessionStage:
        """What pages show instead of `state`: a session that has begun is not merely planned."""
        return stage_of(self.state, self.starts_at, self.ends_at, now=timezone.now())

    @property
    def subject_ref(self) -> str:
        """What messages about this session carry."""
        return f"session:{self.pk}"

    @property
    def is_upcoming(self) -> bool:
        return self.state == SessionState.PLANNED and self.starts_at > timezone.now()

    @property
    def can_be_cancelled(self) -> bool:
        """Before it begins; later only where nobody was invited, since then nobody's attendance can end it."""
        return self.is_upcoming or (
            self.state == SessionState.PLANNED and not self.invitations.live().exists()
        )

    @property
    def takes_attendance(self) -> bool:
        """From an hour before the start, when people arrive, and for corrections ever after."""
        return (
            self.state != SessionState.CANCELLED
            and timezone.now() >= self.starts_at - ATTENDANCE_OPENS_BEFORE
        )

    @property
    def arrivals_close_at(self) -> datetime:
        return self.ends_at + ARRIVALS_CLOSE_AFTER

    @property
    def takes_arrivals(self) -> bool:
        """While people can check themselves in by the code on the trainer's screen: until it is declared held."""
        return (
            self.state == SessionState.PLANNED
            and self.takes_attendance
            and timezone.now() <= self.arrivals_close_at
        )

    def is_late(self, arrived_at: datetime | None) -> bool:
        return arrived_at is not None and arrived_at > self.starts_at + LATE_AFTER


class SessionProvince(models.Model):
    """A province whose pilots are invited. Carries the session's state for the tally (by trigger)."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="session_provinces")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=SessionState.choices, default=SessionState.PLANNED)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "province"], name="session_province_once"),)
        triggers = [
            *session_province_triggers(),
            *tally_triggers(
                name="session_tally",
                table="training_trainingtally",
                rows="SELECT province_id, 'session:' || state AS measure, 1 AS amount FROM {rows}",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} – {self.province}"
