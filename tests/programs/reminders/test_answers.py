"""When who has not answered is asked again, and who is reached by telephone only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.reminders.sessions import Sessions
from soksi_portal.outbox import channels
from soksi_portal.outbox.choices import Channel, Kind
from soksi_portal.outbox.choosing.services import choose_channels
from soksi_portal.outbox.models import Message
from tests.factories import make_invitation, make_session, make_user
from tests.soksi_portal.outbox.makers import Recorder

pytestmark = pytest.mark.django_db


def plan(state: str, **person) -> list[tuple[str, int]]:
    now = timezone.now()
    session = make_session(starts_at=now + timedelta(days=10))
    make_invitation(session=session, state=state, **person)
    Sessions().plan(session.pk, now)
    rows = Message.objects.order_by("-lead_minutes").values_list("channel", "lead_minutes")
    return list(rows)


def test_answer_is_asked_for_five_days_before():
    assert [lead for _channel, lead in plan("invited")] == [5 * 1_440, 1_440, 120]


def test_who_is_reached_by_telephone_alone_is_reminded_in_good_time(monkeypatch):
    sender = type("Sender", (Recorder,), {"address_of": staticmethod(lambda user: user.phone or "")})
    monkeypatch.setitem(channels.SENDERS, Channel.WHATSAPP, sender)
    person = make_user(email=None, phone="+6281200000021")
    choose_channels(user=person, kind=Kind.SESSION, channels=["whatsapp"], agrees_to_phone=True)
    assert plan("confirmed", person=person) == [
        ("whatsapp", 7 * 1_440),
        ("whatsapp", 1_440),
        ("whatsapp", 120),
    ]
