"""Tests before and after a session: the questions in their versions, and what people answered."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.training.assessment.tallying import case_tallied
from programs.training.assessment.walls import (
    MOST_CHOICES,
    MOST_SITTINGS,
    answer_fits,
    questions_unanswered,
    score_certified,
    sitting_fits,
    sitting_scored,
    sitting_stays,
    test_stays,
)
from programs.training.choices import AssessmentKind, SittingMethod
from soksi_portal.accounts.choices import Role

from .sessions import trained_by

SHARED_KIND = Q(kind__in=AssessmentKind.values)


class ModuleTestQuerySet(models.QuerySet["ModuleTest"]):
    def in_force(self) -> ModuleTestQuerySet:
        return self.filter(retired_at=None)

    def asked(self) -> ModuleTestQuerySet:
        """In force, and with something to ask."""
        return self.in_force().filter(models.Exists(Question.objects.filter(test=models.OuterRef("pk"))))


@pghistory.track()
class ModuleTest(models.Model):
    """One version of a module's pre- or post-test. Whoever sat an older one keeps its questions and score."""

    module = models.ForeignKey("training.Module", models.PROTECT, related_name="tests")
    kind = models.CharField(max_length=4, choices=AssessmentKind.choices)
    version = models.PositiveSmallIntegerField(_("Versi"), default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # None: came with the portal
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ModuleTestQuerySet.as_manager()

    class Meta:
        verbose_name = _("tes modul")
        constraints = (
            models.CheckConstraint(condition=SHARED_KIND, name="module_test_kind_known"),
            models.UniqueConstraint(fields=["module", "kind", "version"], name="module_test_version_once"),
            models.UniqueConstraint(
                fields=["module", "kind"], condition=Q(retired_at=None), name="module_test_in_force_once"
            ),
        )
        triggers = (test_stays(), pgtrigger.Protect(name="keep_test", operation=pgtrigger.Delete))

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.module}"

    def get_absolute_url(self) -> str:
        return reverse("module_test", args=[self.module.code, AssessmentKind(self.kind).slug])


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Question(models.Model):
    """One question with its choices, one of which is right, and why."""

    test = models.ForeignKey(ModuleTest, models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("Pertanyaan"), max_length=300)
    choices = ArrayField(models.CharField(max_length=150), verbose_name=_("Pilihan"))
    answer = models.PositiveSmallIntegerField(_("Yang benar"))  # 1 is the first choice
    explanation = models.CharField(_("Penjelasan"), max_length=400)

    class Meta:
        verbose_name = _("soal")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["test", "position"], name="question_position_once"),
            models.CheckConstraint(
                condition=Q(choices__len__gte=2, choices__len__lte=MOST_CHOICES), name="question_choices_few"
            ),
            models.CheckConstraint(
                condition=Q(answer__gte=1)
                & Q(
                    answer__lte=Func(F("choices"), function="cardinality", output_field=models.IntegerField())
                ),
                name="question_answer_is_a_choice",
            ),
        )
        triggers = (questions_unanswered(),)

    def __str__(self) -> str:
        return self.text

    @property
    def right_choice(self) -> str:
        return str(self.choices[self.answer - 1])


class SittingQuerySet(models.QuerySet["Sitting"]):
    def visible_to(self, user: Any) -> SittingQuerySet:
        """Scores are for staff and for who taught: of the own sessions."""
        if user.has_role(Role.JAMKRINDO, Role.ADMIN):
            return self
        return self.filter(trained_by(user, "invitation__session__trainer"))

    def finished(self) -> SittingQuerySet:
        return self.filter(finished_at__isnull=False)


@pghistory.track()
class Sitting(models.Model):
    """Somebody's going through a test. Its score is counted by the database when it is handed in."""

    invitation = models.ForeignKey("training.Invitation", models.PROTECT, related_name="sittings")
    test = models.ForeignKey(ModuleTest, models.PROTECT, related_name="sittings")
    kind = models.CharField(max_length=4, choices=AssessmentKind.choices)
    number = models.PositiveSmallIntegerField(default=1)
    method = models.CharField(max_length=5, choices=SittingMethod.choices, default=SittingMethod.PHONE)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    right_count = models.PositiveSmallIntegerField(_("Jawaban benar"), null=True, blank=True)
    question_count = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("Nilai"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # who copied it from paper

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengerjaan tes")
        constraints = (
            models.UniqueConstraint(fields=["invitation", "kind", "number"], name="sitting_once"),
            models.CheckConstraint(
                condition=Q(kind=AssessmentKind.PRE, number=1)
                | Q(kind=AssessmentKind.POST, number__gte=1, number__lte=MOST_SITTINGS),
                name="sitting_number_allowed",
            ),
            models.CheckConstraint(
                condition=Q(method=SittingMethod.PHONE, entered_by=None)
                | Q(method=SittingMethod.PAPER, entered_by__isnull=False, number=1),
                name="sitting_paper_entered",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, score=None)
                | Q(finished_at__isnull=False, score__gte=0, score__lte=100),
                name="sitting_scored_when_finished",
            ),
        )
        indexes = (
            models.Index(
                fields=["finished_at", "id"],
                condition=Q(finished_at__isnull=False),
                name="sitting_by_day",
            ),
        )
        triggers = (
            sitting_fits(),
            sitting_scored(),
            sitting_stays(),
            score_certified(),
            case_tallied(),
            pgtrigger.Protect(name="keep_sitting", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.invitation}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class Answer(models.Model):
    """What somebody chose, kept question by question so that nothing is lost with the connection."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    choice = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sitting", "question"], name="answer_once"),)
        triggers = (answer_fits(),)

    def __str__(self) -> str:
        return f"{self.question}: {self.choice}"


@pghistory.track()
class RoomOpening(models.Model):
    """The trainer opens a test in the room, outside its usual days."""

    session = models.ForeignKey("training.Session", models.PROTECT, related_name="room_openings")
    kind = models.CharField(max_length=4, choices=AssessmentKind.choices)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "kind"], name="room_opening_once"),
            models.CheckConstraint(condition=SHARED_KIND, name="room_opening_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.session}: {self.get_kind_display()}"
