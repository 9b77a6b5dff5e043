"""Workers side by side, and people who change their mind meanwhile."""

from __future__ import annotations

import threading
import uuid
from collections import Counter

import pytest
from django.db import connection, transaction

from soksi_portal.outbox import delivery
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import cancel_about
from tests.factories import make_user

from .makers import Recorder, make_message, state_of


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_each_message_once(monkeypatch, settings):
    settings.OUTBOX_BATCH = 3
    channels = [Recorder() for _worker in range(4)]
    own = threading.local()
    monkeypatch.setattr(delivery, "SENDERS", {"email": lambda: own.channel})
    recipient = make_user()
    messages = {make_message(recipient=recipient).pk for _number in range(40)}
    start = threading.Barrier(len(channels))

    def work(channel):
        own.channel = channel
        start.wait()
        try:
            while delivery.deliver_due():
                continue
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(channel,)) for channel in channels]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Counter(pk for channel in channels for pk in channel.sent) == Counter(messages)
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}


@pytest.mark.django_db(transaction=True)
def test_claim_does_not_wait_for_another_workers(settings):
    """While one worker's claim is not committed, the other takes what is left, at once."""
    settings.OUTBOX_BATCH = 2
    messages = [make_message().pk for _number in range(3)]
    got: list[int] = []

    def claim_rest():
        try:
            got.extend(message.pk for message in delivery.claim(uuid.uuid4()))
        finally:
            connection.close()

    with transaction.atomic():
        first = [message.pk for message in delivery.claim(uuid.uuid4())]
        other = threading.Thread(target=claim_rest)
        other.start()
        other.join(5)
        assert not other.is_alive()
    assert (first, got) == (messages[:2], messages[2:])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("commits", [True, False])
def test_hand_over_waits_for_a_cancellation_under_way(recorder, commits):
    """Claimed, then cancelled in a transaction that is still open when the worker comes to it."""
    message, channel = make_message(), recorder()
    lease = uuid.uuid4()
    batch = delivery.claim(lease)

    def work():
        try:
            delivery._deliver_batch(batch, channel, lease, float("inf"))
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    with transaction.atomic():
        cancel_about(subject_ref=message.subject_ref, reason="Uji")
        worker.start()
        worker.join(0.5)
        assert worker.is_alive()
        assert channel.sent == []
        transaction.set_rollback(not commits)
    worker.join(5)
    assert channel.sent == ([] if commits else [message.pk])
    assert state_of(message) == (MessageState.CANCELLED if commits else MessageState.SENT)


@pytest.mark.django_db(transaction=True)
def test_hand_over_is_committed_before_the_provider_gets_the_message(recorder):
    seen = []

    def look(message):
        def read():
            seen.append(Message.objects.values_list("state", "handed_over_at").get(pk=message.pk))
            connection.close()

        other = threading.Thread(target=read)
        other.start()
        other.join()

    make_message()
    recorder(before=look)
    delivery.deliver_due()
    [(state, handed_over_at)] = seen
    assert (state, handed_over_at is not None) == (MessageState.SENDING, True)
