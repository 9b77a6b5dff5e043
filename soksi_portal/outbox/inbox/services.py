"""Reading one's own messages: which were read is the reader's alone to say."""

from __future__ import annotations

from django.utils import timezone

from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message

from .queries import inbox_of


def mark_read(*, message: Message, by: User) -> None:
    """By opening it; a second look changes nothing."""
    Message.objects.filter(pk=message.pk, recipient=by, read_at=None).update(read_at=timezone.now())


def mark_unread(*, message: Message, by: User) -> None:
    Message.objects.filter(pk=message.pk, recipient=by).update(read_at=None)


def mark_all_read(*, by: User) -> int:
    """What lies in the inbox at this moment; what comes later is new."""
    return inbox_of(by).filter(read_at=None).update(read_at=timezone.now())
