"""Anymail's events, which are the same for every provider, as reports of ours."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone

from soksi_portal.outbox.choices import ReportKind

from .services import Report

NUMBER = "pesan"  # as channels/provider.py sends it along
KINDS = {
    "delivered": ReportKind.DELIVERED,
    "bounced": ReportKind.BOUNCED,
    "rejected": ReportKind.BOUNCED,
    "failed": ReportKind.BOUNCED,
    "complained": ReportKind.COMPLAINED,
}
LASTING = {"bounced", "invalid"}  # reasons that lie with the address


def report_of(event: Any) -> Report | None:
    """None for what the portal does not keep (opened, clicked, delayed) or does not know."""
    kind = KINDS.get(event.event_type)
    sent_along = event.metadata if isinstance(event.metadata, dict) else {}
    number = str(sent_along.get(NUMBER, ""))
    if kind is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    at = event.timestamp or timezone.now()
    if timezone.is_naive(at):
        at = timezone.make_aware(at)
    return Report(
        number=int(number),
        kind=kind,
        at=min(at, timezone.now()),  # a clock that is wrong over there
        event_id=_identity(event),
        address=str(event.recipient or ""),
        detail=_plain(event.mta_response or event.description or event.reject_reason),
        is_lasting=event.reject_reason in LASTING,
    )


def _identity(event: Any) -> str:
    """The provider's own number of the event; else what it told, of which a second telling gives the same."""
    if event.event_id:
        return _plain(event.event_id)
    told = f"{event.message_id}|{event.event_type}|{event.timestamp}|{event.recipient}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def _plain(words: Any) -> str:
    """Half a character is none."""
    text = str(words or "").encode("utf-8", "replace").decode()
    return " ".join(text.replace("\x00", "").split())
