"""An invitation that ended is cancelled in the person's calendar, not missing from it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from programs.training.calendars.subscriptions import renew_subscription
from programs.training.services import answer_invitation, invite_observers, withdraw_observer
from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.programs.training.inviting.makers import make_observer, make_open

pytestmark = pytest.mark.django_db


def event_of(client, token: str):
    calendar = Calendar.from_ical(client.get(reverse("calendar_feed", args=[token])).content)
    (event,) = calendar.walk("VEVENT")
    return event


def test_withdrawn_invitation_is_cancelled_and_returns_with_a_higher_sequence(client):
    session, staff = make_open(9), make_user(Role.JAMKRINDO)
    observer = make_observer(session)
    token = renew_subscription(by=observer.person).token
    answer_invitation(invitation=observer, attends=True)
    first = event_of(client, token)
    withdraw_observer(invitation=observer, reason="Keliru", by=staff)
    ended = event_of(client, token)
    invite_observers(session=session, businesses=[observer.business_id], by=staff)
    again = event_of(client, token)
    told = [(str(one["status"]), int(one["sequence"]), str(one["transp"])) for one in (first, ended, again)]
    assert told == [("CONFIRMED", 0, "OPAQUE"), ("CANCELLED", 1, "TRANSPARENT"), ("CONFIRMED", 2, "OPAQUE")]
    assert len({str(one["uid"]) for one in (first, ended, again)}) == 1
    assert ended["last-modified"].dt >= first["last-modified"].dt
    assert str(ended["summary"]).startswith("Dibatalkan: ")
    assert "tidak berlaku lagi" in str(ended["description"])
    assert "url" not in ended


def test_own_office_outweighs_an_ended_invitation(client):
    """A trainer who was once invited as well still trains the session."""
    session = make_open(9)
    observer = make_observer(session, state="cancelled")
    observer.person.role_grants.create(role=Role.TRAINER, granted_by=observer.person)
    session.trainer = observer.person
    session.save()
    token = renew_subscription(by=observer.person).token
    assert str(event_of(client, token)["status"]) == "CONFIRMED"


def test_ended_one_leaves_the_calendar_with_the_past(client):
    session = make_open(9, starts_at=timezone.now() - timedelta(days=100))
    observer = make_observer(session, state="cancelled")
    token = renew_subscription(by=observer.person).token
    calendar = Calendar.from_ical(client.get(reverse("calendar_feed", args=[token])).content)
    assert calendar.walk("VEVENT") == []
