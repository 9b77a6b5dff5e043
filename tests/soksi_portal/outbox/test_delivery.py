"""Claims, leases, quiet hours, retries: what happens to a row on its way."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from soksi_portal.outbox import delivery
from soksi_portal.outbox.channels.base import Refused, TryLater
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import cancel_about, cancel_message
from tests.factories import make_user

from .makers import at, make_claimed, make_message

LATER = timedelta(minutes=10)


class Recorder:
    """A channel that keeps what it is given; `before` runs as the provider gets it."""

    no_address = "tanpa alamat"
    address_of = staticmethod(lambda recipient: recipient.email or "")

    def __init__(self, *, fails=None, before=lambda message: None):
        self.sent: list[int] = []
        self.fails, self.before = fails, before

    def open(self):
        return

    def send(self, message):
        self.before(message)
        if self.fails:
            raise self.fails
        self.sent.append(message.pk)
        return "ok"

    def close(self):
        return


@pytest.fixture
def recorder(monkeypatch):
    def install(**options) -> Recorder:
        made = Recorder(**options)
        monkeypatch.setattr(delivery, "SENDERS", {"email": lambda: made})
        return made

    return install


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


# --- who died ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_claim_of_a_dead_worker_that_handed_nothing_over_is_sent_by_another(recorder):
    message, channel = make_claimed(), recorder()
    delivery.deliver_due()
    assert (state_of(message), channel.sent) == (MessageState.SENT, [message.pk])


@pytest.mark.django_db
def test_message_in_the_hands_of_a_dead_worker_is_unknown_and_stays_so(recorder):
    message, channel = make_claimed(handed_over_at=timezone.now()), recorder()
    delivery.deliver_due()
    message.refresh_from_db()
    assert (message.state, channel.sent) == (MessageState.UNKNOWN, [])
    assert message.last_error == "Pekerja berhenti saat mengirim; pesan mungkin sudah sampai, mungkin belum."
    assert message.ended_at is not None


@pytest.mark.django_db
def test_claim_that_still_holds_is_left_alone(recorder):
    message, channel = make_claimed(), recorder()
    Message.objects.filter(pk=message.pk).update(leased_until=timezone.now() + LATER)
    assert delivery.deliver_due() == 0
    assert (state_of(message), channel.sent) == (MessageState.SENDING, [])


@pytest.mark.django_db
def test_worker_that_slept_through_its_lease_sends_nothing(recorder):
    message, channel = make_message(), recorder()
    lease = uuid.uuid4()
    batch = delivery.claim(lease)
    with time_machine.travel(timezone.now() + LATER, tick=False):
        delivery.recover_expired_leases()
        delivery._deliver_batch(batch, channel, lease, float("inf"))
        assert (state_of(message), channel.sent) == (MessageState.PENDING, [])


@pytest.mark.django_db
def test_worker_that_slept_while_sending_does_not_mark_what_was_taken_over(recorder):
    def sleep_long(message):
        traveller.shift(LATER)
        delivery.recover_expired_leases()

    message, _channel = make_message(), recorder(before=sleep_long)
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        delivery.deliver_due()
    assert state_of(message) == MessageState.UNKNOWN


@pytest.mark.django_db
def test_slow_batch_keeps_its_lease(recorder, settings):
    """Ten messages of 50 seconds each, with a lease of 120."""
    channel = recorder(before=lambda message: traveller.shift(50))
    messages = [make_message() for _number in range(10)]
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        assert delivery.deliver_due() == 10
    assert channel.sent == [message.pk for message in messages]


@pytest.mark.django_db
def test_rest_of_a_batch_is_released_when_time_is_up(recorder):
    message, channel = make_message(), recorder()
    assert delivery.deliver_due(until=0) == 0
    assert (state_of(message), channel.sent) == (MessageState.PENDING, [])


@pytest.mark.django_db
def test_batch_size_of_the_settings_bounds_a_claim_oldest_first(recorder, settings):
    settings.OUTBOX_BATCH = 2
    channel = recorder()
    messages = [make_message(due_at=timezone.now() - timedelta(minutes=age)) for age in (1, 3, 2)]
    assert [delivery.deliver_due() for _run in range(3)] == [2, 1, 0]
    assert channel.sent == [messages[1].pk, messages[2].pk, messages[0].pk]


# --- taken back --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_message_cancelled_between_claim_and_hand_over_never_leaves(recorder):
    message, channel = make_message(), recorder()
    lease = uuid.uuid4()
    batch = delivery.claim(lease)
    assert cancel_about(subject_ref=message.subject_ref, reason="Sesi diubah.") == 1
    delivery._deliver_batch(batch, channel, lease, float("inf"))
    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.CANCELLED, "Sesi diubah.")
    assert channel.sent == []


@pytest.mark.django_db
def test_message_handed_over_can_no_longer_be_taken_back(recorder):
    taken_back = []
    message = make_message()
    recorder(before=lambda _: taken_back.append(cancel_about(subject_ref=message.subject_ref, reason="Uji")))
    delivery.deliver_due()
    assert (taken_back, state_of(message)) == ([0], MessageState.SENT)


@pytest.mark.django_db
def test_only_the_cancelled_person_is_left_out(recorder):
    channel = recorder()
    kept = make_message(subject_ref="session:1")
    gone = make_message(subject_ref="session:1")
    cancel_message(message=gone, by=make_user(full_name="Rina"))
    delivery.deliver_due()
    gone.refresh_from_db()
    assert (gone.last_error, channel.sent) == ("Dibatalkan oleh Rina.", [kept.pk])


# --- the clock ---------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "zone", "leaves"),
    [
        ("2026-11-23 19:59", "Asia/Jakarta", "2026-11-23 19:59"),
        ("2026-11-23 20:00", "Asia/Jakarta", "2026-11-24 07:00"),
        ("2026-11-24 03:00", "Asia/Jakarta", "2026-11-24 07:00"),
        ("2026-11-24 06:59", "Asia/Jayapura", "2026-11-24 07:00"),
        ("2026-11-24 07:00", "Asia/Makassar", "2026-11-24 07:00"),
        ("2026-12-31 23:30", "Asia/Makassar", "2027-01-01 07:00"),
    ],
)
def test_message_waits_for_the_morning_of_the_recipients_zone(recorder, now, zone, leaves):
    channel = recorder()
    with time_machine.travel(at(now, zone), tick=False):
        message = make_message(time_zone=zone, ignores_quiet_hours=False)
        assert message.next_attempt_at == at(leaves, zone)
        delivery.deliver_due()
        assert channel.sent == ([message.pk] if now == leaves else [])
    with time_machine.travel(at(leaves, zone), tick=False):
        delivery.deliver_due()
    assert channel.sent == [message.pk]


@pytest.mark.django_db
def test_message_delayed_into_the_quiet_hours_waits_again(recorder):
    """Planned for 19.50, no worker until 20.10."""
    channel = recorder()
    with time_machine.travel(at("2026-11-23 19:50"), tick=False):
        message = make_message(ignores_quiet_hours=False)
    with time_machine.travel(at("2026-11-23 20:10"), tick=False):
        delivery.deliver_due()
    message.refresh_from_db()
    assert (message.state, channel.sent) == (MessageState.PENDING, [])
    assert (message.next_attempt_at, message.attempts) == (at("2026-11-24 07:00"), 0)


@pytest.mark.django_db
def test_urgent_change_leaves_in_the_quiet_hours(recorder):
    channel = recorder()
    with time_machine.travel(at("2026-11-23 23:00"), tick=False):
        message = make_message(ignores_quiet_hours=True)
        delivery.deliver_due()
    assert channel.sent == [message.pk]


@pytest.mark.django_db
def test_message_too_late_to_be_of_use_is_cancelled(recorder):
    channel = recorder()
    message = make_message(expires_at=timezone.now() + timedelta(minutes=5))
    with time_machine.travel(timezone.now() + LATER, tick=False):
        delivery.deliver_due()
    message.refresh_from_db()
    assert (message.state, channel.sent) == (MessageState.CANCELLED, [])
    assert message.last_error == "Waktunya sudah lewat, jadi tidak dikirim lagi."


# --- what goes wrong ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_pauses_grow_until_the_attempts_are_used_up(recorder, settings, monkeypatch):
    monkeypatch.setattr(delivery.random, "uniform", lambda low, high: 1.0)
    recorder(fails=TryLater("Sibuk."))
    message = make_message()
    pauses = []
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        for _attempt in range(settings.OUTBOX_ATTEMPTS - 1):
            delivery.deliver_due()
            message.refresh_from_db()
            assert message.state == MessageState.PENDING
            pauses.append((message.next_attempt_at - timezone.now()) // timedelta(minutes=1))
            traveller.move_to(message.next_attempt_at)
        delivery.deliver_due()
    message.refresh_from_db()
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240, 240]
    assert sum(pauses) > 20 * 60  # a provider that is away for a night and a day loses no message
    assert (message.state, message.attempts, message.last_error) == (MessageState.FAILED, 13, "Sibuk.")
    assert message.tries.count() == 13


@pytest.mark.django_db
def test_unexpected_error_is_unknown_and_the_rest_goes_on(recorder):
    def stumble(message):
        if message.pk == first.pk:
            raise KeyError("never seen")

    first, second = make_message(), make_message()
    channel = recorder(before=stumble)
    delivery.deliver_due()
    assert (state_of(first), state_of(second)) == (MessageState.UNKNOWN, MessageState.SENT)
    assert channel.sent == [second.pk]


@pytest.mark.django_db
def test_message_follows_its_recipient_to_a_new_address(recorder):
    addresses = []
    recorder(before=lambda message: addresses.append(message.address))
    recipient = make_user(email="lama@uji.test", phone="+6281200000001")
    moved, gone = make_message(recipient=recipient), make_message(recipient=make_user(phone="+6281200000002"))
    recipient.email = "baru@uji.test"
    recipient.save()
    gone.recipient.email = None
    gone.recipient.save()
    delivery.deliver_due()
    moved.refresh_from_db()
    gone.refresh_from_db()
    assert addresses == [moved.address] == ["baru@uji.test"]
    assert (gone.state, gone.last_error) == (MessageState.FAILED, "tanpa alamat")


@pytest.mark.django_db
def test_refused_message_is_not_tried_again(recorder):
    recorder(fails=Refused("Tidak dikenal."))
    message = make_message()
    assert [delivery.deliver_due() for _run in range(2)] == [1, 0]
    assert [attempt.error for attempt in message.tries.all()] == ["Tidak dikenal."]


# --- side by side ------------------------------------------------------------------------------


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
    from django.db import transaction

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
