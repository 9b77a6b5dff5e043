from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    PENDING = "pending", _("Menunggu")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal")
    UNKNOWN = "unknown", _("Tidak pasti")
    CANCELLED = "cancelled", _("Dibatalkan")

    @property
    def tone(self) -> str:
        return {"sent": "good", "failed": "bad", "unknown": "attention", "cancelled": "neutral"}.get(
            self.value, "waiting"
        )


ENDED = (MessageState.SENT, MessageState.FAILED, MessageState.UNKNOWN, MessageState.CANCELLED)


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")


ON_PHONE = (Channel.WHATSAPP, Channel.SMS)  # they reach a person's number and carry the short form


class ReportKind(models.TextChoices):
    """What a provider tells of a message after it has taken it, from the least to the worst."""

    DELIVERED = "delivered", _("Sampai")
    BOUNCED = "bounced", _("Tidak sampai")
    COMPLAINED = "complained", _("Dilaporkan sebagai spam")

    @property
    def tone(self) -> str:
        return "good" if self == ReportKind.DELIVERED else "bad"

    @property
    def rank(self) -> int:
        return ReportKind.values.index(self.value)
