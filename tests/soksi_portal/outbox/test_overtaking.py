"""A change never overtakes, nor is followed by, what it changes; a worker's clock that is wrong harms nobody."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from soksi_portal.outbox import delivery
from soksi_portal.outbox.channels.base import TryLater
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import cancel_about, enqueue
from tests.factories import make_user

from .makers import Recorder, at, make_message, state_of

SESSION = "session:1"


def move(recipient) -> Message:
    """As a session's own service does: takes back what is planned about it, and tells of the new time."""
    with transaction.atomic():
        cancel_about(subject_ref=SESSION, reason="Sesi diubah.")
        told = enqueue(
            occasion="uji_change", subject_ref=SESSION, recipient=recipient, title="Waktu baru", body="Isi",
            revision=1, ignores_quiet_hours=True,
        )  # fmt: skip
    assert told is not None
    return told


@pytest.mark.django_db(transaction=True)
def test_change_waits_while_a_provider_still_has_the_old_time(monkeypatch):
    """The worker that sends the old reminder is slow; the session moves; another worker comes to the change."""
    person, arrived = make_user(), []
    with_provider, go_on = threading.Event(), threading.Event()

    class Slow(Recorder):
        def send(self, message):
            if message.revision == 0:
                with_provider.set()
                assert go_on.wait(10)
            arrived.append(message.revision)
            return "ok"

    monkeypatch.setattr(delivery, "SENDERS", {"email": Slow})
    make_message(subject_ref=SESSION, recipient=person)

    def work():
        try:
            delivery.deliver_due()
        finally:
            connection.close()

    slow = threading.Thread(target=work)
    slow.start()
    assert with_provider.wait(10)
    change = move(person)
    delivery.deliver_due()
    assert (arrived, state_of(change)) == ([], MessageState.PENDING)
    go_on.set()
    slow.join(10)
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        delivery.deliver_due()
    assert arrived == [0, 1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(6))
def test_old_time_never_arrives_after_the_new_one(monkeypatch, round_):
    """Two workers deliver while the session moves, in whatever order they come."""
    person, arrived, start = make_user(), [], threading.Barrier(3)

    class Noting(Recorder):
        def send(self, message):
            arrived.append(message.revision)
            return "ok"

    monkeypatch.setattr(delivery, "SENDERS", {"email": Noting})
    make_message(subject_ref=SESSION, recipient=person)

    def run(deed):
        start.wait()
        try:
            deed()
        finally:
            connection.close()

    deeds = (delivery.deliver_due, delivery.deliver_due, lambda: move(person))
    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        delivery.deliver_due()
    assert arrived in ([1], [0, 1])


@pytest.mark.django_db
def test_what_is_taken_back_while_a_provider_has_it_is_not_tried_again(recorder):
    person = make_user()
    old = make_message(subject_ref=SESSION, recipient=person)
    recorder(before=lambda message: move(person), fails=TryLater("Sibuk."))
    delivery.deliver_due()
    old.refresh_from_db()
    assert (old.state, old.last_error, old.attempts) == (MessageState.CANCELLED, "Sesi diubah.", 1)
    assert [attempt.error for attempt in old.tries.all()] == ["Sibuk."]


@pytest.mark.django_db
def test_same_thing_to_another_person_does_not_wait(recorder):
    first, second = (make_message(subject_ref=SESSION) for _person in range(2))
    channel = recorder()
    Message.objects.filter(pk=first.pk).update(
        state="sending", lease=uuid.uuid4(), leased_until=timezone.now() + timedelta(minutes=1),
        handed_over_at=timezone.now(),
    )  # fmt: skip
    delivery.deliver_due()
    assert channel.sent == [second.pk]


# --- clocks ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-9, 9])
def test_worker_whose_clock_is_wrong_delivers_nothing_and_loses_nothing(recorder, settings, hours, caplog):
    settings.OUTBOX_CLOCK_TOLERANCE_SECONDS = 60
    message, channel = make_message(due_at=timezone.now() - timedelta(days=1)), recorder()
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        assert delivery.deliver_due() == 0
    assert (state_of(message), channel.sent) == (MessageState.PENDING, [])
    assert "clock" in caplog.text
    delivery.deliver_due()
    assert channel.sent == [message.pk]


@pytest.mark.django_db
def test_clock_set_back_sends_nothing_twice_and_nothing_too_late(recorder):
    channel = recorder()
    now = timezone.now()
    first, second = make_message(due_at=now), make_message(due_at=now + timedelta(minutes=30))
    for minutes in (0, -60, 31, -60, 31):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            delivery.deliver_due()
    assert channel.sent == [first.pk, second.pk]


@pytest.mark.django_db
def test_clock_ahead_takes_no_message_out_of_a_living_workers_hands_twice(recorder):
    """To a clock that is ahead, another's lease looks over: what it holds is sent by one of the two only."""
    message, channel = make_message(), recorder()
    lease = uuid.uuid4()
    batch = delivery.claim(lease)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        delivery.deliver_due()
    delivery._deliver_batch(batch, channel, lease, float("inf"))
    assert channel.sent == [message.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "leave"),
    [  # at one and the same moment it is 06.30 in WIB, 07.30 in WITA, 08.30 in WIT
        ("2026-11-24 06:30", {"Asia/Makassar", "Asia/Jayapura"}),
        ("2026-11-24 05:30", {"Asia/Jayapura"}),
        ("2026-11-24 18:30", {"Asia/Jakarta", "Asia/Makassar"}),
        ("2026-11-24 19:30", {"Asia/Jakarta"}),
        ("2026-11-24 12:00", {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}),
        ("2026-11-24 22:00", set()),
    ],
)
def test_each_province_has_its_own_quiet_hours(recorder, now, leave):
    channel = recorder()
    with time_machine.travel(at(now), tick=False):
        zones = {
            make_message(time_zone=zone, ignores_quiet_hours=False).pk: zone
            for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
        }
        delivery.deliver_due()
    assert {zones[number] for number in channel.sent} == leave
