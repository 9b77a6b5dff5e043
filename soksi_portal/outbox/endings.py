"""How a try that did not send goes on: again later, or not at all."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .choices import MessageState
from .models import Attempt, Message, MessageQuerySet

LONGEST_PAUSE = timedelta(hours=4)


def mine_of(message: Message, lease: uuid.UUID) -> MessageQuerySet:
    """The row, for as long as it is this worker's: every write goes through here."""
    return Message.objects.filter(pk=message.pk, lease=lease, state=MessageState.SENDING)


def retry(message: Message, mine: MessageQuerySet, why: str) -> None:
    """Surely not sent: again later, until the attempts are used up; never what was taken back or reported meanwhile."""
    if message.attempts >= settings.OUTBOX_ATTEMPTS:
        fail(message, mine, MessageState.FAILED, why)
        return
    again = back_to_pending(
        mine.filter(recalled="", report=""),
        attempts=message.attempts,
        last_error=why[:500],
        next_attempt_at=_next_attempt(message.attempts),
    )
    if again or _end_recalled(mine, message.attempts):
        Attempt.objects.create(message=message, error=why[:500])
        return
    # its reports came before its answer: the provider has it, whatever it answered
    fail(message, mine, MessageState.UNKNOWN, why)


@transaction.atomic
def _end_recalled(mine: MessageQuerySet, attempts: int) -> bool:
    """Ends what was taken back while the provider had it."""
    recalled = (
        mine.filter(report="")
        .exclude(recalled="")
        .select_for_update(no_key=True)
        .values_list("pk", "recalled")
        .first()
    )
    if recalled is None:
        return False
    number, why = recalled
    back_to_pending(mine, attempts=attempts)
    Message.objects.filter(pk=number).end(MessageState.CANCELLED, last_error=why)
    return True


def fail(message: Message, mine: MessageQuerySet, state: MessageState, why: str) -> None:
    if mine.end(state, last_error=why[:500], attempts=message.attempts):
        Attempt.objects.create(message=message, error=why[:500])


def _next_attempt(attempts: int) -> datetime:
    """Twice as long each time, with some chance in it, so that a crowd does not come back at once."""
    first = timedelta(seconds=settings.OUTBOX_FIRST_PAUSE_SECONDS)
    pause = min(first * 2 ** (attempts - 1), LONGEST_PAUSE)
    return timezone.now() + pause * random.uniform(0.8, 1.2)  # noqa: S311 — spreading load, no secret


def back_to_pending(rows: MessageQuerySet, **values: object) -> int:
    return rows.update(
        state=MessageState.PENDING, lease=None, leased_until=None, handed_over_at=None, **values
    )


def release(batch: list[Message], lease: uuid.UUID, *, pause: timedelta = timedelta(0)) -> None:
    """What was claimed and not tried waits again; it is not its fault."""
    untried = Q(pk__in=[message.pk for message in batch], lease=lease, handed_over_at=None)
    back_to_pending(
        Message.objects.filter(untried, state=MessageState.SENDING), next_attempt_at=timezone.now() + pause
    )
