"""The scoring sheets of Jamkrindo's reviewers: independent of each other, and standing once handed in."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.partnership.models import Criterion
from programs.partnership.models.phases import HIGHEST_SCORE

from ..choices import Declaration
from ..walls_reviews import review_score_triggers, review_triggers
from .nominations import Nomination

LONGEST_COMMENT = 500


class ReviewQuerySet(models.QuerySet["Review"]):
    def handed_in(self) -> ReviewQuerySet:
        return self.filter(handed_in_at__isnull=False)


@pghistory.track()
class Review(models.Model):
    """One person's sheet for one nomination. Counts once handed in; who has an interest says so and does not score."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    declaration = models.CharField(_("Kepentingan"), max_length=10, choices=Declaration.choices)
    conflict = models.CharField(_("Kepentingan apa"), max_length=LONGEST_COMMENT, blank=True)
    declared_at = models.DateTimeField(default=timezone.now)
    comment = models.CharField(_("Kesan keseluruhan"), max_length=1000, blank=True)
    handed_in_at = models.DateTimeField(_("Diserahkan"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("penilaian")
        constraints = (
            models.UniqueConstraint(fields=["nomination", "reviewer"], name="review_once_each"),
            models.CheckConstraint(
                condition=Q(declaration__in=Declaration.values), name="review_declaration_known"
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | Q(declaration=Declaration.NONE),
                name="review_handed_in_without_conflict",
            ),
            models.CheckConstraint(
                condition=~Q(declaration=Declaration.CONFLICT) | ~Q(conflict=""),
                name="review_conflict_in_words",
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | Q(handed_in_at__gte=F("declared_at")),
                name="review_declared_first",
            ),
        )
        indexes = (models.Index("reviewer", "nomination", name="review_of_reviewer"),)
        triggers = review_triggers()

    def __str__(self) -> str:
        return f"{self.nomination}: {self.reviewer}"

    @property
    def is_handed_in(self) -> bool:
        return self.handed_in_at is not None

    @property
    def scores_itself(self) -> bool:
        """Whether this person scores: no interest declared, and not stepped aside."""
        return self.declaration == Declaration.NONE


@pghistory.track()
class ReviewScore(models.Model):
    """A reviewer's score by one criterion. In a draft it comes and goes; with the sheet handed in it stands."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(_("Nilai"))
    comment = models.CharField(_("Catatan"), max_length=LONGEST_COMMENT, blank=True)

    class Meta:
        verbose_name = _("nilai penilai")
        ordering = ("criterion__number",)
        constraints = (
            models.UniqueConstraint(fields=["review", "criterion"], name="review_score_once"),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=HIGHEST_SCORE), name="review_score_1_to_5"
            ),
        )
        triggers = review_score_triggers()

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score}"
