"""No message leaves at night, in the zone of its recipient; none leaves too late."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from soksi_portal.outbox import delivery
from soksi_portal.outbox.choices import MessageState

from .makers import at, make_message

LATER = timedelta(minutes=10)


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
