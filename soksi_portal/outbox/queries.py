"""How messages are read: how many in which state, and what a reader sees of one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure

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
    if message.text_dropped_at:
        return str(_("Isi pesan ini sudah dihapus karena sudah lama."))
    if occasions.is_private(message.occasion):
        return str(_("Isi pesan ini memuat tautan rahasia dan hanya dikirim kepada penerimanya."))
    if message.recipient_id == reader.pk:
        return message.body
    return KEYS.sub(rf"\g<before>{HIDDEN}", message.body)
