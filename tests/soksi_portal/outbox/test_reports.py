"""What providers' webhooks bring: believed only where it is signed, and written down once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox import services
from soksi_portal.outbox.choices import ReportKind
from soksi_portal.outbox.models import DeliveryReport, Message
from soksi_portal.outbox.reports import services as reports
from soksi_portal.outbox.reports.checks import provider_is_known
from tests.factories import make_user

from .makers import bring_to, make_message

pytestmark = pytest.mark.django_db

KEY = "kunci-tanda-tangan"
TOLD = []


@pytest.fixture(autouse=True)
def troubles(monkeypatch):
    TOLD.clear()
    for name in ("report_trouble", "note_arrival"):
        monkeypatch.setattr(reports.troubles, name, lambda name=name, **told: TOLD.append((name, told)))


@pytest.fixture
def mailgun(settings):
    settings.EMAIL_PROVIDER = "mailgun"
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


@pytest.fixture
def postmark(settings):
    settings.EMAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "portal:rahasia"}


def mailgun_says(client, message, event="delivered", *, key=KEY, token="a" * 50, **data):
    """As Mailgun documents it: signature block and event data."""
    stamp = str(int(time.time()))
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    payload = {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {
            "event": event,
            "id": "CPgfbmQMTCKtHW6uIWtuVe",
            "timestamp": time.time(),
            "log-level": "info",
            "recipient": message.address,
            "message": {"headers": {"to": message.address, "message-id": "nomor@uji.test"}},
            "delivery-status": {"code": 250, "message": "OK", "attempt-no": 1},
            "user-variables": {"pesan": str(message.pk)},
            **data,
        },
    }
    url = reverse("provider_report", args=["mailgun"])
    return client.post(url, json.dumps(payload), content_type="application/json")


def postmark_says(client, payload, secret="portal:rahasia"):
    auth = "Basic " + base64.b64encode(secret.encode()).decode()
    url = reverse("provider_report", args=["postmark"])
    return client.post(
        url, json.dumps(payload), content_type="application/json", headers={"Authorization": auth}
    )


def bounce_of(message):
    """As Postmark documents a hard bounce."""
    return {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "TypeCode": 1,
        "ID": 4323372036854775807,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Email": message.address,
        "Details": "550 5.1.1 tidak dikenal",
        "Description": "The server was unable to deliver your message",
        "BouncedAt": "2026-11-27T16:33:54.9070259Z",
        "Metadata": {"pesan": str(message.pk)},
    }


def reported(message):
    message.refresh_from_db()
    return message.report, list(message.reports.values_list("kind", flat=True))


def test_signed_delivery_is_noted_once_and_clears_the_address(client, mailgun):
    message = bring_to("sent")
    assert [mailgun_says(client, message).status_code for _twice in range(2)] == [200, 200]
    assert reported(message) == ("delivered", ["delivered"])
    [(name, told)] = TOLD
    assert (name, told["address"], told["channel"]) == ("note_arrival", message.address, "email")


@pytest.mark.parametrize("key", ["kunci-lain", ""])
def test_wrong_signature_is_refused(client, mailgun, key):
    message = bring_to("sent")
    assert mailgun_says(client, message, key=key).status_code == 400
    assert reported(message) == ("", [])


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "{}", '{"signature": 5}', "\x00", '{"signature": {"token": 1}}']
)
def test_what_is_unsigned_or_unreadable_is_refused(client, mailgun, body):
    url = reverse("provider_report", args=["mailgun"])
    assert client.post(url, body, content_type="application/json").status_code == 400
    assert client.post(url, {"token": "x"}).status_code == 400
    deep = b"[" * 100_000  # deeper than anybody reads
    assert client.post(url, deep, content_type="application/json").status_code == 400


def test_signed_nonsense_is_refused_without_breaking(client, mailgun):
    assert mailgun_says(client, bring_to("sent"), timestamp="kemarin").status_code == 400


def test_bounce_with_the_secret_is_noted_and_told_of(client, postmark):
    message = bring_to("sent")
    assert postmark_says(client, bounce_of(message)).status_code == 200
    assert postmark_says(client, bounce_of(message)).status_code == 200
    assert reported(message) == ("bounced", ["bounced"])
    [(name, told)] = TOLD
    assert (name, told["address"], told["reason"]) == (
        "report_trouble",
        message.address,
        "550 5.1.1 tidak dikenal",
    )


@pytest.mark.parametrize("secret", ["portal:salah", "", ":"])
def test_wrong_secret_is_refused(client, postmark, secret):
    message = bring_to("sent")
    assert postmark_says(client, bounce_of(message), secret).status_code == 400
    assert reported(message) == ("", [])


def test_mandrill_signs_its_address_and_what_it_sends(client, settings):
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "mandrill", {"MANDRILL_WEBHOOK_KEY": KEY}
    message, url = bring_to("sent"), reverse("provider_report", args=["mandrill"])
    told = {
        "event": "hard_bounce",
        "ts": 1795000000,
        "_id": "abc",
        "msg": {"_id": "abc", "email": message.address},
    }
    told["msg"]["metadata"] = {"pesan": str(message.pk)}
    events = json.dumps([told])
    signed = f"http://testserver{url}mandrill_events{events}".encode()
    for key, status in (("kunci-lain", 400), (KEY, 200)):
        signature = base64.b64encode(hmac.new(key.encode(), signed, hashlib.sha1).digest()).decode()
        answer = client.post(url, {"mandrill_events": events}, headers={"X-Mandrill-Signature": signature})
        assert answer.status_code == status
    assert reported(message) == ("bounced", ["bounced"])


def test_unisender_signs_the_body_with_its_key(client, settings):
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "unisender_go", {"UNISENDER_GO_API_KEY": KEY}
    message, url = bring_to("sent"), reverse("provider_report", args=["unisender_go"])
    data = {
        "job_id": "1a",
        "email": message.address,
        "status": "delivered",
        "event_time": "2026-11-27 03:00:00",
    }
    event = {
        "event_name": "transactional_email_status",
        "event_data": {**data, "metadata": {"pesan": str(message.pk)}},
    }
    body = json.dumps({"auth": KEY, "events_by_user": [{"user_id": 1, "events": [event]}]})
    right = hashlib.md5(body.encode()).hexdigest()
    for signature, status in (("0" * 32, 400), (right, 200)):
        signed = body.replace(KEY, signature)
        assert client.post(url, signed, content_type="application/json").status_code == status
    assert reported(message) == ("delivered", ["delivered"])
    assert client.get(url).status_code == 200  # asked once when it is set up


@pytest.mark.parametrize("provider", ["mailgun", "mandrill", "postal", "unisender_go"])
def test_without_its_key_a_signing_provider_is_refused_without_breaking(client, settings, provider):
    settings.EMAIL_PROVIDER, settings.ANYMAIL = provider, {}
    url = reverse("provider_report", args=[provider])
    assert client.post(url, "{}", content_type="application/json").status_code == 400


@pytest.mark.parametrize("provider", ["resend", "sendgrid", "mailtrap", "brevo"])
def test_who_neither_signs_nor_knows_the_secret_is_not_listened_to(client, settings, provider):
    settings.EMAIL_PROVIDER, settings.ANYMAIL = provider, {}
    assert client.post(reverse("provider_report", args=[provider])).status_code == 404


@pytest.mark.parametrize(
    ("provider", "found"), [("", 0), ("mailgun", 0), ("amazon_ses", 1), ("tidak_ada", 1)]
)
def test_provider_whose_reports_cannot_be_believed_is_named_at_the_start(settings, provider, found):
    settings.EMAIL_PROVIDER = provider
    assert len(provider_is_known()) == found


def test_provider_that_is_not_in_use_or_not_guarded_is_not_there(client, settings, postmark):
    message = bring_to("sent")
    assert mailgun_says(client, message).status_code == 404
    settings.ANYMAIL = {}
    assert postmark_says(client, bounce_of(message)).status_code == 404
    settings.EMAIL_PROVIDER = ""
    assert postmark_says(client, bounce_of(message)).status_code == 404


def test_the_worst_that_was_told_counts_whatever_comes_later(client, mailgun):
    message = bring_to("sent")
    for event, token in (("delivered", "a"), ("complained", "b"), ("failed", "c"), ("delivered", "d")):
        mailgun_says(client, message, event, token=token * 50)
    assert reported(message)[0] == "complained"
    assert message.reports.count() == 4


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("opened", {}),
        ("failed", {"severity": "temporary"}),
        ("delivered", {"user-variables": {}}),
        ("delivered", {"user-variables": {"pesan": "1e9"}}),
        ("delivered", {"user-variables": {"pesan": "9" * 40}}),
        ("delivered", {"recipient": "orang-lain@uji.test"}),
    ],
)
def test_what_says_nothing_of_a_message_is_taken_and_left(client, mailgun, event, data):
    message = bring_to("sent")
    assert mailgun_says(client, message, event, **data).status_code == 200
    assert reported(message) == ("", [])


def test_message_that_never_left_has_no_reports(client, mailgun):
    message = make_message()
    mailgun_says(client, message)
    assert reported(message) == ("", [])


def test_what_arrived_after_all_is_not_sent_again_and_what_bounced_may_be(client, mailgun):
    unknown, sent = bring_to("unknown"), bring_to("sent")
    mailgun_says(client, unknown)
    mailgun_says(client, sent, "failed", token="b" * 50)
    with pytest.raises(services.NotResendable, match="sudah sampai"):
        services.resend_message(message=unknown, by=make_user(), reason="Uji")
    assert services.resend_message(message=sent, by=make_user(), reason="Alamat dibetulkan").resends == sent


def test_life_of_a_message_shows_what_the_provider_told(client, mailgun):
    message = bring_to("sent")
    mailgun_says(client, message, "failed", **{"delivery-status": {"code": 550, "message": "550 penuh"}})
    client.force_login(make_user(Role.JAMKRINDO))
    page = client.get(message.get_absolute_url()).content.decode()
    assert "Kembali: tidak sampai, menurut penyedia" in page
    assert "550 penuh" in page
    [row] = client.get(reverse("message_list"), {"kabar": "bounced"}).context["listing"].rows
    assert row.record == message


def test_database_keeps_reports_and_takes_each_once():
    message = bring_to("sent")
    report = DeliveryReport(message=message, kind=ReportKind.DELIVERED, at=timezone.now(), event_id="1")
    report.save()
    for wrong in (
        lambda: DeliveryReport.objects.filter(pk=report.pk).update(kind="bounced"),
        lambda: DeliveryReport.objects.filter(pk=report.pk).delete(),
        lambda: DeliveryReport.objects.create(
            message=message, kind="delivered", at=timezone.now(), event_id="1"
        ),
        lambda: DeliveryReport.objects.create(
            message=message, kind="ngawur", at=timezone.now(), event_id="2"
        ),
        lambda: Message.objects.filter(pk=message.pk).update(report="ngawur"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
