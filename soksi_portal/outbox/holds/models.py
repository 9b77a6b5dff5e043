"""A channel that somebody holds, so that nothing leaves by it."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import Channel

# what a hold says once and for all: only its end comes later
SAID = ("channel", "reason", "held_by_id", "held_at")


class ChannelHoldQuerySet(models.QuerySet["ChannelHold"]):
    def active(self) -> ChannelHoldQuerySet:
        return self.filter(ended_at=None)


@pghistory.track()
class ChannelHold(models.Model):
    """That nothing leaves by a channel, from one person's decision to another's: messages wait meanwhile."""

    channel = models.CharField(_("Saluran"), max_length=10, choices=Channel.choices)
    reason = models.CharField(_("Alasan"), max_length=300)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    held_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("Alasan"), max_length=300, blank=True)

    objects = ChannelHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("penahanan saluran")
        constraints = (
            models.UniqueConstraint(fields=["channel"], condition=Q(ended_at=None), name="channel_held_once"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="hold_channel_known"),
            models.CheckConstraint(condition=Q(reason__gt=""), name="hold_explained"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, end_reason__gt=""),
                name="hold_end_explained",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="keep_hold", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="hold_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in SAID)
                    + " OR OLD.ended_at IS NOT NULL"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel}: {self.reason}"
