"""E-mail by a provider's API, against a real HTTP server in its place."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from soksi_portal.outbox import delivery
from soksi_portal.outbox.channels.provider import ProviderSender
from soksi_portal.outbox.choices import MessageState
from tests.factories import make_user

from .http_sink import HttpSink
from .makers import make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings, monkeypatch):
    with HttpSink() as sink:
        settings.EMAIL_PROVIDER = "mailgun"
        settings.ANYMAIL = {
            "MAILGUN_API_KEY": "kunci",
            "MAILGUN_API_URL": f"{sink.url}/v3",
            "MAILGUN_SENDER_DOMAIN": "uji.test",
            "REQUESTS_TIMEOUT": (1, 0.4),
        }
        sink.answer = {"id": "<nomor@uji.test>", "message": "Queued"}
        monkeypatch.setattr(delivery, "SENDERS", {"email": ProviderSender})
        yield sink


def deliver():
    message = make_message(recipient=make_user(email="siti@uji.test"), title="Undangan")
    delivery.deliver_due()
    message.refresh_from_db()
    return message


def test_mail_goes_to_the_api_with_the_rows_number(provider):
    message = deliver()
    [(path, _headers, body)] = provider.taken
    assert (message.state, message.provider_id) == (MessageState.SENT, "<nomor@uji.test>")
    assert path == "/v3/uji.test/messages"
    sent = parse_qs(body.decode())
    assert (sent["to"], sent["v:pesan"]) == (["siti@uji.test"], [str(message.pk)])


@pytest.mark.parametrize(
    ("status", "state"), [(400, "failed"), (429, "pending"), (502, "pending"), (0, "unknown")]
)
def test_each_answer_has_its_end(provider, status, state):
    provider.status = status
    assert deliver().state == state


def test_answer_that_comes_too_late_is_unknown(provider):
    provider.delay = 0.8
    assert deliver().state == MessageState.UNKNOWN


def test_provider_that_is_away_keeps_the_message_waiting(provider, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "MAILGUN_API_URL": "http://127.0.0.1:1/v3"}
    message = deliver()
    assert (message.state, message.attempts, message.handed_over_at) == (MessageState.PENDING, 1, None)
