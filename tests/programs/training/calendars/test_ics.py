"""What calendar programs read, parsed by another library than the one that wrote it, field by field."""

import datetime as dt
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from programs.training.calendars.ics import Entry, calendar_of
from programs.training.choices import SessionMode
from programs.training.models import Session
from programs.training.services import cancel_session, reschedule_session
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_module, make_province, make_session, make_user, make_venue
from tests.programs.training.test_changing import arrangement_of

pytestmark = pytest.mark.django_db
LONG = "Mencatat uang masuk; keluar, dan sisa: “kas” – " * 6


def read(content: bytes):
    return vobject.readOne(content.decode())


def make_whole_session(**fields) -> Session:
    """On site and online at once, in Papua, with words that need escaping and folding."""
    papua = make_province("91")
    venue = make_venue(papua, name="Balai; Kerja, Jayapura")
    return make_session(
        module=make_module(title="Arus kas, utang; piutang", code=f"M-{timezone.now():%H%M%S%f}"[:20]), provinces=[papua], venue=venue,
        mode=SessionMode.HYBRID, link="https://rapat.test/a?b=1&c=2",
        starts_at=dt.datetime(2027, 3, 2, 9, tzinfo=ZoneInfo("Asia/Jayapura")),
        ends_at=dt.datetime(2027, 3, 2, 12, tzinfo=ZoneInfo("Asia/Jayapura")), **fields,
    )  # fmt: skip


def fresh(session: Session) -> Session:
    return Session.objects.select_related("module", "venue__regency").get(pk=session.pk)


def test_every_field_is_what_the_session_says():
    session = make_whole_session()
    type(session.module).objects.update(goal=LONG)
    session = fresh(session)
    content = calendar_of([Entry(session, shows_link=True, zone="Asia/Jakarta")], name="Pelatihan")
    calendar = read(content)
    event = calendar.vevent
    host = urlsplit(settings.PORTAL_URL).hostname

    assert (calendar.version.value, calendar.method.value, calendar.x_wr_calname.value) == (
        "2.0",
        "PUBLISH",
        "Pelatihan",
    )
    assert event.uid.value == f"sesi-{session.pk}@{host}"
    assert event.sequence.value == "0"
    assert event.status.value == "CONFIRMED"
    assert event.transp.value == "OPAQUE"
    assert event.summary.value == "Pelatihan: Arus kas, utang; piutang"
    assert (
        event.location.value
        == f"Balai; Kerja, Jayapura, Jalan Balai 1, {session.venue.regency}; juga daring, lewat tautan"
    )
    assert event.url.value == settings.PORTAL_URL + f"pelatihan/{session.pk}/"
    assert event.organizer.value.startswith("mailto:")
    assert event.description.value.splitlines() == [
        "Selasa, 2 Maret 2027 pukul 09.00–12.00 WIT",
        "Di tempat Anda: Selasa, 2 Maret 2027 pukul 07.00–10.00 WIB",
        "Tautan untuk bergabung: https://rapat.test/a?b=1&c=2",
        LONG,
    ]
    assert (event.dtstart.value, event.dtend.value) == (session.starts_at, session.ends_at)
    assert event.dtstart.value.utcoffset() == dt.timedelta(hours=9)
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Asia/Jayapura"]
    changed = session.changed_at.replace(microsecond=0)
    assert event.last_modified.value == event.dtstamp.value == changed
    assert event.created.value == session.created_at.replace(microsecond=0)
    assert not hasattr(event, "attendee")


def test_zone_stands_in_the_file_and_lines_are_folded():
    session = make_whole_session()
    type(session.module).objects.update(goal=LONG)
    content = calendar_of([Entry(fresh(session))])
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    zone = read(content).vtimezone
    assert (zone.tzid.value, zone.standard.tzname.value) == ("Asia/Jayapura", "WIT")
    assert (zone.standard.tzoffsetfrom.value, zone.standard.tzoffsetto.value) == ("+0900", "+0900")


@pytest.mark.parametrize(
    ("province", "zone", "hours"),
    [("32", "Asia/Jakarta", 7), ("51", "Asia/Makassar", 8), ("91", "Asia/Jayapura", 9)],
)
def test_each_zone_keeps_its_distance(province, zone, hours):
    session = make_session(provinces=[make_province(province)])
    event = read(calendar_of([Entry(fresh(session))])).vevent
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == [zone]
    assert event.dtstart.value.utcoffset() == dt.timedelta(hours=hours)
    assert event.dtstart.value == session.starts_at.replace(microsecond=0)


def test_move_and_cancellation_keep_the_uid_and_raise_the_sequence():
    session, staff = make_session(), make_user(Role.JAMKRINDO)
    seen = [read(calendar_of([Entry(fresh(session))])).vevent]
    arrangement = arrangement_of(session)
    later = {
        "starts_at": session.starts_at + dt.timedelta(days=1),
        "ends_at": session.ends_at + dt.timedelta(days=1),
    }
    reschedule_session(
        session=session, arrangement=type(arrangement)(**{**vars(arrangement), **later}), by=staff
    )
    seen.append(read(calendar_of([Entry(fresh(session))])).vevent)
    cancel_session(session=session, reason="Pelatih sakit", by=staff)
    content = calendar_of([Entry(fresh(session), shows_link=True)])
    seen.append(read(content).vevent)

    assert len({event.uid.value for event in seen}) == 1
    assert [event.sequence.value for event in seen] == ["0", "1", "2"]
    assert [event.status.value for event in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [event.last_modified.value for event in seen] == sorted(
        event.last_modified.value for event in seen
    )
    assert seen[1].dtstart.value == (session.starts_at + dt.timedelta(days=1)).replace(microsecond=0)
    assert (
        b"Pelatih sakit" not in content
    )  # why somebody can't come is told to those invited, not to their calendars


def test_an_unchanged_calendar_stays_byte_for_byte_the_same():
    session = make_whole_session()
    assert calendar_of([Entry(fresh(session))]) == calendar_of([Entry(fresh(session))])


def test_file_of_one_session_takes_a_cancelled_one_out(client, staff):
    session = make_session()
    url = reverse("session_ics", args=[session.pk])
    response = client.get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert read(response.content).method.value == "PUBLISH"
    cancel_session(session=session, reason="Banjir", by=staff)
    assert read(client.get(url).content).method.value == "CANCEL"


def test_link_stands_in_the_file_of_who_comes_and_of_no_other(client):
    session = make_session(mode="online", link="https://rapat.test/rahasia", venue=None)
    invitation = make_invitation(session=session)
    client.force_login(invitation.person)
    url = reverse("session_ics", args=[session.pk])
    assert b"rahasia" not in client.get(url).content.replace(b"\r\n ", b"")
    type(invitation).objects.update(state="confirmed")
    assert b"rahasia" in client.get(url).content.replace(b"\r\n ", b"")
