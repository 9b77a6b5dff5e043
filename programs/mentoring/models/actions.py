"""What cadre or mentor agreed to do, by when, and what shows that it was done."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.mentoring.actions.choices import ActionState
from programs.mentoring.actions.walls import action_triggers
from programs.mentoring.matching.choices import Side
from programs.mentoring.reports.months import today
from soksi_portal.accounts.choices import Role
from umkm.cadres.models import processed_for
from umkm.regions.scoping import ScopedQuerySet, own_as

from .visits import NOTE_READERS, Visit


class ActionItemQuerySet(ScopedQuerySet["ActionItem"]):
    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        own = Q(business__owner__user=user)
        return super().visible_to(user).filter(processed_for(user, "business__owner", own=own))

    def evidence_visible_to(self, user: Any) -> Self:
        """What was shown as done: for those who read the notes of visits."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NOTE_READERS):
            return self.visible_to(user)
        return self.filter(business__owner__user=user) if user.has_role(Role.CADRE) else self.none()

    def open(self) -> Self:
        return self.filter(state=ActionState.OPEN)

    def unfinished(self) -> Self:
        """Also those that wait for the other side's word."""
        return self.filter(state__in=(ActionState.OPEN, ActionState.DONE))

    def overdue(self, day: date | None = None) -> Self:
        return self.open().filter(due_on__lt=day or today())


@pghistory.track()
class ActionItem(models.Model):
    """One task. That of the mentor is the task of whoever mentors the business now: a handover takes it along."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="action_items")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="actions")
    owner = models.CharField(_("Siapa"), max_length=6, choices=Side.choices)
    what = models.CharField(_("Tugas"), max_length=300)
    due_on = models.DateField(_("Tenggat"))
    state = models.CharField(
        _("Status"), max_length=10, choices=ActionState.choices, default=ActionState.OPEN
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    evidence = models.CharField(_("Buktinya"), max_length=1000, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(_("Yang masih kurang"), max_length=500, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("Alasan"), max_length=500, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("tugas pendampingan")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_state_known"),
            models.CheckConstraint(condition=Q(owner__in=Side.values), name="action_owner_known"),
            models.CheckConstraint(condition=~Q(what=""), name="action_says_what"),
            models.CheckConstraint(
                condition=~Q(state__in=(ActionState.DONE, ActionState.CONFIRMED))
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="action_done_signed",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(ActionState.OPEN, ActionState.DONE),
                    ended_at=None,
                    ended_by=None,
                    end_reason="",
                )
                | Q(state=ActionState.CONFIRMED, ended_at__isnull=False, ended_by__isnull=False)
                | (
                    Q(state=ActionState.DROPPED, ended_at__isnull=False, ended_by__isnull=False)
                    & ~Q(end_reason="")
                ),
                name="action_end_signed",
            ),
        )
        indexes = (
            models.Index("business", "due_on", name="action_of_business"),
            models.Index("due_on", "id", condition=Q(state=ActionState.OPEN), name="action_open_by_due"),
            models.Index("visit", name="action_of_visit"),
        )
        triggers = action_triggers()

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("action_detail", args=[self.pk])

    @property
    def subject_ref(self) -> str:
        return f"action:{self.pk}"

    @property
    def state_tone(self) -> str:
        return "bad" if self.is_overdue else ActionState(self.state).tone

    @property
    def state_label(self) -> str:
        return str(_("Lewat tenggat") if self.is_overdue else self.get_state_display())

    @property
    def is_overdue(self) -> bool:
        return self.state == ActionState.OPEN and self.due_on < today()
