"""How bankable a business is: the weights as versions, and each score by the version it was counted with."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import Criterion
from programs.bankaccess.readiness.walls import rubric_triggers, score_triggers
from umkm.businesses.choices import KeyField, RequestState
from umkm.businesses.models import ChangeRequest

FULL = 100
MOST_TRAININGS = 20


def weight(criterion: Criterion) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(criterion.label, validators=[MaxValueValidator(FULL)])


class RubricQuerySet(models.QuerySet["Rubric"]):
    def in_force(self) -> Self:
        """Of each phase, and of all that have none of their own, the last version."""
        return self.order_by("phase_id", "-number").distinct("phase_id")

    def of_phase(self, phase_id: int | None) -> Self:
        return self.filter(phase=phase_id).order_by("-number")


@pghistory.track(pghistory.InsertEvent())
class Rubric(models.Model):
    """One version of the weights of a phase; without a phase, of every phase that has none of its own.

    A change is a new row; scores keep the version they were counted with.
    """

    phase = models.ForeignKey("partnership.Phase", models.PROTECT, null=True, related_name="rubrics")
    number = models.PositiveSmallIntegerField(_("Versi"))
    legality = weight(Criterion.LEGALITY)
    bookkeeping = weight(Criterion.BOOKKEEPING)
    finance = weight(Criterion.FINANCE)
    management = weight(Criterion.MANAGEMENT)
    collateral = weight(Criterion.COLLATERAL)
    credit = weight(Criterion.CREDIT)
    trainings_needed = models.PositiveSmallIntegerField(
        _("Modul pelatihan untuk nilai penuh"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_TRAININGS)],
    )
    reason = models.CharField(_("Alasan"), max_length=300)
    # null: by the command that loads the first one
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = RubricQuerySet.as_manager()

    class Meta:
        verbose_name = _("rubrik kesiapan")
        constraints = (
            models.UniqueConstraint("phase", "number", nulls_distinct=False, name="rubric_number_once"),
            models.CheckConstraint(
                condition=Q(
                    legality=FULL
                    - F("bookkeeping")
                    - F("finance")
                    - F("management")
                    - F("collateral")
                    - F("credit")
                ),
                name="rubric_weighs_hundred",
            ),
            models.CheckConstraint(
                condition=Q(trainings_needed__gte=1, trainings_needed__lte=MOST_TRAININGS),
                name="rubric_trainings_sane",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="rubric_says_why"),
        )
        triggers = rubric_triggers()

    def __str__(self) -> str:
        return f"{self.phase or _('Semua tahap')} v{self.number}"

    @property
    def weights(self) -> dict[Criterion, int]:
        return {one: getattr(self, one.value) for one in Criterion}


class ReadinessScoreQuerySet(models.QuerySet["ReadinessScore"]):
    def latest_of(self, businesses: Any) -> Self:
        """The last one of each."""
        return self.filter(business__in=businesses).order_by("business_id", "-number").distinct("business_id")

    def of_owner_now(self) -> Self:
        """Counted since the business is with its owner of today: what it says of credit was the one's before."""
        came = ChangeRequest.objects.filter(
            business=OuterRef("business"),
            field=KeyField.OWNER,
            state=RequestState.APPROVED,
            decided_at__gte=OuterRef("counted_at"),
        )
        return self.filter(~Exists(came))


class ReadinessScore(models.Model):
    """What was counted for a business when it had changed. Computed, never typed; holds shares, no amounts.

    Not tracked: no row ever changes but that its points go when the person is erased.
    """

    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="readiness_scores")
    number = models.PositiveIntegerField()
    day = models.DateField(_("Tanggal"))  # of the province
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="scores")
    total = models.PositiveSmallIntegerField(_("Kesiapan"))  # hundredths of a point, of 10,000
    points = models.JSONField()  # readiness.scoring.Point
    counted_at = models.DateTimeField(default=timezone.now)

    objects = ReadinessScoreQuerySet.as_manager()
    SHOWN_OF: ClassVar[int] = FULL

    class Meta:
        verbose_name = _("nilai kesiapan")
        constraints = (
            models.UniqueConstraint("business", "number", name="readiness_number_once"),
            models.CheckConstraint(condition=Q(total__lte=FULL * 100), name="readiness_of_hundred"),
        )
        triggers = score_triggers()

    def __str__(self) -> str:
        return f"{self.business_id}: {self.whole}"

    @property
    def whole(self) -> int:
        """Of a hundred, rounded down: nobody is told more than there is."""
        return self.total // 100
