"""Claimed in batches, handed over one by one. Killed at any moment, this loses nothing and never
knowingly sends twice.

A claim is a lease on rows. Just before the provider gets a message, its row says so (`handed_over_at`,
committed; see handover.py). What a dead worker leaves is therefore told apart when its lease ends: not handed
over, it waits again; handed over, it is `unknown`, and a person decides. Every write compares the lease, so that
a worker that slept too long neither sends nor marks what another has taken over.

Times are the application's (`timezone.now()`), everywhere: clocks of workers may differ by less than a lease
(see clock.py).
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from . import clock
from .channels import SENDERS
from .channels.base import AnswerLost, Refused, Sender, Stepwise, TryLater, Unavailable, WrongAddress
from .choices import Channel, MessageState
from .choosing.services import let_go
from .endings import back_to_pending, fail, mine_of, release, retry
from .handover import HandOver, Sent, hand_over, write_down
from .holding import Holding
from .holds.models import ChannelHold
from .models import Message, MessageQuerySet
from .quiethours import after_quiet_hours
from .troubles.services import report_trouble

log = logging.getLogger(__name__)

PROVIDER_PAUSE = timedelta(seconds=30)  # for the others, when the provider cannot be reached
OVERTAKING_PAUSE = timedelta(seconds=2)  # while a provider has another about the same thing


def deliver_due(*, until: float = float("inf")) -> int:
    """Recover what dead workers left, then deliver one batch; returns how many were brought on their way.

    At `until` (of time.monotonic) it lets go of what it has not begun.
    """
    if clock.is_wrong():
        return 0
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
    # what lies in the inbox is there, however its worker ended
    expired.filter(channel=Channel.INBOX).end(MessageState.SENT, sent_at=F("handed_over_at"))
    expired.filter(handed_over_at__isnull=False).end(
        MessageState.UNKNOWN,
        last_error=_("Pekerja berhenti saat mengirim; pesan mungkin sudah sampai, mungkin belum."),
    )


@transaction.atomic
def claim(lease: uuid.UUID) -> list[Message]:
    """Take the next due rows for this lease. Workers never wait for one another, nor get the same row."""
    now = timezone.now()
    due = Message.objects.filter(state=MessageState.PENDING, next_attempt_at__lte=now).exclude(
        channel__in=ChannelHold.objects.active().values("channel")
    )
    batch = list(
        due.order_by("next_attempt_at", "id")
        .select_related("recipient")
        .select_for_update(skip_locked=True, of=("self",))[: settings.OUTBOX_BATCH]
    )
    until = now + _lease_length()
    for message in batch:
        message.leased_until = until
    if batch:
        Message.objects.filter(pk__in=[message.pk for message in batch]).update(
            state=MessageState.SENDING, lease=lease, leased_until=until, handed_over_at=None
        )
    return batch


def _lease_length() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _deliver_batch(batch: list[Message], sender: Sender, lease: uuid.UUID, until: float) -> int:
    """One after another, until all are done, time is up, or the provider is away; returns how many."""
    run = _Run(batch, sender, lease)
    try:
        for done, message in enumerate(batch):
            if time.monotonic() >= until:
                release(batch[done:], lease)
                return done
            try:
                goes_on = run.deliver(done)
            except Unavailable as error:
                message.attempts += 1
                retry(message, mine_of(message, lease), str(error))
                release(batch[done + 1 :], lease, pause=PROVIDER_PAUSE)
                return done
            if not goes_on:
                release(batch[done:], lease)
                return done
        return len(batch)
    finally:
        run.close()


class _Run:
    """A batch on its way over one sender."""

    def __init__(self, batch: list[Message], sender: Sender, lease: uuid.UUID) -> None:
        self.batch, self.sender, self.lease = batch, sender, lease
        self.holding = Holding(batch)
        self.last: Sent | None = None  # taken by the provider, written down with the next hand-over
        self.leased_until = min((one.leased_until for one in batch if one.leased_until), default=None)
        self._steps = sender if isinstance(sender, Stepwise) else None
        self._prepared: tuple[Message | None, Exception | None] = None, None  # which one, and what came of it

    def deliver(self, place: int) -> bool:
        """One message, to its end or its next attempt; False where its channel is held now.

        Raises Unavailable, with nothing sent.
        """
        message = self.batch[place]
        if self._is_postponed(message, self.holding.why(place)) or not self._has_address(message):
            return True
        self.sender.open()
        self._renew()
        handed_over, refusal = self._hand_over(message)
        self.last = None
        if handed_over == HandOver.DONE:
            self._send(place, refusal)
        elif handed_over == HandOver.STOPPED:
            let_go(self._mine(message))
        elif handed_over == HandOver.WOULD_OVERTAKE:
            back_to_pending(self._mine(message), next_attempt_at=timezone.now() + OVERTAKING_PAUSE)
        return handed_over != HandOver.HELD

    def _hand_over(self, message: Message) -> tuple[HandOver, Exception | None]:
        """Whether it may go, and what came of the sender's first steps: the provider takes its own meanwhile."""
        if self._steps is None:
            return hand_over(message, self.lease, self.last), None
        refusal = self._prepare(message) or _attempt(self._steps.begin)
        handed_over = hand_over(message, self.lease, self.last)
        if handed_over != HandOver.DONE and refusal is None:
            self._steps.abandon()
        return handed_over, refusal

    def _prepare(self, message: Message) -> Exception | None:
        """Once: what came of it is kept where it was done ahead."""
        done, refusal = self._prepared
        if self._steps and done is not message:
            refusal = _attempt(self._steps.prepare, message)
            self._prepared = message, refusal
        return refusal

    def _prepare_next(self, place: int) -> None:
        """While the provider takes the one at `place`. Not one that goes to another address than was planned."""
        for message in self.batch[place + 1 : place + 2]:
            if message.address_is_given or message.address == self.sender.address_of(message.recipient):
                self._prepare(message)

    def _mine(self, message: Message) -> MessageQuerySet:
        return mine_of(message, self.lease)

    def _send(self, place: int, refusal: Exception | None) -> None:
        message = self.batch[place]
        message.attempts += 1
        try:
            if refusal:
                raise refusal
            if self._steps:
                self._steps.give()
                self._prepare_next(place)
            provider_id = self.sender.send(message)
        except Unavailable:  # counted where the rest of the batch is let go
            message.attempts -= 1
            raise
        except TryLater as error:
            retry(message, self._mine(message), str(error))
        except Refused as error:
            fail(message, self._mine(message), MessageState.FAILED, str(error))
            if isinstance(error, WrongAddress):
                report_trouble(
                    address=message.address, reason=str(error), at=timezone.now(), channel=message.channel
                )
        except AnswerLost as error:
            fail(message, self._mine(message), MessageState.UNKNOWN, str(error))
        except Exception:
            log.exception("message %s: nobody knows whether it was sent", message.pk)
            fail(
                message, self._mine(message), MessageState.UNKNOWN, _("Kesalahan tak terduga saat mengirim.")
            )
        else:
            self.last = Sent(message, provider_id, timezone.now())

    def _is_postponed(self, message: Message, held: str) -> bool:
        """Whether it came too late to be of use, must not go to this person, or came into the quiet hours."""
        now = timezone.now()
        if held:
            self._mine(message).end(MessageState.CANCELLED, last_error=held)
            return True
        if message.expires_at and message.expires_at <= now:
            self._mine(message).end(
                MessageState.CANCELLED, last_error=_("Waktunya sudah lewat, jadi tidak dikirim lagi.")
            )
            return True
        allowed = now if message.ignores_quiet_hours else after_quiet_hours(now, message.time_zone)
        if allowed > now:
            back_to_pending(self._mine(message), next_attempt_at=allowed)
            return True
        return False

    def _has_address(self, message: Message) -> bool:
        """The address of today: what was planned weeks ago must not go to an address that was given up."""
        if message.address_is_given:
            return True
        address = self.sender.address_of(message.recipient)
        if not address:
            self._mine(message).end(MessageState.FAILED, last_error=self.sender.no_address)
            return False
        if address != message.address:
            message.address = address
            self._mine(message).update(address=address)
        return True

    def _renew(self) -> None:
        """Before a lease of which less than three quarters are left could end under a slow provider."""
        now = timezone.now()
        if self.leased_until is None or self.leased_until - now >= _lease_length() * 0.75:
            return
        self.finish()
        held = Message.objects.filter(lease=self.lease, state=MessageState.SENDING, leased_until__gt=now)
        self.leased_until = now + _lease_length()
        held.update(leased_until=self.leased_until)

    def finish(self) -> None:
        if self.last:
            write_down(self.last, self.lease)
            self.last = None

    def close(self) -> None:
        try:
            self.finish()
        finally:
            self.sender.close()


def _attempt(deed: Callable[..., None], *given: object) -> Exception | None:
    """What it raised, to be told of when the message is this worker's to tell of."""
    try:
        deed(*given)
    except Exception as error:
        return error
    return None
