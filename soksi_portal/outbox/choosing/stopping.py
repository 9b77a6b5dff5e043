"""The signed link that stops one kind of message on one channel, and does nothing else (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from soksi_portal.outbox.choices import CHOOSABLE, Kind

SIGNER = Signer(salt="outbox.stop", sep=".")  # without an end: an old mail can be stopped from, too


@dataclass(frozen=True)
class Stop:
    user_id: int
    kind: Kind
    channel: str


def stop_url(*, user_id: int, kind: Kind, channel: str) -> str:
    token = SIGNER.sign(f"{user_id}-{kind}-{channel}")
    return urljoin(settings.PORTAL_URL, reverse("message_stop", args=[token]))


def stop_of(token: str) -> Stop | None:
    """None where the link was not made here, or is for what cannot be stopped."""
    try:
        user_id, kind, channel = SIGNER.unsign(token).split("-")
        stop = Stop(int(user_id), Kind(kind), channel)
    except (BadSignature, ValueError):
        return None
    return stop if stop.kind.is_stoppable and channel in CHOOSABLE else None
