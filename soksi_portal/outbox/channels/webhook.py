"""A message as signed JSON to a partner's address; the recipe for a further channel."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message

from .base import AnswerLost, Refused, TryLater, Unavailable

TIMEOUT = 15  # seconds
LATER = {408, 425, 429}
CONNECTIONS = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}


class WebhookSender:
    """POST with `Idempotency-Key` (the row's id) and `X-Portal-Signature: sha256=…` (HMAC of the body)."""

    no_address = gettext_lazy("Saluran webhook belum diatur.")

    def __init__(self) -> None:
        self._connection: http.client.HTTPConnection | None = None

    @staticmethod
    def is_offered() -> bool:
        return bool(settings.WEBHOOK_URL and settings.WEBHOOK_SECRET)

    @staticmethod
    def address_of(recipient: User) -> str:
        """One receiver, who passes on to the person; nothing goes out unsigned."""
        return str(settings.WEBHOOK_URL) if settings.WEBHOOK_SECRET else ""

    def open(self) -> None:
        """A connection for each message: one kept open may have been closed over there, which only a lost
        answer would tell."""
        self.close()
        try:
            parts = urlsplit(settings.WEBHOOK_URL)
            self._connection = CONNECTIONS[parts.scheme](parts.hostname or "", parts.port, timeout=TIMEOUT)
            self._connection.connect()
        except (KeyError, ValueError, http.client.InvalidURL) as error:
            raise Unavailable(_("Alamat webhook tidak sah: %(why)s") % {"why": error}) from error
        except OSError as error:
            raise Unavailable(_("Penerima webhook tidak terjangkau: %(why)s") % {"why": error}) from error

    def send(self, message: Message) -> str:
        body = as_json(message)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"pesan-{message.pk}",
            "X-Portal-Signature": signature(body),
        }
        status, answer_id = self._post(body, headers)
        if 200 <= status < 300:
            return answer_id
        sentence = _("Penerima webhook menjawab %(status)s.") % {"status": status}
        raise TryLater(sentence) if status >= 500 or status in LATER else Refused(sentence)

    def _post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Status and the receiver's id for it."""
        parts = urlsplit(settings.WEBHOOK_URL)
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        if self._connection is None:
            raise RuntimeError("open() comes first")
        try:
            self._connection.request("POST", path, body, headers)
            answer = self._connection.getresponse()
            answer.read(10_000)
        except http.client.InvalidURL as error:  # noticed before anything went over
            raise Refused(_("Alamat webhook tidak sah: %(why)s") % {"why": error}) from error
        except (OSError, http.client.HTTPException) as error:
            raise AnswerLost(_("Penerima webhook tidak menjawab: %(why)s") % {"why": error}) from error
        return answer.status, (answer.getheader("X-Message-Id") or "")[:200]

    def close(self) -> None:
        if self._connection:
            self._connection.close()


def as_json(message: Message) -> bytes:
    recipient = message.recipient
    return json.dumps(
        {
            "id": message.pk,
            "occasion": message.occasion,
            "subject": message.subject_ref,
            "recipient": {"name": recipient.full_name, "email": recipient.email, "phone": recipient.phone},
            "title": message.title,
            "body": message.body,
            "due_at": message.due_at.isoformat(),
        }
    ).encode()


def signature(body: bytes) -> str:
    return "sha256=" + hmac.new(settings.WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
