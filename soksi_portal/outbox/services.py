"""Planning messages, taking them back, sending one again. Delivery itself is in delivery.py."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation

from .choices import Channel, MessageState
from .models import Message
from .quiethours import after_quiet_hours


class NotResendable(RuleViolation):
    """Only what failed or is unknown can be sent again."""


class NotCancellable(RuleViolation):
    """Only what has not left can be taken back."""


def enqueue(
    *,
    occasion: str,
    subject_ref: str,
    recipient: User,
    title: str,
    body: str,
    due_at: datetime | None = None,
    lead_minutes: int = 0,
    revision: int = 0,
    expires_at: datetime | None = None,
    channel: str | None = None,
    time_zone: str = "Asia/Jakarta",
    ignores_quiet_hours: bool = False,
) -> Message | None:
    """Plan one message, in the transaction of its cause; None where the same is planned already.

    `due_at` is the earliest moment (default: now), moved out of the recipient's quiet hours unless told
    otherwise; after `expires_at` it no longer leaves. A recipient without address gives a failed row.
    """
    channel = channel or Channel.EMAIL
    address = address_of(recipient, channel)
    due_at = due_at or timezone.now()
    message, is_new = Message.objects.get_or_create(
        occasion=occasion,
        subject_ref=subject_ref,
        revision=revision,
        recipient=recipient,
        channel=channel,
        lead_minutes=lead_minutes,
        defaults={
            "address": address,
            "title": title,
            "body": body,
            "time_zone": time_zone,
            "ignores_quiet_hours": ignores_quiet_hours,
            "due_at": due_at,
            "next_attempt_at": due_at if ignores_quiet_hours else after_quiet_hours(due_at, time_zone),
            "expires_at": expires_at,
            "state": MessageState.PENDING if address else MessageState.FAILED,
            "last_error": "" if address else _("Penerima belum punya alamat e-mail."),
        },
    )
    if not is_new:
        return None
    if address:
        _deliver_soon()
    return message


def address_of(recipient: User, channel: str) -> str:
    """Where the channel reaches this person; empty where it does not."""
    return recipient.email or "" if channel == Channel.EMAIL else ""


def cancel_about(
    *,
    subject_ref: str,
    reason: str,
    by: User | None = None,
    recipient: User | None = None,
    occasion: str = "",
) -> int:
    """Take back what is planned about something and has not been handed over; returns how many."""
    wanted = Message.objects.about(subject_ref).filter(_has_not_left())
    if recipient:
        wanted = wanted.filter(recipient=recipient)
    if occasion:
        wanted = wanted.filter(occasion=occasion)
    return wanted.update(
        state=MessageState.CANCELLED, last_error=reason[:500], ended_by=by, lease=None, leased_until=None
    )


def _has_not_left() -> Q:
    claimed = Q(state=MessageState.SENDING, handed_over_at=None)
    return Q(state=MessageState.PENDING) | claimed


@transaction.atomic
def cancel_message(*, message: Message, by: User) -> None:
    """Take back one message that has not left. Raises NotCancellable."""
    done = Message.objects.filter(_has_not_left(), pk=message.pk).update(
        state=MessageState.CANCELLED,
        last_error=_("Dibatalkan oleh %(who)s.") % {"who": by},
        ended_by=by,
        lease=None,
        leased_until=None,
    )
    if not done:
        raise NotCancellable(_("Pesan ini sudah dikirim atau sudah berakhir, jadi tidak dapat dibatalkan."))


@transaction.atomic
def resend_message(*, message: Message, by: User) -> Message:
    """Plan a failed or unknown message again, as a new row that names who decided it. Raises NotResendable.

    The old row stays as it is: what happened, happened.
    """
    message = Message.objects.select_for_update().select_related("recipient").get(pk=message.pk)
    if message.state not in (MessageState.FAILED, MessageState.UNKNOWN):
        raise NotResendable(_("Hanya pesan yang gagal atau tidak pasti dapat dikirim ulang."))
    if message.expires_at and message.expires_at <= timezone.now():
        raise NotResendable(_("Waktunya sudah lewat; pesan ini tidak berguna lagi."))
    again = enqueue(
        occasion=f"{message.occasion}+{message.pk}"[
            :40
        ],  # one resend for each row, however often it is pressed
        subject_ref=message.subject_ref,
        recipient=message.recipient,
        title=message.title,
        body=message.body,
        lead_minutes=message.lead_minutes,
        revision=message.revision,
        expires_at=message.expires_at,
        channel=message.channel,
        time_zone=message.time_zone,
        ignores_quiet_hours=True,  # a person decided it now
    )
    if again is None:
        raise NotResendable(_("Pesan ini sudah pernah dikirim ulang."))
    Message.objects.filter(pk=again.pk).update(resent_by=by, resends=message)
    again.refresh_from_db()
    return again


def _deliver_soon() -> None:
    """Wake a worker once the transaction is through; once a transaction, however many it plans."""
    waiting = {callback for _sids, callback, _robust in connection.run_on_commit}
    if _wake_worker not in waiting:
        transaction.on_commit(_wake_worker, robust=True)


def _wake_worker() -> None:
    """A broker that is down loses nothing: the row is planned, and beat asks again every few seconds."""
    from .tasks import deliver_due  # the task module imports delivery, which needs nothing of ours

    try:
        deliver_due.apply_async(retry=False, expires=60)
    except (OperationalError, OSError):
        return
