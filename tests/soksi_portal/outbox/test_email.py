"""What the SMTP channel makes of every way in which a server can answer, or not."""

from __future__ import annotations

import socket

import pytest
from django.utils import timezone

from soksi_portal.outbox import delivery
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import AddressTrouble, Message
from tests.factories import make_user

from .makers import CUT, DROP, make_message

pytestmark = pytest.mark.django_db


def deliver(message: Message) -> Message:
    delivery.deliver_due()
    message.refresh_from_db()
    return message


def test_message_sent_arrives_as_text_and_html_with_its_own_id(sink):
    recipient = make_user(full_name="Siti Aminah", email="siti@uji.test")
    message = deliver(
        make_message(recipient=recipient, title="Undangan: gudang\nbaru", body="Yth. Siti,\n\n.titik & <b>")
    )

    [mail] = sink.messages
    assert message.state == MessageState.SENT
    assert message.provider_id == mail["Message-ID"] == f"<pesan-{message.pk}@localhost>"
    assert (mail["To"], mail["Subject"]) == ("siti@uji.test", "Undangan: gudang baru")
    text, html = mail.get_payload()
    assert text.get_payload(decode=True).decode().splitlines() == ["Yth. Siti,", "", ".titik & <b>"]
    assert ">.titik &amp; &lt;b&gt;</p>" in html.get_payload(decode=True).decode()
    assert message.sent_at is not None
    assert (message.attempts, message.last_error) == (1, "")


def test_batch_goes_over_one_connection(smtp):
    server = smtp()
    for _number in range(3):
        make_message()
    assert delivery.deliver_due() == 3
    assert (len(server.taken), server.connections) == (3, 1)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "BODY"])
def test_temporary_refusal_waits_and_says_why(smtp, step):
    server = smtp(**{step: "451 4.3.2 coba lagi nanti"})
    message = deliver(make_message())
    assert message.state == MessageState.PENDING
    assert message.next_attempt_at > timezone.now()
    assert (message.attempts, message.handed_over_at) == (1, None)
    assert message.last_error == "Server e-mail menolak (451): 4.3.2 coba lagi nanti"
    assert [attempt.error for attempt in message.tries.all()] == [message.last_error]
    assert len(server.taken) == (step == "BODY")


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "BODY"])
def test_permanent_refusal_fails_with_the_reason(smtp, step):
    smtp(**{step: "550 5.1.1 tidak dikenal"})
    message = deliver(make_message())
    assert message.state == MessageState.FAILED
    assert message.last_error == "Server e-mail menolak (550): 5.1.1 tidak dikenal"
    assert message.ended_at is not None


@pytest.mark.parametrize(
    ("step", "answer", "is_told"),
    [
        ("RCPT", "550 5.1.1 tidak dikenal", True),
        ("RCPT", "550 tidak dikenal", True),
        ("RCPT", "550 5.7.1 server ini tidak boleh mengirim", False),
        ("RCPT", "554 5.7.1 ditolak", False),
        ("RCPT", "450 4.2.1 sibuk", False),
        ("MAIL", "550 5.1.0 pengirim tidak dikenal", False),
        ("BODY", "550 5.1.1 tidak dikenal", False),
    ],
)
def test_address_that_the_server_does_not_know_is_told_of(smtp, step, answer, is_told):
    smtp(**{step: answer})
    message = deliver(make_message())
    told = AddressTrouble.objects.open().filter(user=message.recipient, address=message.address)
    assert [trouble.reason for trouble in told] == ([message.last_error] if is_told else [])


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_connection_lost_before_the_data_waits(smtp, step):
    smtp(**{step: DROP})
    message = deliver(make_message())
    assert message.state == MessageState.PENDING
    assert message.last_error.startswith("Sambungan ke server e-mail terputus:")


def test_connection_lost_after_the_data_is_unknown(smtp):
    server = smtp(BODY=DROP)
    message = deliver(make_message())
    assert message.state == MessageState.UNKNOWN
    assert message.last_error.startswith("Sambungan terputus sebelum server e-mail menjawab:")
    assert len(server.taken) == 1
    assert delivery.deliver_due() == 0  # never by itself again
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "diterima",
        "",
        "99",
        "100 sebentar",
        "354 lagi",
        "999 aneh",
        f"25{CUT}",
        f"250-OK\r\n{CUT}",
        f"55{CUT}",
    ],
)
def test_answer_after_the_data_that_cannot_be_read_is_unknown(smtp, answer):
    server = smtp(BODY=answer)
    message = deliver(make_message())
    assert (message.state, len(server.taken)) == (MessageState.UNKNOWN, 1)
    assert delivery.deliver_due() == 0  # never by itself again


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_answer_before_the_data_that_cannot_be_read_waits(smtp, step):
    server = smtp(**{step: ["diterima"]})
    message = deliver(make_message())
    assert (message.state, server.taken) == (MessageState.PENDING, [])
    assert "jawaban tidak terbaca" in message.last_error


def test_every_welcome_after_the_data_is_one(smtp):
    smtp(BODY="251 diteruskan")
    assert deliver(make_message()).state == MessageState.SENT


def test_others_of_the_batch_go_on_after_a_refusal_and_after_a_lost_answer(smtp):
    server = smtp(RCPT=["550 tidak dikenal"], BODY=["250 OK", DROP])
    messages = [make_message() for _number in range(4)]
    delivery.deliver_due()
    states = [Message.objects.get(pk=message.pk).state for message in messages]
    assert states == ["failed", "sent", "unknown", "sent"]
    assert len(server.taken) == 3


@pytest.mark.parametrize("hello", ["421 sibuk", DROP])
def test_server_that_turns_away_costs_one_message_an_attempt(smtp, hello):
    smtp(HELLO=hello)
    first, second = make_message(), make_message()
    assert delivery.deliver_due() == 0
    assert (deliver(first).attempts, deliver(second).attempts) == (1, 0)
    assert first.last_error.startswith("Server e-mail tidak terjangkau:")
    assert second.state == MessageState.PENDING
    assert second.next_attempt_at > timezone.now()


def test_server_that_is_not_there_loses_nothing(settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: refused
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", nobody.getsockname()[1]
        message = deliver(make_message())
    assert (message.state, message.attempts) == (MessageState.PENDING, 1)
    assert message.handed_over_at is None


@pytest.mark.parametrize("address", ["dua@at@uji.test", "siti aminah", "sïti@uji.test"])
def test_address_that_no_server_takes_fails_in_words(sink, address):
    message = deliver(make_message(recipient=make_user(email=address)))
    assert message.state == MessageState.FAILED
    assert message.last_error.startswith("Alamat e-mail tidak sah:")
    assert sink.messages == []


def test_international_domain_is_written_as_servers_know_it(sink):
    assert deliver(make_message(recipient=make_user(email="siti@contoh-é.test"))).state == MessageState.SENT
    assert sink.messages[0]["To"] == "siti@xn--contoh--hya.test"


def test_reply_address_of_the_settings_is_used(sink, settings):
    settings.REPLY_TO_EMAIL = "bantuan@uji.test"
    deliver(make_message())
    assert sink.messages[0]["Reply-To"] == "bantuan@uji.test"
