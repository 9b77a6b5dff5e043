"""From one to many: graduates who guide new businesses of their province."""

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

from ..choices import BEGUN, MentorshipState, MentorState
from ..walls_embryo import mentor_triggers, mentorship_triggers
from .graduation import Graduation


class MentorQuerySet(ScopedQuerySet["Mentor"]):
    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        own = Q(business__owner__user=user)
        return super().visible_to(user).filter(processed_for(user, "business__owner", own=own))

    def active(self) -> MentorQuerySet:
        return self.filter(state=MentorState.ACTIVE)


@pghistory.track()
class Mentor(models.Model):
    """A graduated business whose owner is asked, or willing, to guide new ones of its province (pembina)."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="mentorings")
    graduation = models.ForeignKey(Graduation, models.PROTECT, related_name="mentors")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    state = models.CharField(
        _("Status"), max_length=10, choices=MentorState.choices, default=MentorState.INVITED
    )
    # none where the owner offered herself
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("Alasan"), max_length=1000, blank=True)

    objects = MentorQuerySet.as_manager()

    class Meta:
        verbose_name = _("pembina")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MentorState.values), name="mentor_state_known"),
            models.UniqueConstraint(
                "business",
                condition=Q(state__in=(MentorState.INVITED, MentorState.ACTIVE)),
                name="mentor_business_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=MentorState.ACTIVE) | Q(agreed_at__isnull=False), name="mentor_has_agreed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(MentorState.INVITED, MentorState.ACTIVE), ended_at=None, ended_by=None)
                | Q(
                    state__in=(MentorState.DECLINED, MentorState.ENDED),
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                name="mentor_end_signed",
            ),
        )
        indexes = (models.Index("province", "state", name="mentor_by_province"),)
        triggers = mentor_triggers()

    def __str__(self) -> str:
        return str(self.business)

    def get_absolute_url(self) -> str:
        return reverse("mentor_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return MentorState(self.state).tone


class MentorshipQuerySet(ScopedQuerySet["Mentorship"]):
    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(guide__owner__user=user) | Q(business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        """Without those in which either side's data is not to be processed."""
        guided, guiding = Q(business__owner__user=user), Q(guide__owner__user=user)
        return (
            super()
            .visible_to(user)
            .filter(processed_for(user, "business__owner", own=guided))
            .filter(processed_for(user, "guide__owner", own=guiding))
        )

    def active(self) -> MentorshipQuerySet:
        return self.filter(state=MentorshipState.ACTIVE)

    def begun(self) -> MentorshipQuerySet:
        return self.filter(state__in=BEGUN)

    def proposed(self) -> MentorshipQuerySet:
        return self.filter(state=MentorshipState.PROPOSED)


@pghistory.track()
class Mentorship(models.Model):
    """That `guide`, a pembina, takes another business of its province by the hand; both owners agree first."""

    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="mentorships")
    guide = models.ForeignKey("businesses.Business", models.PROTECT, related_name="guiding")  # the mentor's
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="guided")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    state = models.CharField(
        _("Status"), max_length=10, choices=MentorshipState.choices, default=MentorshipState.PROPOSED
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    mentor_agreed_at = models.DateTimeField(null=True, blank=True)
    mentee_agreed_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("Alasan"), max_length=1000, blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("pembinaan")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=MentorshipState.values), name="mentorship_state_known"
            ),
            models.CheckConstraint(condition=~Q(guide=F("business")), name="mentorship_never_itself"),
            models.UniqueConstraint(
                "business", condition=Q(state=MentorshipState.ACTIVE), name="mentorship_one_mentor"
            ),
            models.UniqueConstraint(
                "mentor",
                "business",
                condition=Q(state=MentorshipState.PROPOSED),
                name="mentorship_proposed_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BEGUN)
                | Q(mentor_agreed_at__isnull=False, mentee_agreed_at__isnull=False, began_at__isnull=False),
                name="mentorship_both_agreed",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(MentorshipState.PROPOSED, MentorshipState.ACTIVE),
                    ended_at=None,
                    ended_by=None,
                )
                | Q(
                    state__in=(MentorshipState.DECLINED, MentorshipState.ENDED),
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                name="mentorship_end_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=MentorshipState.ENDED) | ~Q(end_reason=""), name="mentorship_end_explained"
            ),
        )
        indexes = (
            models.Index("province", "guide", condition=Q(state__in=BEGUN), name="mentorship_begun"),
            models.Index("guide", "state", name="mentorship_of_guide"),
        )
        triggers = mentorship_triggers()

    def __str__(self) -> str:
        return f"{self.guide} → {self.business}"

    def get_absolute_url(self) -> str:
        return reverse("mentorship_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return MentorshipState(self.state).tone
