"""Pairs of businesses that may be one and the same."""

from __future__ import annotations

from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.cadres.models import processed_for
from umkm.regions.scoping import ScopedQuerySet

from ..choices import BusinessState, DuplicateState, Likeness
from .business import Business


class PossibleDuplicateQuerySet(ScopedQuerySet["PossibleDuplicate"]):
    def visible_to(self, user: Any) -> Self:
        """As everywhere, but neither with a draft, nor with what moved to another province or is not to be processed."""
        drafts = Q(first__state=BusinessState.DRAFT) | Q(second__state=BusinessState.DRAFT)
        here = Q(first__province=F("province"), second__province=F("province"))
        told = processed_for(user, "first__owner") & processed_for(user, "second__owner")
        return super().visible_to(user).filter(here, told).exclude(drafts)

    def open(self) -> PossibleDuplicateQuerySet:
        return self.filter(state=DuplicateState.OPEN)


@pghistory.track()
class PossibleDuplicate(models.Model):
    """Two businesses of one regency with alike names. A coordinator says that they differ, or merges them."""

    first = models.ForeignKey(Business, models.PROTECT, related_name="+")
    second = models.ForeignKey(Business, models.PROTECT, related_name="alike")
    similarity = models.FloatField(_("Kemiripan nama"))  # 0 to 1
    likenesses = ArrayField(
        models.CharField(max_length=10, choices=Likeness.choices), verbose_name=_("Mengapa")
    )
    province = models.ForeignKey(
        "regions.Province", models.PROTECT, related_name="+", verbose_name=_("Provinsi")
    )
    found_at = models.DateTimeField(_("Ditemukan"), default=timezone.now)
    state = models.CharField(
        _("Status"), max_length=10, choices=DuplicateState.choices, default=DuplicateState.OPEN
    )
    kept = models.ForeignKey(Business, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Alasan"), max_length=500, blank=True)

    objects = PossibleDuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("usaha kembar")
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
            models.CheckConstraint(condition=Q(similarity__range=(0, 1)), name="duplicate_similarity_share"),
            models.CheckConstraint(
                condition=Q(state__in=DuplicateState.values), name="duplicate_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=DuplicateState.OPEN, decided_at=None)
                | (
                    Q(state__in=(DuplicateState.DIFFERENT, DuplicateState.MERGED))
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reason="")
                ),
                name="duplicate_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(kept=None) | Q(state=DuplicateState.MERGED), name="duplicate_kept_when_merged"
            ),
        )
        indexes = (
            models.Index("province", "state", F("similarity").desc(), F("id").desc(), name="duplicate_queue"),
            models.Index(
                F("similarity").desc(),
                F("id").desc(),
                condition=Q(state=DuplicateState.OPEN),
                name="duplicate_waiting",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="keep_duplicate", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="merged_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'merged'"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("duplicate_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return DuplicateState(self.state).tone

    @property
    def likeness_labels(self) -> list[str]:
        return [str(Likeness(code).label) for code in self.likenesses]


class MergedBusiness(Business):
    """A business as this concept guards it: it goes into one that stands, and nothing that stands went elsewhere."""

    class Meta:
        proxy = True
        verbose_name = _("usaha")
        triggers = (
            pgtrigger.Trigger(
                name="merged_without_chain",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("state", "merged_into_id") | pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.merged_into_id IS NOT NULL"),
                func="""
                    PERFORM 1 FROM businesses_business AS b
                      WHERE b.id = NEW.merged_into_id AND b.state NOT IN ('draft', 'merged') FOR SHARE OF b;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'merged_without_chain: % does not stand', NEW.merged_into_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF EXISTS (SELECT FROM businesses_business AS b WHERE b.merged_into_id = NEW.id) THEN
                        RAISE EXCEPTION 'merged_without_chain: others went into %', NEW.id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )
