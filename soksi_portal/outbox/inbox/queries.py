"""What lies in a person's inbox, and how much of it is unread."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message, MessageQuerySet

MOST_COUNTED = 99


def inbox_of(user: User) -> MessageQuerySet:
    """From its due time on, whether or not the copy to an address outside arrived; not what is of no use any more."""
    now = timezone.now()
    return Message.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now), recipient=user, in_inbox=True, due_at__lte=now
    ).exclude(state=MessageState.CANCELLED)


def unread_of(user: User) -> str:
    """`3`, `99+`, or nothing. One look into an index that holds unread rows only, and never more than a hundred."""
    count = inbox_of(user).filter(read_at=None).order_by()[: MOST_COUNTED + 1].count()
    if count > MOST_COUNTED:
        return f"{MOST_COUNTED}+"
    return str(count) if count else ""


def unread(request: HttpRequest) -> dict[str, object]:
    """Context processor; lazy, so that a partial without a header costs nothing."""
    user = request.user
    return {"unread": SimpleLazyObject(lambda: unread_of(user)) if isinstance(user, User) else ""}
