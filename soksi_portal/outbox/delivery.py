"""Claimed in batches, handed over one by one. Killed at any moment, this loses nothing and never
knowingly sends twice.

A claim is a lease on rows. Just before the provider gets a message, its row says so (`handed_over_at`,
committed). What a dead worker leaves is therefore told apart when its lease ends: not handed over, it waits
again; handed over, it is `unknown`, and a person decides. Every write compares the lease, so that a worker
that slept too long neither sends nor marks what another has taken over.

Times are the application's (`timezone.now()`), everywhere: clocks of workers may differ by less than a lease.
"""

from __future__ import annotations

import logging
import random
import time
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .channels import SENDERS
from .channels.base import AnswerLost, Refused, Sender, TryLater, Unavailable
from .choices import MessageState
from .holding import held_back
from .models import Attempt, Message, MessageQuerySet
from .quiethours import after_quiet_hours

log = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=4)
PROVIDER_PAUSE = timedelta(seconds=30)  # for the others, when the provider cannot be reached


def deliver_due(*, until: float = float("inf")) -> int:
    """Recover what dead workers left, then deliver one batch; returns how many were brought on their way.

    At `until` (of time.monotonic) it lets go of what it has not begun.
    """
    recover_expired_leases()
    lease = uuid.uuid4()
    batch = claim(lease)
    channels = sorted({message.channel for message in batch})
    return sum(
        _deliver_batch([one for one in batch if one.channel == channel], SENDERS[channel](), lease, until)
        for channel in channels
    )


def recover_expired_leases() -> None:
    now = timezone.now()
    expired = Message.objects.filter(state=MessageState.SENDING, leased_until__lte=now)
    expired.filter(handed_over_at=None).update(state=MessageState.PENDING, lease=None, leased_until=None)
    expired.filter(handed_over_at__isnull=False).end(
        MessageState.UNKNOWN,
        last_error=_("Pekerja berhenti saat mengirim; pesan mungkin sudah sampai, mungkin belum."),
    )


@transaction.atomic
def claim(lease: uuid.UUID) -> list[Message]:
    """Take the next due rows for this lease. Workers never wait for one another, nor get the same row."""
    now = timezone.now()
    due = Message.objects.filter(state=MessageState.PENDING, next_attempt_at__lte=now)
    batch = list(
        due.order_by("next_attempt_at", "id")
        .select_related("recipient")
        .select_for_update(skip_locked=True, of=("self",))[: settings.OUTBOX_BATCH]
    )
    until = now + _lease_length()
    for message in batch:
        message.leased_until = until
    Message.objects.filter(pk__in=[message.pk for message in batch]).update(
        state=MessageState.SENDING, lease=lease, leased_until=until, handed_over_at=None
    )
    return batch


def _lease_length() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _deliver_batch(batch: list[Message], sender: Sender, lease: uuid.UUID, until: float) -> int:
    """One after another, until all are done, time is up, or the provider is away; returns how many."""
    try:
        for done, message in enumerate(batch):
            if time.monotonic() >= until:
                _release(batch[done:], lease)
                return done
            try:
                _deliver(message, sender, lease)
            except Unavailable as error:
                message.attempts += 1
                _retry(message, _mine(message, lease), str(error))
                _release(batch[done + 1 :], lease, pause=PROVIDER_PAUSE)
                return done
        return len(batch)
    finally:
        sender.close()


def _mine(message: Message, lease: uuid.UUID) -> MessageQuerySet:
    """The row, for as long as it is this worker's: every write goes through here."""
    return Message.objects.filter(pk=message.pk, lease=lease, state=MessageState.SENDING)


