"""Claimed in batches, handed over one by one. Killed at any moment, this loses nothing and never
knowingly sends twice.

A claim is a lease on rows. Just before the provider gets a message, its row says so (`handed_over_at`,
committed). What a dead worker leaves is therefore told apart when its lease ends: not handed over, it waits
again; handed over, it is `unknown`, and a person decides.
"""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .channels import SENDERS
from .channels.base import AnswerLost, Refused, Sender, TryLater, Unavailable
from .choices import MessageState
from .models import Message
from .quiethours import after_quiet_hours

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=4)
MOST_ATTEMPTS = 10  # with these pauses about a day
PROVIDER_PAUSE = timedelta(seconds=30)  # for the others, when the provider cannot be reached


def deliver_due() -> int:
    """Recover what dead workers left, then deliver one batch; returns how many rows were claimed."""
    recover_expired_leases()
    lease = uuid.uuid4()
    batch = claim(lease)
    for channel in sorted({message.channel for message in batch}):
        _deliver_batch(
            [message for message in batch if message.channel == channel], SENDERS[channel](), lease
        )
    return len(batch)


def recover_expired_leases() -> None:
    expired = Message.objects.filter(state=MessageState.SENDING, leased_until__lte=timezone.now())
    expired.filter(handed_over_at=None).update(state=MessageState.PENDING, lease=None, leased_until=None)
    expired.filter(handed_over_at__isnull=False).update(
        state=MessageState.UNKNOWN,
        lease=None,
        leased_until=None,
        last_error=_("Pekerja berhenti saat mengirim; pesan mungkin sudah sampai, mungkin belum."),
    )


@transaction.atomic
def claim(lease: uuid.UUID) -> list[Message]:
    """Take the next due rows for this lease. Workers never wait for one another, nor get the same row."""
    now = timezone.now()
    due = Message.objects.filter(state=MessageState.PENDING, next_attempt_at__lte=now)
    batch = list(
        due.order_by("next_attempt_at", "id").select_for_update(skip_locked=True)[: settings.OUTBOX_BATCH]
    )
    Message.objects.filter(pk__in=[message.pk for message in batch]).update(
        state=MessageState.SENDING, lease=lease, leased_until=now + _lease_length(), handed_over_at=None
    )
    return batch


def _lease_length() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _deliver_batch(batch: list[Message], sender: Sender, lease: uuid.UUID) -> None:
    try:
        for message in batch:
            if not _deliver(message, sender, lease):
                _release_rest(batch, lease)
                return
    finally:
        sender.close()


def _deliver(message: Message, sender: Sender, lease: uuid.UUID) -> bool:
    """One message to its end; False where the provider cannot be reached at all."""
    mine = Message.objects.filter(pk=message.pk, lease=lease, state=MessageState.SENDING)
    if _is_postponed(message, mine) or not _hand_over(message, mine, lease):
        return True
    try:
        provider_id = sender.send(message)
    except Unavailable as error:
        _retry(message, mine, str(error))
        return False
    except TryLater as error:
        _retry(message, mine, str(error))
    except Refused as error:
        _end(mine, MessageState.FAILED, last_error=str(error)[:500], attempts=message.attempts + 1)
    except AnswerLost as error:
        _end(mine, MessageState.UNKNOWN, last_error=str(error)[:500], attempts=message.attempts + 1)
    else:
        _end(
            mine, MessageState.SENT, sent_at=timezone.now(), provider_id=provider_id[:200], last_error="",
            attempts=message.attempts + 1,
        )  # fmt: skip
    return True


def _is_postponed(message: Message, mine: QuerySet[Message]) -> bool:
    """Whether it came too late to be of use, or into the quiet hours."""
    now = timezone.now()
    if message.expires_at and message.expires_at <= now:
        _end(mine, MessageState.CANCELLED, last_error=_("Waktunya sudah lewat, jadi tidak dikirim lagi."))
        return True
    allowed = now if message.ignores_quiet_hours else after_quiet_hours(now, message.time_zone)
    if allowed > now:
        _end(mine, MessageState.PENDING, next_attempt_at=allowed)
        return True
    return False


def _hand_over(message: Message, mine: QuerySet[Message], lease: uuid.UUID) -> bool:
    """Say, committed, that the provider gets it now. False where it was cancelled or the lease was lost."""
    now = timezone.now()
    if not mine.filter(leased_until__gt=now).update(handed_over_at=now):
        return False
    # a slow provider must not outlive the lease of the rest
    Message.objects.filter(lease=lease, state=MessageState.SENDING).filter(
        Q(leased_until__lt=now + _lease_length() / 2) | Q(pk=message.pk)
    ).update(leased_until=now + _lease_length())
    return True


def _retry(message: Message, mine: QuerySet[Message], why: str) -> None:
    attempts = message.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        _end(mine, MessageState.FAILED, attempts=attempts, last_error=why[:500])
        return
    _end(
        mine, MessageState.PENDING, attempts=attempts, last_error=why[:500], handed_over_at=None,
        next_attempt_at=_next_attempt(attempts),
    )  # fmt: skip


def _next_attempt(attempts: int) -> datetime:
    """Twice as long each time, with some chance in it, so that a crowd does not come back at once."""
    pause = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return timezone.now() + pause * random.uniform(0.8, 1.2)  # noqa: S311 — spreading load, no secret


def _end(mine: QuerySet[Message], state: str, **values: object) -> None:
    """Compare and set: a row whose lease another worker has taken over is left alone."""
    mine.update(state=state, lease=None, leased_until=None, **values)


def _release_rest(batch: list[Message], lease: uuid.UUID) -> None:
    """What was claimed and not tried waits again; it is not its fault."""
    Message.objects.filter(
        pk__in=[message.pk for message in batch], lease=lease, state=MessageState.SENDING, handed_over_at=None
    ).update(
        state=MessageState.PENDING,
        lease=None,
        leased_until=None,
        next_attempt_at=timezone.now() + PROVIDER_PAUSE,
    )
