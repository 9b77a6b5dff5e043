"""WhatsApp and SMS by apprise, against a real HTTP server in the place of the provider's."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
from apprise.plugins.twilio import NotifyTwilio
from apprise.plugins.whatsapp import NotifyWhatsApp

from soksi_portal.outbox import delivery
from soksi_portal.outbox.channels import offered, phone
from soksi_portal.outbox.choices import Channel, MessageState
from tests.factories import make_user

from .http_sink import HttpSink
from .makers import make_message

pytestmark = pytest.mark.django_db

SID, PHONE = "AC" + "1" * 32, "+6281234567890"


@pytest.fixture
def provider(settings, monkeypatch):
    with HttpSink() as sink:
        settings.SMS_URL = f"twilio://{SID}:{'2' * 32}@+62215550001/{{phone}}"
        settings.WHATSAPP_URL = "whatsapp://token@123456/{phone}"
        monkeypatch.setattr(NotifyTwilio, "notify_sms_url", f"{sink.url}/{{sid}}/Messages.json")
        monkeypatch.setattr(NotifyWhatsApp, "notify_url", f"{sink.url}/{{fb_ver}}/{{phone_id}}/messages")
        for plugin in (NotifyTwilio, NotifyWhatsApp):
            monkeypatch.setattr(plugin, "request_rate_per_sec", 0)
        yield sink


def deliver(channel=Channel.SMS, **fields):
    if "recipient" not in fields:
        fields["recipient"] = make_user(email=None, phone=PHONE)
    message = make_message(channel=channel, **fields)
    delivery.deliver_due()
    message.refresh_from_db()
    return message


def test_sms_reaches_the_number_with_title_and_link(provider):
    provider.status, provider.answer = 201, {"sid": "SM77"}
    message = deliver(
        title="Pelatihan besok", body="Yth. Siti,\n\nJawab: http://testserver/undangan/x/ terima kasih"
    )
    [(path, headers, body)] = provider.taken
    sent = parse_qs(body.decode())
    assert (message.state, message.provider_id, message.address) == (MessageState.SENT, "SM77", PHONE)
    assert path == f"/{SID}/Messages.json"
    assert (sent["To"], sent["From"]) == ([PHONE], ["+62215550001"])
    assert sent["Body"] == ["Pelatihan besok http://testserver/undangan/x/"]
    assert headers["Authorization"].startswith("Basic ")


def test_whatsapp_reaches_the_number(provider):
    provider.answer = {"messages": [{"id": "wamid.1"}]}
    message = deliver(Channel.WHATSAPP, title="Halo", body="Tanpa tautan.")
    [(path, headers, body)] = provider.taken
    assert (message.state, message.provider_id) == (MessageState.SENT, "wamid.1")
    assert path.endswith("/123456/messages")
    assert headers["Authorization"] == "Bearer token"
    assert json.loads(body)["text"] == {"body": "Halo"}
    assert json.loads(body)["to"] == PHONE


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, "sent"),
        (400, "failed"),
        (401, "failed"),
        (429, "pending"),
        (500, "pending"),
        (503, "pending"),
        (0, "unknown"),
    ],
)
def test_each_answer_has_its_end(provider, status, state):
    provider.status = status
    message = deliver()
    assert (message.state, len(provider.taken)) == (state, 1)
    assert bool(message.last_error) == (state != "sent")


def test_provider_that_answers_too_late_is_unknown(provider, monkeypatch):
    monkeypatch.setattr(phone, "TIMEOUT", (1.0, 0.2))
    provider.delay = 0.6
    assert deliver().state == MessageState.UNKNOWN


def test_provider_that_is_away_keeps_all_waiting_for_one_attempt(provider, monkeypatch):
    monkeypatch.setattr(NotifyTwilio, "notify_sms_url", "http://127.0.0.1:1/{sid}")
    second = make_message(channel=Channel.SMS, recipient=make_user(phone="+6281234567891"))
    first = deliver()
    second.refresh_from_db()
    assert {(m.state, m.handed_over_at) for m in (first, second)} == {(MessageState.PENDING, None)}
    assert sorted((first.attempts, second.attempts)) == [0, 1]


def test_secrets_never_stand_in_the_sentence(provider, monkeypatch):
    monkeypatch.setattr(NotifyTwilio, "notify_sms_url", "http://127.0.0.1:1/{sid}")
    assert SID not in deliver().last_error


def test_channel_that_is_not_set_up_is_not_offered(settings):
    assert not {Channel.SMS, Channel.WHATSAPP} & set(offered())
    message = deliver()
    assert (message.state, message.last_error) == (MessageState.FAILED, "Saluran SMS belum diatur.")
    settings.SMS_URL = "twilio://x"
    assert Channel.SMS in offered()


def test_person_without_number_and_url_that_says_nothing(provider, settings):
    message = deliver(recipient=make_user(phone=None))
    assert (message.state, message.last_error) == (MessageState.FAILED, "Penerima belum punya nomor HP.")
    settings.SMS_URL = "ngawur"
    assert deliver(recipient=make_user(phone="+6281234567892")).state == MessageState.FAILED
