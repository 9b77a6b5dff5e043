"""Planning messages, taking them back, sending one again. Delivery itself is in delivery.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation

from . import occasions
from .channels import SENDERS
from .choices import Channel, MessageState, ReportKind
from .choosing.reach import has_stopped
from .models import Message
from .planning import Row, plan, plan_on
from .texts.filling import Wording, as_it_is
from .texts.services import text_for

LONGEST_REASON = Message._meta.get_field("resend_reason").max_length


@dataclass(frozen=True)
class Resent:
    """Who decided that a row is sent again, and why."""

    message: Message
    by: User
    reason: str

    @property
    def values(self) -> dict[str, object]:
        return {"resends": self.message, "resent_by": self.by, "resend_reason": self.reason}


class NotResendable(RuleViolation):
    """Only what failed, is unknown or bounced can be sent again."""


class NotCancellable(RuleViolation):
    """Only what has not left can be taken back."""


# long by its names: each is a column that a caller may set, and the body hands them on
def enqueue(
    *,
    occasion: str,
    subject_ref: str,
    recipient: User,
    fields: Mapping[str, object] | None = None,
    variant: str = "",
    title: str = "",
    body: str = "",
    short: str = "",
    due_at: datetime | None = None,
    lead_minutes: int = 0,
    revision: int = 0,
    expires_at: datetime | None = None,
    channel: str | None = None,
    time_zone: str = "Asia/Jakarta",
    ignores_quiet_hours: bool = False,
    address: str = "",
    resent: Resent | None = None,
) -> Message | None:
    """Plan one message, in the transaction of its cause; None where the same is planned already.

    It says what the text of the occasion says today (occasions.declare), filled with `fields`; `title` and `body`
    stand instead of it where the text is not the portal's own. It goes to the channels that the recipient chose,
    one row each, and is in the inbox. `due_at` is the earliest moment (default: now), moved out of the recipient's
    quiet hours unless told otherwise; after `expires_at` it no longer leaves. A recipient who is reached nowhere
    gives a failed row. `channel` goes there and nowhere else; `address` names another e-mail address than the
    recipient's own, such as one that is to be confirmed.
    """
    wording = _wording(occasion, variant, recipient, fields) or as_it_is(title, body, short)
    row = Row(
        key={
            "occasion": occasion,
            "subject_ref": subject_ref,
            "revision": revision,
            "recipient": recipient,
            "lead_minutes": lead_minutes,
        },
        values={
            "title": wording.title,
            "body": wording.body,
            "short": wording.short,
            "time_zone": time_zone,
            "expires_at": expires_at,
            **(resent.values if resent else {}),
        },
        due_at=due_at or timezone.now(),
        at_any_hour=ignores_quiet_hours,
    )
    if channel or address:
        return plan_on(row, channel or Channel.EMAIL, address=address, in_inbox=_is_shown(occasion, channel))
    return plan(row, in_inbox=_is_shown(occasion, None))


def _wording(
    occasion: str, variant: str, recipient: User, fields: Mapping[str, object] | None
) -> Wording | None:
    if fields is None:
        return None
    return text_for(occasions.find(occasion, variant), {"nama": recipient.full_name, **fields})


def _is_shown(occasion: str, channel: str | None) -> bool:
    """A key to an account stays where it was sent; a row that sends another again, or goes to a partner, is no
    further message to the person.
    """
    is_new = occasion == occasions.base_of(occasion)
    return is_new and channel != Channel.WEBHOOK and not occasions.is_private(occasion)


def cancel_about(
    *,
    subject_ref: str,
    reason: str,
    by: User | None = None,
    recipient: User | None = None,
    occasion: str = "",
) -> int:
    """Take back what is planned about something and has not been handed over; returns how many.

    What a provider has just then is not tried again, should it refuse.
    """
    wanted = Message.objects.about(subject_ref)
    if recipient:
        wanted = wanted.filter(recipient=recipient)
    if occasion:
        wanted = wanted.filter(occasion=occasion)
    return wanted.take_back(reason, by)


@transaction.atomic
def cancel_message(*, message: Message, by: User) -> None:
    """Take back one message that has not left. Raises NotCancellable."""
    done = (
        Message.objects.filter(pk=message.pk)
        .not_left()
        .end(MessageState.CANCELLED, last_error=_("Dibatalkan oleh %(who)s.") % {"who": by}, ended_by=by)
    )
    if not done:
        raise NotCancellable(_("Pesan ini sudah dikirim atau sudah berakhir, jadi tidak dapat dibatalkan."))


@transaction.atomic
def resend_message(*, message: Message, by: User, reason: str) -> Message:
    """Plan a failed, unknown or bounced message again, as a new row that says who decided it and why.

    The old row stays as it is: what happened, happened. Raises NotResendable.
    """
    message = Message.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=message.pk)
    reason = reason.strip()
    if message.report == ReportKind.DELIVERED:
        raise NotResendable(_("Penyedia melaporkan bahwa pesan ini sudah sampai."))
    if message.channel == Channel.INBOX:
        raise NotResendable(_("Pesan ini sudah ada di kotak masuk penerima, jadi tidak perlu dikirim ulang."))
    if not message.is_missed:
        raise NotResendable(_("Hanya pesan yang gagal, tidak pasti, atau kembali dapat dikirim ulang."))
    if message.text_dropped_at:
        raise NotResendable(_("Isi pesan ini sudah dihapus karena lama, jadi tidak dapat dikirim ulang."))
    if not message.is_resendable:
        raise NotResendable(_("Waktunya sudah lewat; pesan ini tidak berguna lagi."))
    if not reason:
        raise NotResendable(_("Tulis mengapa pesan ini dikirim ulang."), field="reason")
    if not SENDERS[message.channel].address_of(message.recipient):
        raise NotResendable(str(SENDERS[message.channel].no_address))
    if has_stopped(message.recipient, occasions.kind_of(message.occasion), message.channel):
        raise NotResendable(
            _("Penerima sudah memilih untuk tidak menerima jenis pesan ini lewat saluran ini.")
        )
    again = _plan_again(message, by, reason)
    if again is None:
        raise NotResendable(_("Pesan ini sudah pernah dikirim ulang."))
    return again


def _plan_again(message: Message, by: User, reason: str) -> Message | None:
    return enqueue(
        occasion=occasions.resent(message.occasion, message.pk),
        subject_ref=message.subject_ref,
        recipient=message.recipient,
        title=message.title,
        body=message.body,
        short=message.short,
        lead_minutes=message.lead_minutes,
        revision=message.revision,
        expires_at=message.expires_at,
        channel=message.channel,
        time_zone=message.time_zone,
        ignores_quiet_hours=message.ignores_quiet_hours,
        resent=Resent(message, by, reason[:LONGEST_REASON]),
    )
