"""One's own inbox: what lies in it, what is new, and that it costs every page next to nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox import delivery
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.inbox.queries import inbox_of, unread_of
from soksi_portal.outbox.models import Message
from tests.factories import make_user
from tests.soksi_portal.outbox.makers import make_message

pytestmark = pytest.mark.django_db

LIST = reverse("inbox_list")
HOUR = timedelta(hours=1)


@pytest.fixture
def siti(client):
    user = make_user(Role.CADRE)
    client.force_login(user)
    return user


def arrived(user, **fields) -> Message:
    """As `enqueue` plans it where no channel is named."""
    return make_message(recipient=user, **fields)


def test_inbox_holds_what_is_due_and_of_use(siti):
    wanted = arrived(siti)
    arrived(siti, due_at=timezone.now() + HOUR)
    arrived(siti, due_at=timezone.now() - 2 * HOUR, expires_at=timezone.now() - HOUR)
    arrived(siti, occasion="account")  # a key
    arrived(siti, channel="webhook")
    arrived(make_user())
    taken_back = arrived(siti)
    Message.objects.filter(pk=taken_back.pk).end(MessageState.CANCELLED)
    assert list(inbox_of(siti)) == [wanted]


def test_message_whose_mail_never_arrived_is_read_in_the_portal():
    nobody = make_user(email=None, phone="+6281200000013")
    message = arrived(nobody)
    assert message.state == MessageState.FAILED
    assert list(inbox_of(nobody)) == [message]


def test_row_of_the_inbox_is_sent_at_any_hour_and_sends_nothing(siti, sink):
    message = make_message(recipient=siti, channel="inbox", ignores_quiet_hours=False)
    assert message.next_attempt_at == message.due_at
    delivery.deliver_due()
    message.refresh_from_db()
    assert (message.state, sink.messages) == (MessageState.SENT, [])


def test_opening_is_reading_and_can_be_undone(client, siti):
    message = arrived(siti, title="Undangan baru", body="Buka http://testserver/usaha/1/")
    assert "Baru" in client.get(LIST).content.decode()
    page = client.get(reverse("inbox_message", args=[message.pk])).content.decode()
    assert '<a href="http://testserver/usaha/1/"' in page
    assert unread_of(siti) == ""
    client.post(reverse("inbox_unread", args=[message.pk]))
    assert unread_of(siti) == "1"
    arrived(siti)
    answer = client.post(reverse("inbox_all_read"), follow=True)
    assert "2 pesan ditandai sudah dibaca." in answer.content.decode()
    assert unread_of(siti) == ""


def test_others_messages_are_not_there_even_for_staff(client):
    message = arrived(make_user())
    client.force_login(make_user(Role.ADMIN))
    assert client.get(reverse("inbox_message", args=[message.pk])).status_code == 404
    assert client.post(reverse("inbox_unread", args=[message.pk])).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_list_costs_the_same_for_one_and_for_three(client, siti):
    counts = []
    for _times in range(2):
        arrived(siti)
        client.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(LIST)
        counts.append(len(captured))
        arrived(siti)
    assert counts[0] == counts[1]


def test_counter_is_one_look_into_an_index_of_unread_rows_and_stops_at_a_hundred(siti):
    for number in range(101):
        arrived(siti, subject_ref=f"banyak:{number}")
    with CaptureQueriesContext(connection) as captured:
        assert unread_of(siti) == "99+"
    assert len(captured) == 1
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + captured[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "message_unread" in plan


def test_header_shows_the_counter_on_every_page(client, siti):
    arrived(siti)
    page = client.get(reverse("home")).content.decode()
    assert '<span class="unread">1<span class="visually-hidden"> belum dibaca</span></span>' in page
