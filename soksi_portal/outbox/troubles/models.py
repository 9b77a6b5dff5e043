"""An address at which messages do not arrive."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import ON_PHONE, Channel

# what was reported stands; only the end comes later
SAID = ("user_id", "channel", "address", "reason", "reported_at")


class AddressTroubleQuerySet(models.QuerySet["AddressTrouble"]):
    def open(self) -> AddressTroubleQuerySet:
        """What is to be mended: the person still has this address, and nothing has arrived there since."""
        by_mail = Q(channel=Channel.EMAIL, address=F("user__email"))
        by_phone = Q(channel__in=ON_PHONE, address=F("user__phone"))
        return self.filter(by_mail | by_phone, ended_at=None, user__is_active=True)


class AddressTrouble(models.Model):
    """That an address of a person took no message, until one arrives again or somebody says it is mended.

    A changed address needs no end of its own: `open` asks for the one that the person has today.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="address_troubles")
    channel = models.CharField(_("Saluran"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("Alamat"), max_length=320)
    reason = models.CharField(_("Sebab"), max_length=500)
    reported_at = models.DateTimeField(_("Sejak"), default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True)

    objects = AddressTroubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("alamat yang tidak sampai")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "channel", "address"], condition=Q(ended_at=None), name="trouble_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | Q(ended_at__isnull=False, end_reason__gt=""),
                name="trouble_end_explained",
            ),
        )
        indexes = (
            models.Index("channel", "address", condition=Q(ended_at=None), name="trouble_open_of_address"),
        )
        triggers = (
            pgtrigger.Protect(name="keep_trouble", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="trouble_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in SAID)
                    + " OR OLD.ended_at IS NOT NULL"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"
