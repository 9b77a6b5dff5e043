"""Odd input at the outbox's doors: none of it is an error of the server."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

import pytest
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox import services
from soksi_portal.outbox.models import Message, WordingVersion
from tests.factories import make_user
from tests.parallel import in_parallel

from .makers import bring_to

pytestmark = pytest.mark.django_db

ODD = ["\x00", "9" * 400, "32\x00", "%00", "9999-12-31", "0001-01-01", "2026-02-30"]
PAGES = {
    "message_list": [
        "status",
        "perihal",
        "saluran",
        "kabar",
        "provinsi",
        "penerima",
        "dari",
        "sampai",
        "urut",
        "sesudah",
        "sebelum",
        "format",
    ],
    "message_statistics": ["hari", "saluran", "perihal"],
    "inbox_list": ["baru", "sesudah", "sebelum", "urut"],
}


@pytest.fixture
def staff(client):
    client.force_login(make_user(Role.ADMIN, Role.JAMKRINDO))


@pytest.mark.parametrize("odd", ODD)
def test_odd_filters_give_a_page(client, staff, odd):
    bring_to("sent")
    for page, names in PAGES.items():
        query = {key: ["sent", odd, "32", odd] for key in names}
        assert client.get(reverse(page), query).status_code == 200


def mailgun_body(data, key="kunci"):
    stamp, token = str(int(time.time())), "a" * 50
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return json.dumps(
        {"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": data}
    )


@pytest.mark.parametrize(
    "odd",
    [
        {"event": ["delivered"]},
        {"user-variables": ["pesan"]},
        {"user-variables": "pesan"},
        {"user-variables": {"pesan": {"a": 1}}},
        {"user-variables": {"pesan": "9" * 18}},
        {"timestamp": 1e300},
        {"timestamp": float("nan")},
        {"timestamp": 253402300799},
        {"delivery-status": ["x"]},
        {"delivery-status": {"message": "a\x00\ud800b", "description": 5}},
        {"id": "\ud800\x00"},
        {"id": {"a": [1]}},
        {"id": "x" * 5000},
        {"recipient": ["a"]},
        {"recipient": "\ud800"},
    ],
)
def test_signed_oddities_break_nothing(client, settings, odd):
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "mailgun", {"MAILGUN_WEBHOOK_SIGNING_KEY": "kunci"}
    message = bring_to("sent")
    data = {
        "event": "delivered", "id": "e1", "timestamp": time.time(), "recipient": message.address,
        "message": {"headers": {"message-id": "x@uji.test"}}, "delivery-status": {"message": "OK"},
        "user-variables": {"pesan": str(message.pk)}, **odd,
    }  # fmt: skip
    url = reverse("provider_report", args=["mailgun"])
    for _replayed in range(2):
        answer = client.post(url, mailgun_body(data), content_type="application/json")
        assert answer.status_code in (200, 400)
    assert message.reports.count() <= 1
    client.force_login(make_user(Role.JAMKRINDO))
    assert client.get(message.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"5", b"\xff", b"[" * 100_000, b"x" * 3_000_000])
def test_unsigned_bodies_are_refused(client, settings, body):
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "mailgun", {"MAILGUN_WEBHOOK_SIGNING_KEY": "kunci"}
    url = reverse("provider_report", args=["mailgun"])
    assert client.post(url, body, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Judul\r\nBcc: jahat@uji.test"},
        {"title": "{nama.__class__}"},
        {"body": "{0} {} {nama!r} {{nama}}"},
        {"body": "x" * 1_000_000},
        {"body": "\x00"},
        {"short": "{tautan}" * 100},
        {"based_on": "9" * 30},
    ],
)
def test_odd_wordings_are_refused_or_plain(client, staff, changes):
    url = reverse("wording_edit", args=["nomination_made"])
    first = {
        "title": "Halo",
        "body": "Lihat: {tautan}",
        "short": "Lihat {tautan}",
        "reason": "Uji",
        "based_on": "0",
    }
    answer = client.post(url, {**first, **changes})
    assert answer.status_code in (200, 302)
    for version in WordingVersion.objects.all():
        assert "\n" not in version.title


@pytest.mark.django_db(transaction=True)
def test_of_two_who_resend_at_once_one_does():
    message, by = bring_to("failed"), make_user()

    def resend(_number):
        return services.resend_message(message=message, by=by, reason="Uji").state

    assert sorted(in_parallel(resend, range(3))) == ["NotResendable", "NotResendable", "pending"]
    assert Message.objects.filter(resends=message).count() == 1
