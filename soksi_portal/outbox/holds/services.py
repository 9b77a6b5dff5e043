"""Holding a channel, and letting it go: from one to the other nothing leaves by it, and nothing is lost."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.background import once_committed
from soksi_portal.common.errors import RuleViolation
from soksi_portal.outbox.choices import Channel

from .models import ChannelHold

LONGEST_REASON = ChannelHold._meta.get_field("reason").max_length


class ChannelHeld(RuleViolation):
    """Somebody holds it already."""


class HoldOver(RuleViolation):
    """Somebody has let it go already."""


class HoldUnexplained(RuleViolation):
    """Who holds a channel, or lets it go, says why."""


def hold_channel(*, channel: str, by: User, reason: str) -> ChannelHold:
    """From now on nothing more is handed to its provider. Raises HoldUnexplained, ChannelHeld."""
    reason = _explained(reason)
    try:
        with transaction.atomic():
            return ChannelHold.objects.create(channel=channel, reason=reason, held_by=by)
    except IntegrityError as error:
        raise ChannelHeld(_("Saluran %(name)s sudah ditahan.") % {"name": Channel(channel).label}) from error


@transaction.atomic
def release_channel(*, hold: ChannelHold, by: User, reason: str) -> None:
    """What waited leaves, what has become useless meanwhile does not. Raises HoldUnexplained, HoldOver."""
    reason = _explained(reason)
    mine = ChannelHold.objects.active().filter(pk=hold.pk)
    ended = mine.update(ended_at=timezone.now(), ended_by=by, end_reason=reason)
    if not ended:
        raise HoldOver(_("Saluran %(name)s sudah dilepas.") % {"name": hold.get_channel_display()})
    once_committed("soksi_portal.outbox.tasks.deliver_due", expires=60)


def _explained(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise HoldUnexplained(_("Tulis alasannya."), field="reason")
    return reason[:LONGEST_REASON]
