"""SOKSI's proposals, and Jamkrindo's decisions on them."""

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

from ..choices import LIVE_NOMINATIONS, OPEN_NOMINATIONS, NominationState
from ..walls import nomination_triggers
from ..walls_reviews import decision_triggers
from ..walls_seats import offered_nomination_triggers
from ..walls_selection import proposal_triggers


def owner_processed_for(user: Any) -> Q:
    """Without the businesses of members whose data is not to be processed."""
    return processed_for(user, "business__owner", own=Q(business__owner__user=user))


class NominationQuerySet(ScopedQuerySet["Nomination"]):
    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        return super().visible_to(user).filter(owner_processed_for(user))

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
            *offered_nomination_triggers(),
            *proposal_triggers(),
            *decision_triggers(),
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
