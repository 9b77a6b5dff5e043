"""What Jamkrindo prepares for a whole phase before anybody is told."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.partnership.models import Phase

from ..choices import DraftAnswer, DraftState
from ..walls_drafts import decision_triggers, draft_triggers
from .nominations import Nomination


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self) -> DraftQuerySet:
        return self.filter(state=DraftState.OPEN)


@pghistory.track()
class Draft(models.Model):
    """Decisions of one phase that leave together. One at a time is prepared."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="drafts")
    state = models.CharField(_("Status"), max_length=9, choices=DraftState.choices, default=DraftState.OPEN)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Alasan"), max_length=300, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("rancangan keputusan")
        constraints = (
            models.UniqueConstraint(
                "phase", condition=Q(state=DraftState.OPEN), name="draft_open_once_per_phase"
            ),
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="draft_state_known"),
            models.CheckConstraint(
                condition=Q(state=DraftState.OPEN, ended_at=None, ended_by=None)
                | (~Q(state=DraftState.OPEN) & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="draft_end_signed",
            ),
        )
        triggers = draft_triggers()

    def __str__(self) -> str:
        return f"{self.phase} ({self.get_state_display()})"

    @property
    def is_open(self) -> bool:
        return self.state == DraftState.OPEN


@pghistory.track()
class DraftDecision(models.Model):
    """What is meant for one nomination, and by whom. Nobody but the deciders reads it."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="decisions")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="drafted")
    answer = models.CharField(_("Keputusan"), max_length=8, choices=DraftAnswer.choices)
    rank = models.PositiveSmallIntegerField(_("Urutan tunggu"), null=True, blank=True)
    reason = models.CharField(_("Alasan"), max_length=1000, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("keputusan dalam rancangan")
        constraints = (
            models.UniqueConstraint(fields=["draft", "nomination"], name="draft_decides_once"),
            models.CheckConstraint(condition=Q(answer__in=DraftAnswer.values), name="draft_answer_known"),
            models.CheckConstraint(
                condition=Q(answer=DraftAnswer.WAIT, rank__gte=1)
                | (~Q(answer=DraftAnswer.WAIT) & Q(rank=None)),
                name="draft_rank_for_waiting",
            ),
        )
        triggers = decision_triggers()

    def __str__(self) -> str:
        return f"{self.nomination}: {self.get_answer_display()}"
