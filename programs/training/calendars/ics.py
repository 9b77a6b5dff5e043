"""Sessions as iCalendar (RFC 5545, 5546). Pure: from records to bytes, the same bytes for the same records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

from programs.training.choices import JOINED_BY_LINK, SessionState
from programs.training.messages import place_of
from programs.training.models import Session
from soksi_portal.common.display import moment_range, zone_name
from umkm.regions.choices import TimeZone

PUBLISH, CANCEL = "PUBLISH", "CANCEL"
REFRESH = timedelta(hours=1)
# the youngest change of a zone of Indonesia: since then each has kept its distance from UTC, all year (Keppres 41/1987)
ZONES_SINCE = datetime(1988, 1, 1)  # noqa: DTZ001  a wall clock, as VTIMEZONE wants it
OFFSETS = {TimeZone.WIB: 7, TimeZone.WITA: 8, TimeZone.WIT: 9}


@dataclass(frozen=True)
class Entry:
    """One session as one person may see it. `touched_at`: when what that person sees of it last changed."""

    session: Session
    shows_link: bool = False
    touched_at: datetime | None = None
    zone: str = ""  # in which that person lives
    is_ended: bool = False  # the person is no longer invited, whatever becomes of the session
    revision: int = 0  # how often that person's invitation ended and began anew

    @property
    def is_off(self) -> bool:
        """Whether it is out of that person's calendar."""
        return self.is_ended or self.session.state == SessionState.CANCELLED

    @property
    def sequence(self) -> int:
        """Of both only ever more, so that a client takes the latest for the latest (RFC 5545, 3.8.7.4)."""
        return self.session.revision + self.revision


def calendar_of(entries: Iterable[Entry], *, method: str = PUBLISH, name: str = "") -> bytes:
    """Nobody's name or number stands in it: whoever holds the file reads what, when and where."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kemitraan UMKM Soksi-Jamkrindo//Pelatihan//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    shown = list(entries)
    for zone in sorted({entry.session.time_zone for entry in shown}):
        calendar.add_component(_zone(zone))
    for entry in shown:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _zone(zone: str) -> Timezone:
    offset = timedelta(hours=OFFSETS[TimeZone(zone)])
    standard = TimezoneStandard()
    standard.add("dtstart", ZONES_SINCE)
    standard.add("tzoffsetfrom", offset)
    standard.add("tzoffsetto", offset)
    standard.add("tzname", zone_name(zone))
    made = Timezone()
    made.add("tzid", zone)
    made.add_component(standard)
    return made


def uid_of(session: Session) -> str:
    """The same for ever: a client knows by it that a changed session is the one it has."""
    return f"sesi-{session.pk}@{urlsplit(settings.PORTAL_URL).hostname}"


def _event(entry: Entry) -> Event:
    session = entry.session
    changed_at = max(session.changed_at, entry.touched_at or session.changed_at)
    event = Event()
    event.add("uid", uid_of(session))
    event.add("sequence", entry.sequence)
    # when this was last revised, not when it was asked for: an unchanged calendar stays byte for byte the same
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("created", session.created_at)
    event.add("dtstart", session.starts_at.astimezone(session.zone))
    event.add("dtend", session.ends_at.astimezone(session.zone))
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_off else "OPAQUE")
    event.add("summary", _summary(entry))
    event.add("location", place_of(session))
    event.add("description", _description(entry))
    if not entry.is_ended:  # the page is no longer that person's to read
        event.add("url", urljoin(settings.PORTAL_URL, session.get_absolute_url()))
    event.add("organizer", _organizer())
    return event


def _summary(entry: Entry) -> str:
    title = _("Dibatalkan: %(module)s") if entry.is_off else _("Pelatihan: %(module)s")
    return title % {"module": entry.session.module}


def _description(entry: Entry) -> str:
    session = entry.session
    lines = [moment_range(session.starts_at, session.ends_at, session.time_zone)]
    if entry.zone and entry.zone != session.time_zone:
        own = moment_range(session.starts_at, session.ends_at, entry.zone)
        lines.append(_("Di tempat Anda: %(time)s") % {"time": own})
    if session.state == SessionState.CANCELLED:
        lines.append(_("Pelatihan ini dibatalkan. Anda tidak perlu datang."))
    elif entry.is_ended:
        lines.append(_("Undangan Anda tidak berlaku lagi. Anda tidak perlu datang."))
    elif entry.shows_link and session.mode in JOINED_BY_LINK:
        lines.append(_("Tautan untuk bergabung: %(link)s") % {"link": session.link})
    lines.append(session.module.goal)
    return "\n".join(lines)


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(name or address)
    return organizer
