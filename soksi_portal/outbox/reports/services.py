"""Writing down what a provider tells of a message after it has taken it. Told twice is told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from soksi_portal.outbox.choices import Channel, ReportKind
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.troubles import services as troubles

from .models import DeliveryReport


@dataclass(frozen=True)
class Report:
    """What was told of one message."""

    number: int
    kind: ReportKind
    at: datetime
    event_id: str
    address: str = ""  # to whom, where the provider says so
    detail: str = ""
    is_lasting: bool = True  # the address itself is wrong or closed


@transaction.atomic
def note_report(report: Report) -> bool:
    """False where there is no such message, it never left, or this was told before.

    The worst that was told counts: a message may bounce after the first server took it.
    """
    left = Message.objects.filter(pk=report.number, channel=Channel.EMAIL, handed_over_at__isnull=False)
    message = left.select_for_update(no_key=True).first()
    if message is None or (report.address and report.address.lower() != message.address.lower()):
        return False
    _report, is_new = DeliveryReport.objects.get_or_create(
        message=message,
        kind=report.kind,
        event_id=report.event_id[:200],
        defaults={"at": report.at, "detail": report.detail[:500]},
    )
    if not is_new:
        return False
    if not message.report or ReportKind(message.report).rank < report.kind.rank:
        Message.objects.filter(pk=message.pk).update(report=report.kind)
    _tell_of_address(message, report)
    return True


def _tell_of_address(message: Message, report: Report) -> None:
    if report.kind == ReportKind.DELIVERED:
        troubles.note_arrival(address=message.address, at=report.at, channel=message.channel)
    elif report.kind == ReportKind.BOUNCED and report.is_lasting:
        troubles.report_trouble(
            address=message.address, reason=report.detail, at=report.at, channel=message.channel
        )
