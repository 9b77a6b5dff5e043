"""The two writes that a message costs on its way, in one round trip: the end of the last one and the hand-over of
the next.

Just before a provider gets a message, its row says so, committed; once it has answered, the row says that. What a
worker killed at any moment leaves is therefore one row that it had handed over and not ended, at most.

A message is not handed over
- when it was cancelled, or its lease has been lost;
- while a provider has another one about the same thing to the same person: a change must not overtake what it
  changes;
- while somebody holds the channel;
- where its recipient has stopped its kind on this channel: it may have been planned just before that, and committed
  after it.

All of it is a function in the database (migration 0011): the ORM's part would cost as much as the mail.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import connection
from django.utils import timezone

from . import occasions
from .choices import CHOOSABLE, Kind
from .models import Message

_CALL = """SELECT outbox_hand_over(%(next)s, %(lease)s, %(now)s, %(may_wait)s,
                                   %(id)s, %(sent_at)s, %(provider_id)s, %(attempts)s, %(kind)s)"""


class HandOver(Enum):
    DONE = "done"
    LOST = "lost"
    HELD = "held"
    STOPPED = "stopped"
    WOULD_OVERTAKE = "would overtake"


@dataclass(frozen=True)
class Sent:
    """A message that a provider has taken, not yet written down."""

    message: Message
    provider_id: str
    at: datetime


def hand_over(message: Message, lease: uuid.UUID, last: Sent | None) -> HandOver:
    """Say that the provider gets `message` now, and write `last` down in the same round trip.

    A row that somebody else has locked (a cancellation under way) is waited for only once `last` is written down:
    two that wait for each other's rows would never end.
    """
    answer = _call(message, lease, last, may_wait=last is None)
    if answer == HandOver.LOST and last is not None:
        return _call(message, lease, None, may_wait=True)
    return answer


def write_down(last: Sent, lease: uuid.UUID) -> None:
    _call(None, lease, last, may_wait=False)


def _call(message: Message | None, lease: uuid.UUID, last: Sent | None, *, may_wait: bool) -> HandOver:
    values = {
        "next": message.pk if message else None,
        "lease": lease,
        "now": timezone.now(),
        "may_wait": may_wait,
        "id": last.message.pk if last else None,
        "sent_at": last.at if last else None,
        "provider_id": last.provider_id[:200] if last else None,
        "attempts": last.message.attempts if last else None,
        "kind": _stoppable_kind(message) if message else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CALL, values)
        [answer] = cursor.fetchone()
    return HandOver(answer)


def _stoppable_kind(message: Message) -> Kind | None:
    kind = occasions.kind_of(message.occasion)
    is_stoppable = kind.is_stoppable and message.channel in CHOOSABLE and not message.address_is_given
    return kind if is_stoppable else None
