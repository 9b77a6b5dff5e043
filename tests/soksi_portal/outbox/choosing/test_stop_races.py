"""A kind that is stopped while a message of it is on its way to be planned, or to leave."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection, transaction

from soksi_portal.outbox import delivery
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.choosing.services import stop_kind
from soksi_portal.outbox.models import Message
from tests.factories import make_user
from tests.soksi_portal.outbox.makers import make_message

pytestmark = pytest.mark.django_db(transaction=True)

STOPPABLE, MUST = "nomination_made", "session_changed"


def rows() -> list[tuple[str, str, bool]]:
    return list(Message.objects.order_by("pk").values_list("channel", "state", "in_inbox"))


def test_what_is_planned_before_a_stop_and_committed_after_it_does_not_leave(recorder):
    person, planned, stopped, channel = make_user(), threading.Event(), threading.Event(), recorder()

    def plan():
        try:
            with transaction.atomic():
                make_message(recipient=person, occasion=STOPPABLE)
                planned.set()
                assert stopped.wait(5)
        finally:
            connection.close()

    planner = threading.Thread(target=plan)
    planner.start()
    assert planned.wait(5)
    stop_kind(user=person, kind=Kind.SELECTION, channel="email")
    stopped.set()
    planner.join()
    assert rows() == [("email", "pending", True)]
    delivery.deliver_due()
    assert channel.sent == []
    assert rows() == [("email", "cancelled", True), ("inbox", "pending", True)]


def test_what_was_claimed_before_a_stop_does_not_leave(recorder):
    person, channel, lease = make_user(), recorder(), uuid.uuid4()
    make_message(recipient=person, occasion=STOPPABLE)
    make_message(recipient=person, occasion=MUST)
    batch = delivery.claim(lease)
    stop_kind(user=person, kind=Kind.SELECTION, channel="email")
    delivery._deliver_batch(batch, channel, lease, float("inf"))
    assert channel.sent == [batch[1].pk]
    assert rows()[0] == ("email", "cancelled", True)


def test_other_stops_and_given_addresses_hold_nothing_back(recorder):
    person, channel = make_user(), recorder()
    make_message(recipient=person, occasion=STOPPABLE)
    stop_kind(user=person, kind=Kind.BUSINESS, channel="email")
    given = make_message(recipient=person, occasion="business_verified", address="lain@uji.test")
    delivery.deliver_due()
    assert len(channel.sent) == 2
    assert given.pk in channel.sent