def _deliver(message: Message, sender: Sender, lease: uuid.UUID) -> None:
    """One message, to its end or its next attempt. Raises Unavailable, with nothing handed over."""
    mine = _mine(message, lease)
    if _is_postponed(message, mine) or not _has_address(message, sender, mine):
        return
    sender.open()
    if not _hand_over(message, lease):
        return
    message.attempts += 1
    try:
        provider_id = sender.send(message)
    except TryLater as error:
        _retry(message, mine, str(error))
    except Refused as error:
        _fail(message, mine, MessageState.FAILED, str(error))
    except AnswerLost as error:
        _fail(message, mine, MessageState.UNKNOWN, str(error))
    except Exception:
        log.exception("message %s: nobody knows whether it was sent", message.pk)
        _fail(message, mine, MessageState.UNKNOWN, _("Kesalahan tak terduga saat mengirim."))
    else:
        mine.end(
            MessageState.SENT, sent_at=timezone.now(), provider_id=provider_id[:200], last_error="",
            attempts=message.attempts,
        )  # fmt: skip


def _is_postponed(message: Message, mine: MessageQuerySet) -> bool:
    """Whether it came too late to be of use, must not go to this person, or came into the quiet hours."""
    now = timezone.now()
    if why := held_back(message):
        mine.end(MessageState.CANCELLED, last_error=why)
        return True
    if message.expires_at and message.expires_at <= now:
        mine.end(MessageState.CANCELLED, last_error=_("Waktunya sudah lewat, jadi tidak dikirim lagi."))
        return True
    allowed = now if message.ignores_quiet_hours else after_quiet_hours(now, message.time_zone)
    if allowed > now:
        _back_to_pending(mine, next_attempt_at=allowed)
        return True
    return False


def _has_address(message: Message, sender: Sender, mine: MessageQuerySet) -> bool:
    """The address of today: what was planned weeks ago must not go to an address that was given up."""
    if message.address_is_given:
        return True
    address = sender.address_of(message.recipient)
    if not address:
        mine.end(MessageState.FAILED, last_error=sender.no_address)
        return False
    if address != message.address:
        message.address = address
        mine.update(address=address)
    return True


def _hand_over(message: Message, lease: uuid.UUID) -> bool:
    """Say, committed, that the provider gets it now. False where it was cancelled or the lease was lost."""
    now = timezone.now()
    renewed = now + _lease_length()
    mine = _mine(message, lease).filter(leased_until__gt=now)
    if not mine.update(handed_over_at=now, leased_until=renewed):
        return False
    if message.leased_until and message.leased_until < now + _lease_length() / 2:
        # a slow provider: the rest of the batch must not outlive its lease
        Message.objects.filter(lease=lease, state=MessageState.SENDING).update(leased_until=renewed)
    return True


def _retry(message: Message, mine: MessageQuerySet, why: str) -> None:
    """Surely not sent: again later, until the attempts are used up."""
    if message.attempts >= settings.OUTBOX_ATTEMPTS:
        _fail(message, mine, MessageState.FAILED, why)
    elif _back_to_pending(
        mine,
        attempts=message.attempts,
        last_error=why[:500],
        next_attempt_at=_next_attempt(message.attempts),
    ):
        Attempt.objects.create(message=message, error=why[:500])


def _fail(message: Message, mine: MessageQuerySet, state: MessageState, why: str) -> None:
    if mine.end(state, last_error=why[:500], attempts=message.attempts):
        Attempt.objects.create(message=message, error=why[:500])


def _next_attempt(attempts: int) -> datetime:
    """Twice as long each time, with some chance in it, so that a crowd does not come back at once."""
    first = timedelta(seconds=settings.OUTBOX_FIRST_PAUSE_SECONDS)
    pause = min(first * 2 ** (attempts - 1), LONGEST_PAUSE)
    return timezone.now() + pause * random.uniform(0.8, 1.2)  # noqa: S311 — spreading load, no secret


def _back_to_pending(rows: MessageQuerySet, **values: object) -> int:
    return rows.update(
        state=MessageState.PENDING, lease=None, leased_until=None, handed_over_at=None, **values
    )


def _release(batch: list[Message], lease: uuid.UUID, *, pause: timedelta = timedelta(0)) -> None:
    """What was claimed and not tried waits again; it is not its fault."""
    untried = Q(pk__in=[message.pk for message in batch], lease=lease, handed_over_at=None)
    _back_to_pending(
        Message.objects.filter(untried, state=MessageState.SENDING), next_attempt_at=timezone.now() + pause
    )
