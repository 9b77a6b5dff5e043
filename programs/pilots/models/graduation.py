"""That a pilot has graduated, by which figures, and the exceptions on which two people agreed."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..walls_embryo import exception_triggers, graduation_triggers
from .pilots import Pilot


@pghistory.track()
class GraduationException(models.Model):
    """One person asks to let a pilot graduate although something is unmet; another one answers."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="graduation_exceptions")
    reason = models.CharField(_("Alasan pengecualian"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_granted = models.BooleanField(_("Disetujui"), null=True)
    answer = models.CharField(_("Jawaban"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("pengecualian kelulusan")
        constraints = (
            models.UniqueConstraint(
                "pilot", condition=Q(answered_at=None), name="graduation_exception_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, is_granted=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, is_granted__isnull=False),
                name="graduation_exception_answered_whole",
            ),
            # who asked may take it back, which is to refuse it
            models.CheckConstraint(
                condition=~Q(is_granted=True) | ~Q(answered_by=F("asked_by")),
                name="graduation_exception_by_two",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="graduation_exception_with_reason"),
        )
        triggers = exception_triggers()

    def __str__(self) -> str:
        return f"{self.pilot}: {self.reason}"


@pghistory.track()
class Graduation(models.Model):
    """Confirmed by a person, with the figures of that moment."""

    pilot = models.OneToOneField(Pilot, models.PROTECT, related_name="graduation")
    # [{"measure": …, "least": …, "reached": …}], every requirement of the phase
    figures = models.JSONField(default=list)
    exception = models.OneToOneField(
        GraduationException, models.PROTECT, null=True, blank=True, related_name="graduation"
    )
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kelulusan")
        triggers = graduation_triggers()

    def __str__(self) -> str:
        return str(self.pilot)
