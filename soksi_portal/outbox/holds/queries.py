"""The channels as they stand: set up or not, held by whom since when, how many messages wait."""

from __future__ import annotations

from dataclasses import dataclass

from soksi_portal.common.display import figure
from soksi_portal.outbox.channels import offered
from soksi_portal.outbox.choices import HOLDABLE, Channel, MessageState
from soksi_portal.outbox.models import Message

from .models import ChannelHold

COUNTED_UP_TO = 1_000


@dataclass(frozen=True)
class ChannelState:
    channel: Channel
    is_offered: bool
    waiting: int
    hold: ChannelHold | None

    @property
    def is_holdable(self) -> bool:
        return self.channel in HOLDABLE

    @property
    def waiting_words(self) -> str:
        return figure(self.waiting) if self.waiting <= COUNTED_UP_TO else f"{figure(COUNTED_UP_TO)}+"


def channel_states() -> list[ChannelState]:
    held = {hold.channel: hold for hold in ChannelHold.objects.active().select_related("held_by")}
    set_up = offered()
    return [
        ChannelState(channel, channel in set_up, _waiting(channel), held.get(channel)) for channel in Channel
    ]


def _waiting(channel: Channel) -> int:
    pending = Message.objects.filter(state=MessageState.PENDING, channel=channel)
    return pending.order_by()[: COUNTED_UP_TO + 1].count()


def past_holds() -> list[ChannelHold]:
    ended = ChannelHold.objects.filter(ended_at__isnull=False).select_related("held_by", "ended_by")
    return list(ended.order_by("-ended_at", "-pk")[:20])
