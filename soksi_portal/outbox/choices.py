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
