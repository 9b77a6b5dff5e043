"""A message as signed JSON to a partner's address; the recipe for a further channel."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from soksi_portal.outbox.models import Message

from .base import AnswerLost, Refused, TryLater, Unavailable

TIMEOUT = 15  # seconds
LATER = {408, 425, 429}


class WebhookSender:
    """POST with `Idempotency-Key` (the row's id) and `X-Portal-Signature: sha256=…` (HMAC of the body)."""

    def open(self) -> None:
        return

    def send(self, message: Message) -> str:
        body = json.dumps(
            {
                "id": message.pk,
                "occasion": message.occasion,
                "subject": message.subject_ref,
                "title": message.title,
                "body": message.body,
                "due_at": message.due_at.isoformat(),
            }
        ).encode()
        status, answer_id = _post(message.address, body, key=f"pesan-{message.pk}")
        if 200 <= status < 300:
            return answer_id
        sentence = _("Penerima webhook menjawab %(status)s.") % {"status": status}
        raise TryLater(sentence) if status >= 500 or status in LATER else Refused(sentence)

    def close(self) -> None:
        return


def signature(body: bytes) -> str:
    return "sha256=" + hmac.new(settings.WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()


def _post(url: str, body: bytes, *, key: str) -> tuple[int, str]:
    """Status and the receiver's id. Connecting and waiting are told apart: only the latter may have sent."""
    parts = urlsplit(url)
    kinds = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise Refused(_("Alamat webhook tidak sah."))
    connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=TIMEOUT)
    try:
        connection.connect()
    except OSError as error:
        raise Unavailable(_("Penerima webhook tidak terjangkau: %(why)s") % {"why": error}) from error
    try:
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "X-Portal-Signature": signature(body),
        }
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read(10_000)
        return answer.status, (answer.getheader("X-Message-Id") or "")[:200]
    except (OSError, http.client.HTTPException) as error:
        raise AnswerLost(_("Penerima webhook tidak menjawab: %(why)s") % {"why": error}) from error
    finally:
        connection.close()
