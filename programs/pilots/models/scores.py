"""What the nominating side brings with a proposal: a score for each criterion, and documents."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.partnership.models import Criterion
from programs.partnership.models.phases import HIGHEST_SCORE

from ..walls_selection import document_triggers, score_triggers
from .nominations import Nomination

LONGEST_REMARK = 500


@pghistory.track()
class NominationScore(models.Model):
    """How the nominating side sees a business by one criterion of the phase. Changes until somebody has reviewed."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(_("Nilai"))
    remark = models.CharField(_("Catatan"), max_length=LONGEST_REMARK, blank=True)

    class Meta:
        verbose_name = _("nilai usulan")
        ordering = ("criterion__number",)
        constraints = (
            models.UniqueConstraint(fields=["nomination", "criterion"], name="nomination_score_once"),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=HIGHEST_SCORE), name="nomination_score_1_to_5"
            ),
        )
        triggers = score_triggers()

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score}"


@pghistory.track()
class NominationDocument(models.Model):
    """A kept document of the business that is shown with the proposal; taken out again by who, when."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="attached")
    document = models.ForeignKey("businesses.Document", models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lampiran usulan")
        constraints = (
            models.UniqueConstraint(
                fields=["nomination", "document"],
                condition=Q(removed_at=None),
                name="nomination_document_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="nomination_document_removed_by_someone",
            ),
        )
        triggers = document_triggers()

    def __str__(self) -> str:
        return str(self.document)
