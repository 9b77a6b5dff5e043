"""What a coordinator decided on a membership, and what is to be mended."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import CadreDecision
from .cadre import Cadre


class CadreVerification(models.Model):
    """One decision of a coordinator on the membership of a cadre. Never changed, only followed by another."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="verifications")
    decision = models.CharField(max_length=10, choices=CadreDecision.choices)
    note = models.CharField(_("Catatan"), max_length=500, blank=True)
    # the points of the checklist that were ticked
    checklist = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("keputusan keanggotaan")
        indexes = (models.Index("cadre", F("decided_at").desc(), name="cadre_decisions"),)
        triggers = (
            pgtrigger.Protect(name="keep_cadre_decision", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.cadre}: {self.get_decision_display()}"


class CadreRemark(models.Model):
    """What is to be mended in one field, in the coordinator's words."""

    verification = models.ForeignKey(CadreVerification, models.PROTECT, related_name="remarks")
    field = models.CharField(max_length=30)
    text = models.CharField(_("Alasan"), max_length=300)

    class Meta:
        verbose_name = _("catatan perbaikan keanggotaan")
        constraints = (
            models.UniqueConstraint(fields=["verification", "field"], name="cadre_remark_once_a_field"),
        )
        triggers = (
            pgtrigger.Protect(name="keep_cadre_remark", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.field}: {self.text}"
