"""What no longer fits is taken back, also from a provider that has it just now."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from programs.reminders import services
from programs.training.choices import InvitationState
from programs.training.models import Session
from soksi_portal.outbox import delivery
from soksi_portal.outbox.channels.base import TryLater
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from tests.factories import make_invitation, make_session
from tests.soksi_portal.outbox.makers import Recorder

START = datetime(2026, 12, 3, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.django_db
@pytest.mark.usefixtures("_only_dated")
def test_sweep_keeps_what_a_provider_refuses_meanwhile_from_being_tried_again(monkeypatch):
    """The old time is with the provider as its session moves past the services; the provider says: later."""

    class Busy(Recorder):
        def send(self, message):
            Session.objects.filter(pk=invitation.session_id).update(revision=5)
            assert services.take_back_outdated() == 2  # those that have not left
            raise TryLater("Sibuk.")

    with time_machine.travel(START - timedelta(days=8), tick=False) as clock:
        invitation = make_invitation(session=make_session(starts_at=START), state=InvitationState.CONFIRMED)
        assert services.plan(now=timezone.now()).planned == 3
        monkeypatch.setattr(delivery, "SENDERS", {"email": Busy})
        clock.move_to(START - timedelta(days=7))
        delivery.deliver_due()
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.CANCELLED}
