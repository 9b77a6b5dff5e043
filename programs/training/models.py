"""Modules, scheduled sessions, who is invited and who came."""

from __future__ import annotations

import secrets
from typing import Any
from zoneinfo import ZoneInfo

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.regions.choices import TimeZone
from umkm.regions.scoping import ScopedQuerySet, in_scope
from umkm.regions.tallies import TallyEntry, tally_triggers

from .choices import AttendanceMethod, AttendanceStatus, InvitationState, SessionMode, SessionState
from .walls import invitation_triggers, session_triggers


class Module(models.Model):
    """A unit of the management curriculum."""

    code = models.CharField(_("Kode"), max_length=20, unique=True)
    title = models.CharField(_("Judul"), max_length=160)
    goal = models.TextField(_("Tujuan"))
    hours = models.PositiveSmallIntegerField(_("Lama (jam)"))
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("modul")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.title


class Venue(models.Model):
    """A physical place for sessions."""

    name = models.CharField(_("Nama tempat"), max_length=160)
    address = models.CharField(_("Alamat"), max_length=300)
    regency = models.ForeignKey("regions.Regency", models.PROTECT, related_name="+", verbose_name=_("Kabupaten/kota"))
    capacity = models.PositiveIntegerField(_("Daya tampung"))

    class Meta:
        verbose_name = _("tempat")
        constraints = (models.UniqueConstraint(fields=["regency", "name"], name="venue_once_in_regency"),)

    def __str__(self) -> str:
        return self.name


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


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: Any) -> SessionQuerySet:
        """The sessions of one's provinces, those one trains, and those one is invited to."""
        own = Q(trainer=user) | Q(pk__in=Invitation.objects.filter(person=user).values("session"))
        scoped = SessionProvince.objects.filter(in_scope(user)).values("session")
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(own | Q(pk__in=scoped))

    def planned(self) -> SessionQuerySet:
        return self.filter(state=SessionState.PLANNED)

    def coming(self) -> SessionQuerySet:
        return self.planned().filter(ends_at__gt=timezone.now())


@pghistory.track()
class Session(models.Model):
    """A scheduled training."""

    module = models.ForeignKey(Module, models.PROTECT, related_name="sessions", verbose_name=_("Modul"))
    phase = models.ForeignKey("partnership.Phase", models.PROTECT, related_name="sessions", verbose_name=_("Tahap"))
    provinces = models.ManyToManyField(
        "regions.Province", through="SessionProvince", related_name="+", verbose_name=_("Provinsi")
    )
    mode = models.CharField(_("Cara"), max_length=7, choices=SessionMode.choices)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("Tempat")
    )
    link = models.URLField(_("Tautan daring"), max_length=500, blank=True)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sessions_trained", verbose_name=_("Pelatih")
    )
    starts_at = models.DateTimeField(_("Mulai"))
    ends_at = models.DateTimeField(_("Selesai"))
    time_zone = models.CharField(_("Zona waktu"), max_length=20, choices=TimeZone.choices)
    capacity = models.PositiveIntegerField(_("Kapasitas"))
    state = models.CharField(_("Status"), max_length=9, choices=SessionState.choices, default=SessionState.PLANNED)
    revision = models.PositiveIntegerField(default=0)  # counts changes of time or place; iCalendar's SEQUENCE
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
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
                | (Q(mode=SessionMode.ONLINE, venue=None) & ~Q(link="")),
                name="session_has_place_or_link",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.CANCELLED) | Q(cancelled_at__isnull=False), name="session_cancel_dated"
            ),
            _overlap_refused("session_trainer_booked_once", "trainer"),
            _overlap_refused("session_venue_booked_once", "venue"),
        )
        indexes = (
            models.Index("starts_at", "id", name="session_by_start"),
            models.Index("state", "starts_at", name="session_by_state"),
        )
        triggers = session_triggers()

    def __str__(self) -> str:
        return f"{self.module}"

    def get_absolute_url(self) -> str:
        return reverse("session_detail", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class SessionProvince(models.Model):
    """A province whose pilots are invited. Carries the session's state for the tally (by trigger)."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="session_provinces")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=SessionState.choices, default=SessionState.PLANNED)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "province"], name="session_province_once"),)
        triggers = tally_triggers(
            name="session_tally",
            table="training_trainingtally",
            rows="SELECT province_id, 'session:' || state AS measure, 1 AS amount FROM {rows}",
        )

    def __str__(self) -> str:
        return f"{self.session} – {self.province}"


def new_token() -> str:
    """256 random bits: an address that cannot be guessed."""
    return secrets.token_urlsafe(32)


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    def own_of(self, user: Any) -> Q:
        return Q(person=user) | Q(session__trainer=user)

    def live(self) -> InvitationQuerySet:
        return self.exclude(state=InvitationState.CANCELLED)


@pghistory.track(exclude=["token"])
class Invitation(models.Model):
    """A person's place in a session, with the answer (RSVP)."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    pilot = models.ForeignKey("pilots.Pilot", models.PROTECT, related_name="invitations")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    token = models.CharField(max_length=50, unique=True, default=new_token)
    state = models.CharField(
        _("Jawaban"), max_length=9, choices=InvitationState.choices, default=InvitationState.INVITED
    )
    reason = models.CharField(_("Alasan"), max_length=300, blank=True)
    invited_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan")
        constraints = (
            models.UniqueConstraint(fields=["session", "person"], name="invitation_once"),
            models.CheckConstraint(condition=Q(state__in=InvitationState.values), name="invitation_state_known"),
        )
        indexes = (models.Index("session", "state", name="invitation_of_session"),)
        triggers = invitation_triggers()

    def __str__(self) -> str:
        return f"{self.person} – {self.session}"

    def get_absolute_url(self) -> str:
        return reverse("invitation_answer", args=[self.token])


@pghistory.track()
class Attendance(models.Model):
    """Whether an invited person came, and how that was recorded."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="attendance")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    status = models.CharField(_("Kehadiran"), max_length=8, choices=AttendanceStatus.choices)
    method = models.CharField(max_length=10, choices=AttendanceMethod.choices, default=AttendanceMethod.LIST)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kehadiran")
        constraints = (
            models.CheckConstraint(condition=Q(status__in=AttendanceStatus.values), name="attendance_status_known"),
        )
        triggers = tally_triggers(
            name="attendance_tally",
            table="training_trainingtally",
            rows="SELECT province_id, 'attendance:' || status AS measure, 1 AS amount FROM {rows}",
        )

    def __str__(self) -> str:
        return f"{self.invitation}: {self.get_status_display()}"


class TrainingTally(TallyEntry):
    """Per province: `session:<state>` and `attendance:<status>`."""
