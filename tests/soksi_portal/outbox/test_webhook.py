"""The second channel, against a real HTTP server."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import socket
import threading
from collections.abc import Iterator

import pytest

from soksi_portal.outbox import delivery
from soksi_portal.outbox.channels import SENDERS, webhook
from soksi_portal.outbox.choices import ON_PHONE, Channel, MessageState
from tests.factories import make_user

from .makers import make_message

pytestmark = pytest.mark.django_db


class Receiver(http.server.ThreadingHTTPServer):
    """Keeps (path, headers, body); answers `status`, or hangs up where it is 0."""

    daemon_threads = True
    status = 202

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[str, dict[str, str], bytes]] = []


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body))
        if not self.server.status:
            return
        self.send_response(self.server.status)
        self.send_header("X-Message-Id", "partner-77")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        return


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    with Receiver() as server:
        settings.WEBHOOK_URL = f"http://127.0.0.1:{server.server_address[1]}/masuk?dari=portal"
        settings.WEBHOOK_SECRET = "rahasia"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def deliver(**fields):
    message = make_message(channel=Channel.WEBHOOK, **fields)
    delivery.deliver_due()
    message.refresh_from_db()
    return message


def test_every_channel_has_a_sender():
    assert set(Channel) - set(SENDERS) <= set(ON_PHONE)  # those two need a provider


def test_message_arrives_signed_with_a_key_of_its_own(receiver):
    message = deliver(recipient=make_user(full_name="Siti", email=None, phone="+6281200000005"), title="Halo")
    [(path, headers, body)] = receiver.taken
    assert (message.state, message.provider_id) == (MessageState.SENT, "partner-77")
    assert (path, headers["Idempotency-Key"]) == ("/masuk?dari=portal", f"pesan-{message.pk}")
    expected = hmac.new(b"rahasia", body, hashlib.sha256).hexdigest()
    assert headers["X-Portal-Signature"] == f"sha256={expected}"
    sent = json.loads(body)
    assert (sent["id"], sent["title"]) == (message.pk, "Halo")
    assert sent["recipient"] == {"name": "Siti", "email": None, "phone": "+6281200000005"}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, "sent"),
        (302, "failed"),
        (400, "failed"),
        (401, "failed"),
        (408, "pending"),
        (429, "pending"),
        (500, "pending"),
        (503, "pending"),
        (0, "unknown"),
    ],
)
def test_each_answer_has_its_end(receiver, status, state):
    receiver.status = status
    message = deliver()
    assert message.state == state
    assert bool(message.last_error) == (state != "sent")


def test_receiver_that_never_answers_is_unknown(receiver, settings, monkeypatch):
    monkeypatch.setattr(webhook, "TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.WEBHOOK_URL = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert deliver().state == MessageState.UNKNOWN


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "gopher://uji.test/", "http://127.0.0.1:99999/"])
def test_receiver_that_cannot_be_reached_keeps_the_message_waiting(receiver, settings, url):
    settings.WEBHOOK_URL = url
    message = deliver()
    assert (message.state, message.attempts) == (MessageState.PENDING, 1)
    assert message.handed_over_at is None


@pytest.mark.parametrize("missing", ["WEBHOOK_URL", "WEBHOOK_SECRET"])
def test_channel_that_is_not_set_up_says_so(receiver, settings, missing):
    setattr(settings, missing, "")
    message = deliver()
    assert (message.state, message.last_error) == (MessageState.FAILED, "Saluran webhook belum diatur.")
    assert receiver.taken == []


def test_channel_that_is_away_does_not_hold_up_the_other(receiver, settings, sink):
    settings.WEBHOOK_URL = "http://127.0.0.1:1/"
    waiting = make_message(channel=Channel.WEBHOOK)
    sent = make_message()
    delivery.deliver_due()
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.state, sent.state) == (MessageState.PENDING, MessageState.SENT)
