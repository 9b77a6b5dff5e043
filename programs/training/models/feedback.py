"""What participants say after a session, and the numbers of learning."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import connections, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.training.assessment.tallying import FOLD, feedback_tallied
from programs.training.assessment.walls import HIGH, LOW, feedback_fits, feedback_stays


class Feedback(models.Model):
    """Three answers of one person about one session. No history of it is kept: it would say who wrote what."""

    invitation = models.OneToOneField("training.Invitation", models.PROTECT, related_name="feedback")
    # as of the session, so that a trainer's or module's words are found through one index
    session = models.ForeignKey("training.Session", models.PROTECT, related_name="feedback")
    module = models.ForeignKey("training.Module", models.PROTECT, related_name="+", db_index=False)
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    usefulness = models.PositiveSmallIntegerField(_("Manfaat"))
    clarity = models.PositiveSmallIntegerField(_("Kejelasan pelatih"))
    words = models.CharField(_("Yang perlu diperbaiki"), max_length=500, blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("umpan balik")
        constraints = (
            models.CheckConstraint(
                condition=Q(usefulness__gte=LOW, usefulness__lte=HIGH, clarity__gte=LOW, clarity__lte=HIGH),
                name="feedback_on_the_scale",
            ),
        )
        indexes = (
            models.Index(fields=["module", "-given_at"], name="feedback_of_module"),
            models.Index(fields=["trainer", "module", "-given_at"], name="feedback_of_trainer"),
        )
        triggers = (
            feedback_fits(),
            feedback_stays(),
            feedback_tallied(),
            pgtrigger.Protect(name="keep_feedback", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.session}"


class LearningTallyQuerySet(models.QuerySet["LearningTally"]):
    def fold(self) -> int:
        """Replace entries by their sums; returns how many went. Safe beside writers and itself."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(FOLD)
            return int(cursor.fetchone()[0])


class LearningTally(models.Model):
    """A signed change of the sums of one module, trainer, province and year. Written by triggers alone."""

    id = models.BigAutoField(primary_key=True)
    module = models.ForeignKey("training.Module", models.PROTECT, related_name="learning", db_index=False)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="learning", db_index=False
    )
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()  # of the session, where it was held
    cases = models.IntegerField()  # people with both scores
    pre_sum = models.BigIntegerField()
    post_sum = models.BigIntegerField()
    answers = models.IntegerField()  # to the feedback's questions
    usefulness_sum = models.BigIntegerField()
    clarity_sum = models.BigIntegerField()

    objects = LearningTallyQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["module", "year"], name="learning_of_module"),
            models.Index(fields=["trainer", "year"], name="learning_of_trainer"),
        )

    def __str__(self) -> str:
        return f"{self.module} {self.year}"
