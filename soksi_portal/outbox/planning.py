"""Writing the rows of a message: one for each channel on which it goes to its recipient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from psycopg2.errors import UniqueViolation

from soksi_portal.accounts.models import User
from soksi_portal.common.background import send_quietly

from . import occasions
from .channels import SENDERS
from .choices import Channel, MessageState
from .choosing.reach import reach_of
from .models import Message
from .quiethours import after_quiet_hours


@dataclass(frozen=True)
class Row:
    """What the rows of one message share: its key but for the channel, and what it says."""

    key: dict[str, Any]
    values: dict[str, Any]
    due_at: datetime
    at_any_hour: bool

    @property
    def recipient(self) -> User:
        user: User = self.key["recipient"]
        return user


def plan(row: Row, *, in_inbox: bool) -> Message | None:
    """Where the recipient wants this kind; None where it is planned already, on whatever channel."""
    if Message.objects.filter(**row.key).exclude(state=MessageState.CANCELLED).exists():
        return None
    reach = reach_of(row.recipient, occasions.kind_of(row.key["occasion"]))
    read_at = row.due_at if reach.is_silent else None
    first, *more = reach.channels
    message = plan_on(row, first, in_inbox=in_inbox, read_at=read_at)
    for channel in more if message else ():
        plan_on(row, channel)
    return message


def plan_on(
    row: Row,
    channel: str,
    *,
    address: str = "",
    in_inbox: bool = False,
    read_at: datetime | None = None,
) -> Message | None:
    """One row; None where there is one already, also where somebody else plans it at this moment."""
    sender = SENDERS[channel]
    given, address = bool(address), address or sender.address_of(row.recipient)
    at_any_hour = row.at_any_hour or channel == Channel.INBOX
    next_attempt = row.due_at if at_any_hour else after_quiet_hours(row.due_at, row.values["time_zone"])
    try:
        with transaction.atomic():
            message = Message.objects.create(
                **row.key,
                **row.values,
                channel=channel,
                address=address,
                address_is_given=given,
                ignores_quiet_hours=at_any_hour,
                due_at=row.due_at,
                next_attempt_at=next_attempt,
                in_inbox=in_inbox,
                read_at=read_at,
                **_beginning(address, channel),
            )
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        return None
    if address and next_attempt <= timezone.now():
        _deliver_soon()
    return message


def _beginning(address: str, channel: str) -> dict[str, object]:
    """Waiting to be sent; or failed at once where nobody can be reached."""
    if address:
        return {"state": MessageState.PENDING}
    return {
        "state": MessageState.FAILED,
        "ended_at": timezone.now(),
        "last_error": SENDERS[channel].no_address,
    }


def _deliver_soon() -> None:
    """Wake a worker once the transaction is through; once a transaction, however many it plans."""
    if _wake_worker not in [planned[1] for planned in connection.run_on_commit]:
        transaction.on_commit(_wake_worker, robust=True)


def _wake_worker() -> None:
    """The row is planned, and beat asks again every few seconds."""
    send_quietly("soksi_portal.outbox.tasks.deliver_due", expires=60)
