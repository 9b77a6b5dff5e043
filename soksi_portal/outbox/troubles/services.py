"""Noting that an address takes no messages, and that it does again."""

from __future__ import annotations

from datetime import datetime

from soksi_portal.outbox.choices import Channel


def report_trouble(*, address: str, reason: str, at: datetime, channel: str = Channel.EMAIL) -> None:
    """A provider says that `address` takes nothing."""


def note_arrival(*, address: str, at: datetime, channel: str = Channel.EMAIL) -> int:
    """A message has arrived there after all."""
    return 0
