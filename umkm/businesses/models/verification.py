"""What a coordinator decided on a submitted business, and what is to be mended."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.cadres.models import Cadre

from ..choices import Decision
from .business import Business


class Claim(models.Model):
    """That somebody examines a record right now, so that nobody else does so unknowingly; ends by itself."""

    business = models.OneToOneField(Business, models.CASCADE, null=True, related_name="claim")
    cadre = models.OneToOneField("cadres.Cadre", models.CASCADE, null=True, related_name="claim")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("pemeriksaan yang berjalan")
        constraints = (
            models.CheckConstraint(
                condition=Q(business=None, cadre__isnull=False) | Q(business__isnull=False, cadre=None),
                name="claim_of_one_record",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.business or self.cadre}"


class Verification(models.Model):
    """One decision of a coordinator on a submitted business."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="verifications")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    note = models.CharField(_("Catatan"), max_length=500, blank=True)
    # the points of the checklist that were ticked
    checklist = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("keputusan pemeriksaan")
        indexes = (models.Index("business", F("decided_at").desc(), name="verification_of_business"),)
        triggers = (
            pgtrigger.Protect(name="keep_verification", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.business}: {self.get_decision_display()}"


class ExaminedOwner(Cadre):
    """A cadre as the desk sees it: businesses can be examined once the card is verified, and while it may be processed."""

    class Meta:
        proxy = True
        verbose_name = _("kader")
        triggers = (
            pgtrigger.Trigger(
                name="examinable_by_card",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("state", "restricted_at"),
                func="""
                    IF (OLD.state = 'verified' AND OLD.restricted_at IS NULL)
                       <> (NEW.state = 'verified' AND NEW.restricted_at IS NULL) THEN
                        UPDATE businesses_business
                           SET owner_ready = (NEW.state = 'verified' AND NEW.restricted_at IS NULL)
                         WHERE owner_id = NEW.id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        )


class Remark(models.Model):
    """What is to be mended in one field, in the coordinator's words; read beside that field."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="remarks")
    field = models.CharField(max_length=30)
    text = models.CharField(_("Alasan"), max_length=300)

    class Meta:
        verbose_name = _("catatan perbaikan")
        constraints = (models.UniqueConstraint(fields=["verification", "field"], name="remark_once_a_field"),)
        triggers = (pgtrigger.Protect(name="keep_remark", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.field}: {self.text}"
