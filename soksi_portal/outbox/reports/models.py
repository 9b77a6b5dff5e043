"""What a provider tells of a message later."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import ReportKind


class DeliveryReport(models.Model):
    """What a provider told of a message after it had taken it, each telling once."""

    message = models.ForeignKey("outbox.Message", models.PROTECT, related_name="reports")
    kind = models.CharField(_("Kabar"), max_length=10, choices=ReportKind.choices)
    at = models.DateTimeField()  # by the provider's clock
    received_at = models.DateTimeField(default=timezone.now)
    event_id = models.CharField(max_length=200)  # the provider's own, or made of what it told
    detail = models.CharField(_("Keterangan"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("kabar penyedia")
        constraints = (
            models.UniqueConstraint(fields=["message", "kind", "event_id"], name="report_once"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
        )
        indexes = (models.Index("received_at", name="report_by_day"),)
        triggers = (
            pgtrigger.Protect(name="keep_report", operation=pgtrigger.Delete | pgtrigger.Update),
            pgtrigger.Trigger(
                name="report_of_what_left",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM outbox_message WHERE id = NEW.message_id AND handed_over_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'report_of_what_left' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.message_id}: {self.kind}"
