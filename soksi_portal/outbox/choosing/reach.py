"""On which channels a message goes to a person now."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Subquery

from soksi_portal.accounts.models import User
from soksi_portal.outbox.channels import SENDERS
from soksi_portal.outbox.choices import CHOOSABLE, Channel, Kind

from .models import ChannelChoice

USUAL = (Channel.EMAIL.value,)


@dataclass(frozen=True)
class Reach:
    """`is_silent`: the person wants none of it, so that it lies in the inbox without being counted."""

    channels: tuple[str, ...]
    is_silent: bool = False


def available(user: User) -> list[str]:
    """Where this person can be reached at all, the most usual first."""
    return [
        channel.value for channel in CHOOSABLE if channel in SENDERS and SENDERS[channel].address_of(user)
    ]


def has_stopped(user: User, kind: Kind, channel: str) -> bool:
    """Whether the person chose, and not this channel; what must arrive goes there all the same."""
    if not kind.is_stoppable or channel not in CHOOSABLE:
        return False
    return ChannelChoice.objects.filter(user=user, kind=kind).exclude(channels__contains=[channel]).exists()


def reach_of(user: User, kind: Kind) -> Reach:
    """What the person chose, as far as there is an address; e-mail where nothing was chosen.

    An address that was never confirmed may be somebody else's: some kinds wait for that (`waits_for_confirmation`).
    What reaches nobody outside waits in the inbox; who must be reached and cannot be gives a failed e-mail, for staff
    to see.
    """
    chosen, unconfirmed = _known_of(user, kind)
    open_ways = [
        channel
        for channel in available(user)
        if not (channel == Channel.EMAIL and unconfirmed and kind.waits_for_confirmation)
    ]
    wanted = tuple(channel for channel in open_ways if channel in (USUAL if chosen is None else chosen))
    if wanted:
        return Reach(wanted)
    if kind.is_stoppable and (chosen is not None or unconfirmed):
        return Reach((Channel.INBOX.value,), is_silent=chosen == [])
    return Reach(USUAL)


def _known_of(user: User, kind: Kind) -> tuple[list[str] | None, bool]:
    """What was chosen (None: nothing yet), and whether the e-mail address waits to be confirmed."""
    choice = ChannelChoice.objects.filter(user=OuterRef("pk"), kind=kind)
    waiting = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=False)
    known = User.objects.filter(pk=user.pk).values_list(
        Subquery(choice.values("channels")[:1]), Exists(waiting)
    )
    return known.get()
