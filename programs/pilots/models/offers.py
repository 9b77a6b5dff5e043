"""A freed seat, offered to the next on the waiting list."""

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
from umkm.cadres.models import processed_for
from umkm.regions.scoping import ScopedQuerySet, own_as
from umkm.regions.tallies import tally_triggers

from ..choices import ANSWERED_OFFERS, AnsweredBy, OfferState
from ..walls_seats import offer_triggers
from .nominations import Nomination
from .seats import Seat


class SeatOfferQuerySet(ScopedQuerySet["SeatOffer"]):
    province_field = "seat__province"

    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(nomination__business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        own = Q(nomination__business__owner__user=user)
        return super().visible_to(user).filter(processed_for(user, "nomination__business__owner", own=own))

    def open(self) -> SeatOfferQuerySet:
        return self.filter(state=OfferState.OPEN)


@pghistory.track()
class SeatOffer(models.Model):
    """Asked once whether it takes the seat; the answer, or that none came, stays on record."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="offers")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="offers")
    offered_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateTimeField(_("Jawab paling lambat"))
    state = models.CharField(_("Status"), max_length=9, choices=OfferState.choices, default=OfferState.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    # null: nobody answered in time, or the phase was closed
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_by = models.CharField(_("Dijawab oleh"), max_length=6, choices=AnsweredBy.choices, blank=True)
    reason = models.CharField(_("Alasan"), max_length=1000, blank=True)

    objects = SeatOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("tawaran kursi")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="offer_state_known"),
            models.UniqueConstraint(
                "seat", condition=Q(state=OfferState.OPEN), name="offer_open_once_per_seat"
            ),
            models.UniqueConstraint(
                "nomination", condition=Q(state=OfferState.OPEN), name="offer_open_once_per_nomination"
            ),
            models.CheckConstraint(condition=Q(answer_by__gt=F("offered_at")), name="offer_leaves_time"),
            models.CheckConstraint(
                condition=Q(state=OfferState.OPEN, ended_at=None)
                | (~Q(state=OfferState.OPEN) & Q(ended_at__isnull=False, ended_at__gte=F("offered_at"))),
                name="offer_end_dated",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=ANSWERED_OFFERS, ended_by__isnull=False, ended_at__lte=F("answer_by"))
                    & ~Q(answered_by="")
                )
                | (~Q(state__in=ANSWERED_OFFERS) & Q(answered_by="")),
                name="offer_answer_signed_in_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.EXPIRED) | Q(ended_at__gt=F("answer_by")),
                name="offer_expires_after_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.WITHDRAWN) | ~Q(reason=""), name="offer_withdrawal_explained"
            ),
        )
        indexes = (
            models.Index("answer_by", condition=Q(state=OfferState.OPEN), name="offer_due"),
            models.Index("seat", F("offered_at").desc(), name="offer_of_seat"),
        )
        triggers = [
            *offer_triggers(),
            *tally_triggers(
                name="offer_tally",
                table="pilots_pilottally",
                rows="SELECT s.province_id, 'offer:' || s.phase_id AS measure, 1 AS amount FROM {rows} AS o"
                " JOIN pilots_seat AS s ON s.id = o.seat_id WHERE o.state = 'open'",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} – {self.nomination.business}"

    def get_absolute_url(self) -> str:
        return reverse("offer_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == OfferState.OPEN

    @property
    def is_late(self) -> bool:
        """Nobody may answer any more; the next task ends it."""
        return self.is_open and self.answer_by < timezone.now()

    @property
    def state_tone(self) -> str:
        return OfferState(self.state).tone
