"""Claims, leases, quiet hours, retries: what happens to a row on its way."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from soksi_portal.outbox import delivery, endings
from soksi_portal.outbox.channels.base import Refused, TryLater
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import cancel_about, cancel_message
from tests.factories import make_user

from .makers import make_claimed, make_message, state_of

LATER = timedelta(minutes=10)


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
def test_what_a_dead_worker_laid_into_the_inbox_is_there(recorder):
    message = make_message(channel="inbox")
    [claimed] = delivery.claim(uuid.uuid4())
    Message.objects.filter(pk=claimed.pk).update(handed_over_at=timezone.now(), leased_until=timezone.now())
    recorder()
    delivery.deliver_due()
    message.refresh_from_db()
    assert (message.state, message.sent_at) == (MessageState.SENT, message.handed_over_at)


@pytest.mark.django_db
def test_what_a_provider_has_told_of_is_not_tried_again(recorder):
    """Its report came before its answer, which says that it should be tried later."""
    message = make_message()
    channel = recorder(
        fails=TryLater("Nanti."),
        before=lambda message: Message.objects.filter(pk=message.pk).update(report="delivered"),
    )
    delivery.deliver_due()
    assert (state_of(message), channel.sent) == (MessageState.UNKNOWN, [])


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


# --- what goes wrong ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_pauses_grow_until_the_attempts_are_used_up(recorder, settings, monkeypatch):
    monkeypatch.setattr(endings.random, "uniform", lambda low, high: 1.0)
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
