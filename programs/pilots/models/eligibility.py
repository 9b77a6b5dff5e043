"""That an owner agrees to be proposed, and that a rule of a phase is set aside for one business."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.regions.scoping import ScopedQuerySet

from ..choices import ExceptionState, NeedRule
from ..walls_selection import consent_triggers, exception_triggers
from .nominations import owner_processed_for


class NominationConsentQuerySet(models.QuerySet["NominationConsent"]):
    def given(self) -> NominationConsentQuerySet:
        return self.filter(withdrawn_at=None)


@pghistory.track()
class NominationConsent(models.Model):
    """That the owner of a business agrees to its being proposed, to which text. Withdrawn, never deleted."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="nomination_consents")
    owner = models.ForeignKey("cadres.Cadre", models.PROTECT, related_name="+")  # of that day
    text = models.ForeignKey("cadres.ConsentText", models.PROTECT, related_name="+")
    # the owner; of one without an account, who keeps the signed paper
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("Diberikan"), default=timezone.now)
    signed_on = models.DateField(_("Ditandatangani"), null=True, blank=True)  # on paper
    withdrawn_at = models.DateTimeField(_("Ditarik"), null=True, blank=True)

    objects = NominationConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("persetujuan diusulkan")
        constraints = (
            models.UniqueConstraint(
                "business", "owner", condition=Q(withdrawn_at=None), name="nomination_consent_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="nomination_consent_withdrawn_later",
            ),
        )
        triggers = consent_triggers()

    def __str__(self) -> str:
        return f"{self.business} – {self.text_id}"


class EligibilityExceptionQuerySet(ScopedQuerySet["EligibilityException"]):
    province_field = "business__province"

    def visible_to(self, user: Any) -> Self:
        return super().visible_to(user).filter(owner_processed_for(user))

    def open(self) -> EligibilityExceptionQuerySet:
        return self.filter(state=ExceptionState.OPEN)

    def approved(self) -> EligibilityExceptionQuerySet:
        return self.filter(state=ExceptionState.APPROVED)


@pghistory.track()
class EligibilityException(models.Model):
    """One rule of a phase set aside for one business: somebody asks with a reason, another person decides."""

    phase = models.ForeignKey("partnership.Phase", models.PROTECT, related_name="+")
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="nomination_exceptions")
    rule = models.CharField(_("Syarat"), max_length=10, choices=NeedRule.choices)
    reason = models.CharField(_("Alasan"), max_length=500)
    state = models.CharField(
        _("Status"), max_length=10, choices=ExceptionState.choices, default=ExceptionState.OPEN
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("Diminta"), default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("Jawaban"), max_length=500, blank=True)

    objects = EligibilityExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengecualian syarat")
        constraints = (
            models.CheckConstraint(condition=Q(rule__in=NeedRule.values), name="exception_rule_known"),
            models.CheckConstraint(
                condition=Q(state=ExceptionState.OPEN, decided_by=None, decided_at=None)
                | Q(
                    state__in=(ExceptionState.APPROVED, ExceptionState.REFUSED),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="exception_decision_signed",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="exception_by_two_people"
            ),
            models.UniqueConstraint(
                fields=["phase", "business", "rule"],
                condition=Q(state__in=(ExceptionState.OPEN, ExceptionState.APPROVED)),
                name="exception_once",
            ),
        )
        indexes = (models.Index(F("asked_at").desc(), F("id").desc(), name="exception_newest"),)
        triggers = exception_triggers()

    def __str__(self) -> str:
        return f"{self.business}: {self.get_rule_display()}"

    def get_absolute_url(self) -> str:
        return reverse("exception_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return ExceptionState(self.state).tone

    @property
    def is_open(self) -> bool:
        return self.state == ExceptionState.OPEN
