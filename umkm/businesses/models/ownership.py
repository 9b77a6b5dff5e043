"""Questions about numbers that belong to somebody else here: the way out where one is refused."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.cadres.models import Cadre
from umkm.regions.scoping import ScopedQuerySet

from ..choices import QuestionKind, QuestionState
from .business import Business


class OwnershipQuestionQuerySet(ScopedQuerySet["OwnershipQuestion"]):
    def own_of(self, user: Any) -> Q:
        return Q(asked_by=user)

    def open(self) -> OwnershipQuestionQuerySet:
        return self.filter(state=QuestionState.OPEN)


@pghistory.track()
class OwnershipQuestion(models.Model):
    """Somebody says that a NIB, NIK or phone of another record is theirs. Asked by a person with an account, or by a
    visitor who is called back. Only the coordinator of the holder's province reads who holds it.
    """

    kind = models.CharField(_("Nomor apa"), max_length=5, choices=QuestionKind.choices)
    number = models.CharField(_("Nomor"), max_length=16, blank=True)  # NIB, or phone as E.164; never a NIK
    number_hash = models.BinaryField(max_length=16, null=True, editable=False)  # of a NIK
    business = models.ForeignKey(
        Business, models.PROTECT, null=True, blank=True, related_name="+"
    )  # that holds the NIB
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, null=True, blank=True, related_name="+"
    )  # who holds NIK or phone
    province = models.ForeignKey(
        "regions.Province", models.PROTECT, related_name="+", verbose_name=_("Provinsi")
    )  # whose coordinator answers
    words = models.CharField(_("Penjelasan"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="ownership_questions"
    )
    contact_name = models.CharField(_("Nama Anda"), max_length=120, blank=True)
    contact_phone = models.CharField(_("Nomor yang dapat dihubungi"), max_length=16, blank=True)
    asked_at = models.DateTimeField(_("Ditanyakan"), default=timezone.now)
    state = models.CharField(
        _("Status"), max_length=8, choices=QuestionState.choices, default=QuestionState.OPEN
    )
    answer = models.CharField(_("Jawaban"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OwnershipQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("pertanyaan kepemilikan")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=QuestionKind.NIK, number="", number_hash__isnull=False)
                | (~Q(kind=QuestionKind.NIK) & ~Q(number="") & Q(number_hash=None)),
                name="question_nik_kept_secret",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=False) | (~Q(contact_name="") & ~Q(contact_phone="")),
                name="question_can_be_answered",
            ),
            models.CheckConstraint(
                condition=Q(state=QuestionState.OPEN, answered_at=None)
                | Q(state=QuestionState.ANSWERED, answered_by__isnull=False, answered_at__isnull=False),
                name="question_answered_by_someone",
            ),
            models.UniqueConstraint(
                fields=["asked_by", "kind", "number", "number_hash"],
                condition=Q(state=QuestionState.OPEN, asked_by__isnull=False),
                nulls_distinct=False,
                name="question_asked_once",
            ),
        )
        indexes = (
            models.Index("province", "state", "asked_at", "id", name="question_queue"),
            models.Index("asked_at", "id", condition=Q(state=QuestionState.OPEN), name="question_waiting"),
            models.Index("contact_phone", "asked_at", condition=Q(asked_by=None), name="question_visitor"),
        )
        triggers = (
            pgtrigger.Protect(name="keep_question", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="answer_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'answered'"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.asker}"

    def get_absolute_url(self) -> str:
        return reverse("ownership_question_detail", args=[self.pk])

    @property
    def asker(self) -> str:
        return self.asked_by.full_name if self.asked_by else self.contact_name

    @property
    def state_tone(self) -> str:
        return QuestionState(self.state).tone
