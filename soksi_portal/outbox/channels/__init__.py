"""The ways a message can go. To add one: copy webhook.py, name it in `choices.Channel` and here."""

from __future__ import annotations

from soksi_portal.outbox.choices import Channel

from .base import Sender
from .email import EmailSender
from .inbox import InboxSender
from .webhook import WebhookSender

SENDERS: dict[str, type[Sender]] = {
    Channel.EMAIL: EmailSender,
    Channel.WEBHOOK: WebhookSender,
    Channel.INBOX: InboxSender,
}
