"""The text of old messages is dropped, the record stays; counts by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox import retention, services, tasks
from soksi_portal.outbox.models import DailyCount, Message
from soksi_portal.outbox.tallies.services import count_days
from tests.factories import make_user
from tests.parallel import in_parallel

from .makers import bring_to, make_message

pytestmark = pytest.mark.django_db

STATISTICS = reverse("message_statistics")
LATER = timedelta(days=25 * 31)


def drop(now=None) -> int:
    return retention.drop_old_texts(now=now or timezone.now() + LATER)


def test_text_of_what_ended_long_ago_is_dropped_and_the_record_stays(client):
    old, waiting = bring_to("sent"), make_message()
    assert (drop(timezone.now()), drop(), drop()) == (0, 1, 0)
    dropped = Message.objects.get(pk=old.pk)
    assert (dropped.body, dropped.title, dropped.state) == ("", old.title, "sent")
    assert dropped.text_dropped_at is not None
    assert Message.objects.get(pk=waiting.pk).body
    client.force_login(make_user(Role.JAMKRINDO))
    assert "sudah dihapus karena sudah lama" in client.get(old.get_absolute_url()).content.decode()


def test_message_without_its_text_is_not_sent_again():
    message = bring_to("failed")
    drop()
    with pytest.raises(services.NotResendable, match="sudah dihapus"):
        services.resend_message(message=message, by=make_user(), reason="Uji")


@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("pending", {"body": "", "text_dropped_at": True}),
        ("sent", {"body": ""}),
        ("sent", {"text_dropped_at": True}),
        ("sent", {"body": "lain", "text_dropped_at": True}),
    ],
)
def test_database_refuses_to_drop_a_text_otherwise(state, values):
    message = bring_to(state)
    if "text_dropped_at" in values:
        values = {**values, "text_dropped_at": timezone.now()}
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**values)


def test_database_refuses_to_bring_a_text_back():
    message = bring_to("sent")
    drop()
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(body="Isi", text_dropped_at=None)


def test_batches_go_on_until_none_is_left(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    monkeypatch.setattr(retention, "MONTH", timedelta(0))
    for _number in range(5):
        bring_to("sent")
    tasks.drop_old_texts()
    assert not Message.objects.filter(text_dropped_at=None).exists()


def test_each_batch_is_one_bounded_statement_along_the_index(monkeypatch, django_assert_num_queries):
    """Whatever the number of messages: as many as a batch takes are locked, found by the index of texts still held."""
    monkeypatch.setattr(retention, "BATCH", 2)
    for _number in range(5):
        bring_to("sent")
    for dropped in (2, 2, 1, 0):
        with django_assert_num_queries(1):
            assert drop() == dropped
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # of so few rows it would read them all
        cursor.execute(
            f"EXPLAIN {retention._DROP}", {"before": timezone.now(), "batch": 2, "now": timezone.now()}
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "message_text_held" in plan
    assert "Sort" not in plan  # a batch reads no further than itself


@pytest.mark.django_db(transaction=True)
def test_two_that_drop_at_once_share_the_work(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 3)
    for _number in range(6):
        bring_to("sent")
    later = timezone.now() + LATER
    assert sorted(in_parallel(lambda now: retention.drop_old_texts(now=now), [later] * 2)) == [3, 3]
    assert not Message.objects.filter(text_dropped_at=None).exists()


# --- counts ------------------------------------------------------------------------------------


def counted(day: date | None = None) -> dict[tuple[str, str], int]:
    count_days(until=day or timezone.localdate())
    return {(row.channel, row.outcome): row.count for row in DailyCount.objects.all()}


def test_days_are_counted_anew_and_the_same_twice():
    for state in ("sent", "sent", "failed", "unknown", "pending"):
        bring_to(state)
    expected = {("email", "sent"): 2, ("email", "failed"): 1, ("email", "unknown"): 1}
    assert counted() == counted() == expected
    bring_to("sent")
    assert counted()["email", "sent"] == 3


def test_what_is_sent_again_counts_for_its_occasion_and_earlier_days_stand():
    failed = bring_to("failed")
    services.resend_message(message=failed, by=make_user(), reason="Uji")
    Message.objects.filter(resends=failed).update(
        state="sending", lease="0" * 32, leased_until=timezone.now()
    )
    Message.objects.filter(resends=failed).end("failed")
    counted()
    assert list(DailyCount.objects.values_list("occasion", "count")) == [("uji", 2)]
    assert counted(timezone.localdate() + timedelta(days=9)) == {("email", "failed"): 2}


def test_statistics_show_days_and_shares(client):
    for state in ("sent", "sent", "sent", "failed"):
        bring_to(state)
    counted()
    client.force_login(make_user(Role.ADMIN))
    response = client.get(STATISTICS)
    found = response.context["found"]
    [email] = found.channels
    assert (email.sent, email.wrong, email.wrong_share) == (3, 1, "25\u00a0%")
    assert (found.sent[-1].value, found.wrong[-1].value, len(found.sent)) == (3, 1, 30)
    assert "1 dari 4" in response.content.decode()
    assert client.get(STATISTICS, {"saluran": "sms", "hari": "7"}).context["found"].is_empty


@pytest.mark.parametrize(
    "query", [{}, {"hari": "9999999999"}, {"hari": "\x00"}, {"saluran": "x" * 900}, {"perihal": "?"}]
)
def test_odd_choices_give_the_usual(client, query):
    client.force_login(make_user(Role.ADMIN))
    response = client.get(STATISTICS, query)
    assert response.status_code == 200
    assert '<option value="30" selected>' in response.content.decode()  # the page says what it counts


def test_statistics_cost_the_same_whatever_was_counted(client, django_assert_num_queries):
    client.force_login(make_user(Role.ADMIN))
    client.get(STATISTICS)
    with django_assert_num_queries(4):
        client.get(STATISTICS)
    for state in ("sent", "failed", "unknown"):
        bring_to(state)
    counted()
    with django_assert_num_queries(4):
        client.get(STATISTICS)
