"""Who is invited to a session, with the answer, and who comes instead."""

from __future__ import annotations

import secrets
from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.training.choices import (
    LIVE_INVITATIONS,
    AnswerWay,
    DeclineReason,
    InvitationKind,
    InvitationState,
)
from programs.training.inviting.walls import invitation_triggers, substitute_triggers
from umkm.regions.scoping import ScopedQuerySet

from .sessions import Session, trained_by


def new_token() -> str:
    """256 random bits: an address that cannot be guessed."""
    return secrets.token_urlsafe(32)


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    def own_of(self, user: Any) -> Q:
        return Q(person=user) | trained_by(user, "session__trainer")

    def live(self) -> InvitationQuerySet:
        return self.filter(state__in=LIVE_INVITATIONS)

    def confirmed(self) -> InvitationQuerySet:
        return self.filter(state=InvitationState.CONFIRMED)

    def pilots(self) -> InvitationQuerySet:
        return self.filter(kind=InvitationKind.PILOT)

    def observers(self) -> InvitationQuerySet:
        return self.filter(kind=InvitationKind.OBSERVER)

    def queue(self) -> InvitationQuerySet:
        """Those waiting for a place, the first to move up first: pilots ("p"), then observers ("o"), then by time."""
        return self.filter(state=InvitationState.WAITING).order_by("-kind", "answered_at", "pk")


@pghistory.track(exclude=["token"])
class Invitation(models.Model):
    """A person's place in a session, with the answer (RSVP)."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    kind = models.CharField(
        _("Sebagai"), max_length=8, choices=InvitationKind.choices, default=InvitationKind.PILOT
    )
    pilot = models.ForeignKey("pilots.Pilot", models.PROTECT, null=True, related_name="invitations")
    # of a pilot the pilot's, which the database fills in where nobody says
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="invitations")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    token = models.CharField(max_length=50, unique=True, default=new_token)
    state = models.CharField(
        _("Jawaban"), max_length=9, choices=InvitationState.choices, default=InvitationState.INVITED
    )
    why = models.CharField(_("Alasan"), max_length=7, choices=DeclineReason.choices, blank=True)
    reason = models.CharField(_("Penjelasan"), max_length=300, blank=True)
    invited_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_via = models.CharField(_("Lewat"), max_length=6, choices=AnswerWay.choices, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # who comes instead; those named before stay in their table
    substitute = models.ForeignKey(
        "training.Substitute", models.PROTECT, null=True, related_name="+", verbose_name=_("Pengganti")
    )
    ended_at = models.DateTimeField(null=True, blank=True)  # kept by a trigger
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(_("Alasan berakhir"), max_length=300, blank=True)
    # counts its ends and its new beginnings, by trigger: calendars believe only a higher SEQUENCE
    revision = models.PositiveIntegerField(default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan")
        constraints = (
            models.UniqueConstraint(fields=["session", "person"], name="invitation_once"),
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="invitation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=InvitationKind.PILOT, pilot__isnull=False)
                | Q(kind=InvitationKind.OBSERVER, pilot=None),
                name="invitation_kind_fits",
            ),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.DECLINED) | ~Q(why="") | ~Q(reason=""),
                name="invitation_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(why="") | Q(why__in=DeclineReason.values), name="invitation_why_known"
            ),
            models.CheckConstraint(
                condition=Q(answered_via="") | Q(answered_via__in=AnswerWay.values),
                name="invitation_way_known",
            ),
        )
        indexes = (models.Index("session", "state", name="invitation_of_session"),)
        triggers = invitation_triggers()

    def __str__(self) -> str:
        return f"{self.person} – {self.session}"

    def get_absolute_url(self) -> str:
        return reverse("invitation_answer", args=[self.token])

    @property
    def state_tone(self) -> str:
        return InvitationState(self.state).tone

    @property
    def is_observer(self) -> bool:
        return self.kind == InvitationKind.OBSERVER

    @property
    def holds_or_waits(self) -> bool:
        return self.state in (InvitationState.CONFIRMED, InvitationState.WAITING)

    @property
    def guest(self) -> str:
        """The name of who is expected: the person invited, or the substitute."""
        return self.substitute.shown_name if self.substitute else self.person.full_name

    @property
    def reason_words(self) -> str:
        """The reason from the list, then the own words."""
        said = str(self.get_why_display()) if self.why and self.why != DeclineReason.OTHER else ""
        return ": ".join(part for part in (said, self.reason.rstrip(".")) if part) or str(
            self.get_why_display()
        )


@pghistory.track()
class Substitute(models.Model):
    """Somebody of the same business who comes instead of the person invited. No account of the portal."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="substitutes")
    name = models.CharField(_("Nama"), max_length=120, blank=True)
    phone = models.CharField(_("Nomor HP"), max_length=16, blank=True)  # E.164
    email = models.EmailField(_("E-mail"), blank=True)
    # to which words that person agreed, as who named them says
    consent_version = models.CharField(max_length=10)
    named_via = models.CharField(_("Lewat"), max_length=6, choices=AnswerWay.choices)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pengganti")
        constraints = (
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False, name="", phone="", email="")
                | (Q(erased_at=None, phone__regex=r"^\+[1-9][0-9]{6,14}$") & ~Q(name="")),
                name="substitute_named_or_erased",
            ),
            models.CheckConstraint(condition=Q(named_via__in=AnswerWay.values), name="substitute_way_known"),
            models.CheckConstraint(condition=~Q(consent_version=""), name="substitute_consents"),
        )
        triggers = substitute_triggers()

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return self.name or str(_("Pengganti (nama dihapus)"))

    @property
    def subject_ref(self) -> str:
        """What messages to that person carry."""
        return f"substitute:{self.pk}"
