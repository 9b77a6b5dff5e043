"""The session for the calendar of who said yes without signing in."""

import re
from datetime import timedelta

import pytest
import vobject
from django.utils import timezone

from programs.training.assessment.tokens import feedback_path
from programs.training.calendars.saving import calendar_path
from programs.training.choices import InvitationState
from programs.training.models import Invitation, Session
from programs.training.services import answer_invitation, cancel_session
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_session, make_user
from tests.programs.training.makers import renew_secret

pytestmark = pytest.mark.django_db
CONFIRMED = InvitationState.CONFIRMED


def confirmed(**fields) -> Invitation:
    return make_invitation(session=make_session(**fields), state=CONFIRMED)


def offered(client, invitation: Invitation) -> list[str]:
    return re.findall(
        r'href="(/undangan/kalender/[^"]+)"', client.get(invitation.get_absolute_url()).content.decode()
    )


def test_page_offers_the_file_after_yes_only(client):
    invitation = make_invitation()
    assert offered(client, invitation) == []
    client.post(invitation.get_absolute_url(), {"jawaban": "hadir"})
    (path,) = offered(client, invitation)
    answer = client.get(path)
    event = vobject.readOne(answer.content.decode()).vevent
    assert answer["Content-Type"].startswith("text/calendar")
    assert "noindex" in answer["X-Robots-Tag"]
    assert event.status.value == "CONFIRMED"
    assert event.dtstart.value == invitation.session.starts_at.replace(microsecond=0)
    for secret in (invitation.token, invitation.person.full_name):
        assert secret not in answer.content.decode()
    assert path.split("/")[-1].removesuffix(".ics") not in answer.content.decode()


def test_link_to_join_is_in_it(client):
    invitation = confirmed(mode="online", link="https://rapat.test/abc")
    assert "https://rapat.test/abc" in client.get(calendar_path(invitation)).content.decode().replace(
        "\r\n ", ""
    )


def test_cancelled_session_takes_itself_out(client):
    invitation = confirmed()
    path = calendar_path(invitation)
    before = vobject.readOne(client.get(path).content.decode()).vevent
    cancel_session(session=invitation.session, reason="Banjir", by=make_user(Role.JAMKRINDO))
    calendar = vobject.readOne(client.get(path).content.decode())
    assert (calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert calendar.vevent.uid.value == before.uid.value
    assert int(calendar.vevent.sequence.value) > int(before.sequence.value)


def test_link_opens_this_one_thing_and_ends(client):
    invitation = confirmed()
    path, word = calendar_path(invitation), calendar_path(invitation).split("/")[-1].removesuffix(".ics")
    other = confirmed()
    forged = [
        path.replace(f"{invitation.pk}.", f"{other.pk}."),
        path[:-5] + ("A" if path[-5] != "A" else "B") + ".ics",
        f"/undangan/kalender/{feedback_path(invitation).strip('/').split('/')[-1]}.ics",
        f"/undangan/kalender/{invitation.token}.ics",
        "/undangan/kalender/%00.ics",
        f"/undangan/kalender/{'9' * 40}.x.ics",
    ]
    assert [client.get(one).status_code for one in forged] == [404] * len(forged)
    assert client.get(f"/undangan/{word}/").status_code == 404
    assert client.post(path).status_code == 405
    Session.objects.filter(pk=invitation.session_id).update(
        starts_at=timezone.now() - timedelta(days=92), ends_at=timezone.now() - timedelta(days=91)
    )
    assert client.get(path).status_code == 404
    path = calendar_path(other)
    renew_secret(other)
    assert client.get(path).status_code == 404


def test_who_changes_the_mind_keeps_no_way_to_the_link(client):
    invitation = confirmed(mode="online", link="https://rapat.test/abc")
    path = calendar_path(invitation)
    answer_invitation(invitation=invitation, attends=False, why="busy")
    assert client.get(path).status_code == 404
    assert offered(client, invitation) == []
