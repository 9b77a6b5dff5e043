"""How messages are read: how many in which state, what a reader sees of one, and its life."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure
from soksi_portal.common.parts import Event

from . import occasions
from .choices import MessageState
from .models import Message, MessageQuerySet

COUNTED_UP_TO = 1_000  # beyond it a tile says "lebih dari 1.000", so that it never costs more than that

# what speaks for a person: the last part of such an address, and any long random part of another
KEYS = re.compile(r"(?P<before>https?://[^\s/]+/\S*?)(?P<key>(?<=/undangan/)[^\s/]+|(?<=/)[\w:-]{20,})")
HIDDEN = "•••"


@dataclass(frozen=True)
class StateCount:
    state: MessageState
    count: int

    @property
    def words(self) -> str:
        """`1.000+` where there are more than are counted."""
        return figure(self.count) if self.count <= COUNTED_UP_TO else f"{figure(COUNTED_UP_TO)}+"


def counts_by_state(messages: MessageQuerySet) -> list[StateCount]:
    return [
        StateCount(state, messages.filter(state=state).order_by()[: COUNTED_UP_TO + 1].count())
        for state in MessageState
    ]


def readable_body(message: Message, reader: User) -> str:
    """What `reader` may read of the text: keys in addresses only where they are the own ones."""
    if occasions.is_private(message.occasion):
        return str(_("Isi pesan ini memuat tautan rahasia dan hanya dikirim kepada penerimanya."))
    if message.recipient_id == reader.pk:
        return message.body
    return KEYS.sub(rf"\g<before>{HIDDEN}", message.body)


def life_of(message: Message) -> list[Event]:
    """All that happened, the newest first."""
    events = [_beginning(message)]
    tries = list(message.tries.order_by("at", "pk"))
    ended_in_words = message.state in (MessageState.FAILED, MessageState.UNKNOWN)
    for number, attempt in enumerate(tries, start=1):
        if ended_in_words and number == len(tries):
            break  # the end below says the same
        events.append(
            Event(
                title=_("Percobaan ke-%(number)d tidak berhasil") % {"number": number},
                at=attempt.at,
                text=attempt.error,
                tone="attention",
            )
        )
    if message.ended_at:
        events.append(_end(message, message.ended_at))
    events += [_resent(again) for again in message.resent_as.select_related("resent_by")]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _beginning(message: Message) -> Event:
    if message.resent_by:
        return Event(
            title=_("Dikirim ulang atas keputusan seseorang"),
            at=message.created_at,
            by=message.resent_by.full_name,
            text=message.resend_reason,
        )
    return Event(title=_("Direncanakan"), at=message.created_at)


def _end(message: Message, at: datetime) -> Event:
    state = MessageState(message.state)
    title = {
        MessageState.SENT: _("Diterima server penerima"),
        MessageState.FAILED: _("Gagal dikirim"),
        MessageState.UNKNOWN: _("Tidak pasti sampai"),
        MessageState.CANCELLED: _("Dibatalkan"),
    }[state]
    by = message.ended_by.full_name if message.ended_by else ""
    return Event(title=title, at=at, by=by, text=message.last_error, tone=state.tone)


def _resent(again: Message) -> Event:
    by = again.resent_by.full_name if again.resent_by else ""
    return Event(
        title=_("Dikirim ulang sebagai pesan baru"), at=again.created_at, by=by, text=again.resend_reason
    )
