"""The ways a message can go. To add one: copy webhook.py, name it in `choices.Channel` and here."""

from __future__ import annotations

from django.conf import settings

from soksi_portal.outbox.choices import Channel

from .base import Sender
from .email import EmailSender
from .inbox import InboxSender
from .phone import SmsSender, WhatsappSender
from .webhook import WebhookSender


def _email_sender() -> type[Sender]:
    if not settings.EMAIL_PROVIDER:
        return EmailSender
    from .provider import ProviderSender  # brings the providers' clients along

    return ProviderSender


SENDERS: dict[str, type[Sender]] = {
    Channel.EMAIL: _email_sender(),
    Channel.WEBHOOK: WebhookSender,
    Channel.INBOX: InboxSender,
    Channel.WHATSAPP: WhatsappSender,
    Channel.SMS: SmsSender,
}


def offered() -> list[Channel]:
    """The channels that are set up here; those that are not are not offered to anybody."""
    return [Channel(channel) for channel, sender in SENDERS.items() if _is_offered(sender)]


def _is_offered(sender: type[Sender]) -> bool:
    asked = getattr(sender, "is_offered", None)
    return bool(asked()) if asked else True
