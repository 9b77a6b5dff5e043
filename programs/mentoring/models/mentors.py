"""Members of Jamkrindo's staff who mentor, whom each mentors, and handing over to another."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.mentoring.matching.choices import HandoverState
from programs.mentoring.matching.walls import (
    assignment_triggers,
    decision_triggers,
    handover_triggers,
    profile_triggers,
    review_triggers,
)
from programs.pilots.models import Nomination, Review
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.businesses.choices import Wish
from umkm.businesses.finding.sections import Section
from umkm.cadres.models import processed_for
from umkm.regions.scoping import ScopedQuerySet, own_as

MOST_MENTORED = 40


class MentorProfileQuerySet(models.QuerySet["MentorProfile"]):
    def in_service(self) -> MentorProfileQuerySet:
        """Of those who are Jamkrindo's staff today."""
        return self.filter(user__in=User.objects.with_role(Role.JAMKRINDO).values("pk"))

    def with_load(self) -> MentorProfileQuerySet:
        return self.annotate(load=Count("assignments", filter=Q(assignments__ended_at=None)))


@pghistory.track()
class MentorProfile(models.Model):
    """What a mentor is good at, where, and for how many businesses there is time."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentor_profile")
    needs = ArrayField(models.CharField(max_length=15, choices=Wish.choices), default=list, blank=True)
    sections = ArrayField(models.CharField(max_length=1, choices=Section.choices), default=list, blank=True)
    # where; empty is everywhere
    provinces = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(_("Paling banyak"))
    created_at = models.DateTimeField(default=timezone.now)

    objects = MentorProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("pendamping")
        constraints = (
            models.CheckConstraint(condition=Q(capacity__lte=MOST_MENTORED), name="mentor_capacity_sane"),
            models.CheckConstraint(condition=Q(needs__contained_by=Wish.values), name="mentor_needs_known"),
            models.CheckConstraint(
                condition=Q(sections__contained_by=Section.values), name="mentor_sections_known"
            ),
        )
        triggers = profile_triggers()

    def __str__(self) -> str:
        return self.user.full_name


class AssignmentQuerySet(ScopedQuerySet["Assignment"]):
    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        own = Q(business__owner__user=user)
        return super().visible_to(user).filter(processed_for(user, "business__owner", own=own))

    def running(self) -> Self:
        return self.filter(ended_at=None)

    def held_by(self, user: Any) -> Self:
        return self.filter(mentor__user=user)


@pghistory.track()
class Assignment(models.Model):
    """That a mentor has a business in care; one at a time."""

    mentor = models.ForeignKey(MentorProfile, models.PROTECT, related_name="assignments")
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="mentor_assignments")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    reason = models.CharField(_("Mengapa pendamping ini"), max_length=500)
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    began_at = models.DateTimeField(_("Sejak"), default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("Sampai"), null=True, blank=True)
    end_reason = models.CharField(_("Alasan"), max_length=500, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pendampingan")
        constraints = (
            models.UniqueConstraint("business", condition=Q(ended_at=None), name="mentored_by_one"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__gte=F("began_at"), ended_by__isnull=False) & ~Q(end_reason="")),
                name="assignment_end_explained",
            ),
        )
        indexes = (
            models.Index("mentor", condition=Q(ended_at=None), name="assignment_running"),
            models.Index("business", F("began_at").desc(), name="assignment_of_business"),
        )
        triggers = assignment_triggers()

    def __str__(self) -> str:
        return f"{self.mentor} → {self.business}"

    def get_absolute_url(self) -> str:
        return reverse("mentoring_detail", args=[self.business_id])


@pghistory.track()
class Handover(models.Model):
    """One mentor asks another to go on with a business; with the yes, history and open tasks go along."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="handovers")
    to_mentor = models.ForeignKey(MentorProfile, models.PROTECT, related_name="handovers")
    state = models.CharField(
        _("Status"), max_length=10, choices=HandoverState.choices, default=HandoverState.OFFERED
    )
    reason = models.CharField(_("Alasan"), max_length=500)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_reason = models.CharField(_("Alasan jawaban"), max_length=500, blank=True)
    became = models.OneToOneField(Assignment, models.PROTECT, null=True, related_name="came_by")

    class Meta:
        verbose_name = _("serah terima")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=HandoverState.values), name="handover_state_known"),
            models.UniqueConstraint(
                "assignment", condition=Q(state=HandoverState.OFFERED), name="handover_offered_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="handover_explained"),
            models.CheckConstraint(
                condition=Q(state=HandoverState.OFFERED, answered_at=None, answered_by=None)
                | (~Q(state=HandoverState.OFFERED) & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="handover_answer_signed",
            ),
            models.CheckConstraint(
                condition=Q(state=HandoverState.ACCEPTED, became__isnull=False)
                | (~Q(state=HandoverState.ACCEPTED) & Q(became=None)),
                name="handover_accepted_becomes",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandoverState.DECLINED) | ~Q(answer_reason=""),
                name="handover_decline_explained",
            ),
        )
        indexes = (
            models.Index("to_mentor", condition=Q(state=HandoverState.OFFERED), name="handover_waiting"),
        )
        triggers = handover_triggers()

    def __str__(self) -> str:
        return f"{self.assignment} → {self.to_mentor}"

    def get_absolute_url(self) -> str:
        return reverse("handover_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return HandoverState(self.state).tone


class MentorsReview(Review):
    """For the trigger only: a mentor judges no business that is, or was, the own mentee."""

    class Meta:
        proxy = True
        triggers = review_triggers()


class MentorsDecision(Nomination):
    """For the trigger only, as above."""

    class Meta:
        proxy = True
        triggers = decision_triggers()
