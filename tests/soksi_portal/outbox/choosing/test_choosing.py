"""Where a message goes: what a person chose, what may not be stopped, and what waits when a choice changes."""

from __future__ import annotations

import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from soksi_portal.outbox import channels, occasions
from soksi_portal.outbox.choices import Channel, Kind
from soksi_portal.outbox.choosing.services import PhoneNotAgreed, WayNeeded, choose_channels, stop_kind
from soksi_portal.outbox.models import ChannelChoice, Message
from soksi_portal.outbox.services import enqueue
from tests.factories import make_user
from tests.soksi_portal.outbox.makers import Recorder

pytestmark = pytest.mark.django_db

# kinds selection, session and afterwards
STOPPABLE, MUST, LATER = "nomination_made", "session_changed", "certificate_ready"


@pytest.fixture
def whatsapp(monkeypatch):
    """A provider that reaches whoever has a number."""
    sender = type("Sender", (Recorder,), {"address_of": staticmethod(lambda user: user.phone or "")})
    monkeypatch.setitem(channels.SENDERS, Channel.WHATSAPP, sender)


def tell(recipient, occasion=STOPPABLE, **fields) -> Message | None:
    fields.setdefault("subject_ref", f"uji:{Message.objects.count()}")
    return enqueue(occasion=occasion, recipient=recipient, title="T", body="B", **fields)


def ways(recipient, occasion=STOPPABLE) -> list[tuple[str, str, bool]]:
    message = tell(recipient, occasion)
    rows = Message.objects.filter(subject_ref=message.subject_ref).order_by("pk")
    return [(row.channel, row.state, row.in_inbox) for row in rows]


def siti(**fields):
    return make_user(**{"email": "siti@uji.test", "phone": "+6281200000010", **fields})


def test_who_has_chosen_nothing_gets_email():
    assert ways(siti()) == [("email", "pending", True)]


def test_each_chosen_channel_gets_a_row_and_one_of_them_is_the_inbox(whatsapp):
    user = siti()
    choose_channels(user=user, kind=Kind.SELECTION, channels=["whatsapp", "email"], agrees_to_phone=True)
    assert ways(user) == [("email", "pending", True), ("whatsapp", "pending", False)]
    assert ways(user, MUST) == [("email", "pending", True)]  # another kind


def test_stopped_kind_lies_in_the_inbox_as_read():
    user = siti()
    stop_kind(user=user, kind=Kind.SELECTION, channel="email")
    stop_kind(user=user, kind=Kind.SELECTION, channel="email")
    assert ways(user) == [("inbox", "pending", True)]
    assert Message.objects.get().read_at is not None


@pytest.mark.parametrize("kind", [Kind.SESSION, Kind.ACCOUNT, Kind.DATA])
def test_what_must_arrive_is_not_stopped_by_service_or_past_it(kind):
    user = siti()
    with pytest.raises(WayNeeded):
        choose_channels(user=user, kind=kind, channels=[])
    with pytest.raises(DatabaseError), transaction.atomic():
        ChannelChoice.objects.create(user=user, kind=kind, channels=[])


def test_number_is_used_only_of_who_agreed():
    user = siti()
    with pytest.raises(PhoneNotAgreed):
        choose_channels(user=user, kind=Kind.SELECTION, channels=["sms"])
    for bad in (["sms"], ["webhook"]):
        with pytest.raises(DatabaseError), transaction.atomic():
            ChannelChoice.objects.create(user=user, kind=Kind.SELECTION, channels=bad)


def test_address_that_was_never_confirmed_gets_what_concerns_ones_own_way():
    user = siti()
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    assert occasions.kind_of(LATER) == Kind.AFTERWARDS
    assert ways(user, LATER) == [("inbox", "pending", True)]
    assert Message.objects.get().read_at is None
    assert ways(user) == [("email", "pending", True)]
    assert ways(user, MUST) == [("email", "pending", True)]


def test_chosen_number_that_is_gone_falls_back_only_where_it_must(whatsapp):
    user = siti()
    for kind in (Kind.SELECTION, Kind.SESSION):
        choose_channels(user=user, kind=kind, channels=["whatsapp"], agrees_to_phone=True)
    user.phone = None
    user.save()
    assert ways(user) == [("inbox", "pending", True)]
    assert ways(user, MUST) == [("email", "pending", True)]


def test_same_message_is_planned_once_whatever_was_chosen_between():
    user = siti()
    assert tell(user, subject_ref="uji:x") is not None
    ChannelChoice.objects.create(user=user, kind=Kind.SELECTION, channels=[])
    assert tell(user, subject_ref="uji:x") is None
    assert Message.objects.count() == 1


def test_what_waits_follows_the_choice_and_stays_readable(whatsapp):
    user = siti()
    waiting = tell(user, due_at=timezone.now() + timezone.timedelta(days=2))
    must = tell(user, MUST)
    stop_kind(user=user, kind=Kind.SELECTION, channel="email")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.last_error) == ("cancelled", "Penerima memilih saluran lain.")
    moved = Message.objects.get(channel="inbox")
    assert (moved.in_inbox, moved.due_at, moved.title) == (True, waiting.due_at, waiting.title)
    must.refresh_from_db()
    assert must.state == "pending"


def test_when_one_of_two_channels_goes_the_other_takes_the_inbox(whatsapp):
    user = siti()
    choose_channels(user=user, kind=Kind.SELECTION, channels=["whatsapp", "email"], agrees_to_phone=True)
    tell(user)
    choose_channels(user=user, kind=Kind.SELECTION, channels=["whatsapp"])
    rows = Message.objects.order_by("pk").values_list("channel", "state", "in_inbox")
    assert list(rows) == [("email", "cancelled", True), ("whatsapp", "pending", True)]


def test_private_text_is_not_in_the_inbox():
    assert ways(siti(), "offer_made") == [("email", "pending", False)]


@pytest.mark.django_db(transaction=True)
def test_two_stops_at_once_both_hold(whatsapp):
    user, start = siti(), threading.Barrier(2)
    choose_channels(user=user, kind=Kind.SELECTION, channels=["whatsapp", "email"], agrees_to_phone=True)

    def stop(channel):
        start.wait()
        try:
            stop_kind(user=user, kind=Kind.SELECTION, channel=channel)
        finally:
            connection.close()

    threads = [threading.Thread(target=stop, args=[channel]) for channel in ("whatsapp", "email")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ChannelChoice.objects.get().channels == []
