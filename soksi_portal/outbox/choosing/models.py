"""How a person wants to be reached about what."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import CHOOSABLE, ON_PHONE, Channel, Kind

STOPPABLE = [kind.value for kind in Kind if kind.is_stoppable]


@pghistory.track()
class ChannelChoice(models.Model):
    """The channels on which a person wants one kind of message; none: it waits in the portal's inbox.

    Who has chosen nothing gets e-mail. That a number is used by the providers of WhatsApp and SMS is agreed to
    with the choice itself, dated.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="channel_choices")
    kind = models.CharField(_("Jenis pesan"), max_length=12, choices=Kind.choices)
    channels = ArrayField(models.CharField(max_length=10, choices=Channel.choices), default=list, blank=True)
    phone_agreed_at = models.DateTimeField(null=True, blank=True)
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pilihan saluran")
        constraints = (
            models.UniqueConstraint(fields=["user", "kind"], name="choice_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="choice_kind_known"),
            models.CheckConstraint(
                condition=Q(channels__contained_by=[channel.value for channel in CHOOSABLE]),
                name="choice_channels_known",
            ),
            # about a booked session, the account and the own data one is reached somehow
            models.CheckConstraint(
                condition=Q(kind__in=STOPPABLE) | Q(channels__len__gt=0), name="choice_leaves_a_way"
            ),
            models.CheckConstraint(
                condition=~Q(channels__overlap=[channel.value for channel in ON_PHONE])
                | Q(phone_agreed_at__isnull=False),
                name="choice_of_phone_agreed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} → {', '.join(self.channels) or '–'}"
