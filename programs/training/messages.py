"""What messages about trainings tell. Pure functions returning the fields of a text; the texts are in wordings.py,
who sends them is elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment, moment_range
from soksi_portal.outbox.texts.occasion import Filling

from .choices import JOINED_BY_LINK, InvitationState
from .models import Invitation, Session
from .wordings import OBSERVER, RELEASED, TRAINER, UNINVITED


@dataclass(frozen=True)
class Before:
    """How a session was before it changed, as far as people need to know it."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str
    link: str
    trainer: User

    @classmethod
    def of(cls, session: Session) -> Before:
        return cls(
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            time_zone=session.time_zone,
            place=place_of(session),
            link=session.link,
            trainer=session.trainer,
        )


def place_of(session: Session) -> str:
    """One line: the venue with its address, or that it is online."""
    venue = session.venue
    if venue is None:
        return _("Daring, lewat tautan")
    place = f"{venue.name}, {venue.address}, {venue.regency}"
    if session.mode in JOINED_BY_LINK:
        return _("%(place)s; juga daring, lewat tautan") % {"place": place}
    return place


def time_of(session: Session | Before, zone: str) -> str:
    """The time in the reader's zone; where the session's own differs, in that too."""
    text = moment_range(session.starts_at, session.ends_at, zone)
    if session.time_zone == zone:
        return text
    own = moment_range(session.starts_at, session.ends_at, session.time_zone)
    return _("%(time)s (di tempat pelatihan: %(own)s)") % {"time": text, "own": own}


def answer_url(invitation: Invitation) -> str:
    return urljoin(settings.PORTAL_URL, invitation.get_absolute_url())


def session_url(session: Session) -> str:
    return urljoin(settings.PORTAL_URL, reverse("session_detail", args=[session.pk]))


def invited_text(invitation: Invitation) -> Filling:
    if not invitation.is_observer:
        return Filling(_fields(invitation))
    until = invitation.session.pilots_first_until or invitation.session.starts_at
    return Filling(_fields(invitation) | {"sampai": moment(until, invitation.province.time_zone)}, OBSERVER)


def changed_text(invitation: Invitation, before: Before) -> Filling:
    changes = changes_of(before, invitation.session, invitation.province.time_zone)
    return Filling(_fields(invitation) | {"perubahan": "\n".join(changes)})


def changes_of(before: Before, session: Session, zone: str) -> list[str]:
    """One line for each change that people must know: the old and the new."""
    pairs = (
        (_("Waktu"), time_of(before, zone), time_of(session, zone)),
        (_("Tempat"), before.place, place_of(session)),
        (_("Pelatih"), str(before.trainer), str(session.trainer)),
    )
    lines = [
        _("%(what)s berubah: dahulu %(old)s, sekarang %(new)s.") % {"what": what, "old": old, "new": new}
        for what, old, new in pairs
        if old != new
    ]
    if session.link and session.link != before.link:
        lines.append(_("Tautan untuk bergabung berubah."))
    return lines


def cancelled_text(invitation: Invitation) -> Filling:
    return Filling(_fields(invitation) | {"alasan": invitation.session.cancel_reason})


def uninvited_text(invitation: Invitation) -> Filling:
    return Filling(_fields(invitation) | {"alasan": invitation.end_reason}, UNINVITED)


def moved_up_text(invitation: Invitation) -> Filling:
    return Filling(_fields(invitation))


def reminder_text(invitation: Invitation, lead: timedelta) -> Filling:
    """What is sent `lead` before the start."""
    return Filling(_fields(invitation) | {"sisa": lead_words(lead)})


def lead_words(lead: timedelta) -> str:
    """`7 hari`, `1 hari`, `2 jam`."""
    hours = round(lead / timedelta(hours=1))
    if hours >= 24 and hours % 24 == 0:
        return ngettext("%(number)d hari", "%(number)d hari", hours // 24) % {"number": hours // 24}
    return ngettext("%(number)d jam", "%(number)d jam", hours) % {"number": hours}


def assigned_text(session: Session) -> Filling:
    """To the trainer of a new session, or the new trainer of an old one."""
    return Filling(_trainer_fields(session))


def trainer_changed_text(session: Session, before: Before) -> Filling:
    changes = changes_of(before, session, session.time_zone)
    return Filling(_trainer_fields(session) | {"perubahan": "\n".join(changes)}, TRAINER)


def trainer_released_text(session: Session) -> Filling:
    """To the trainer who no longer leads the session: it goes on with somebody else, or is cancelled."""
    if session.cancel_reason:
        return Filling(_trainer_fields(session) | {"alasan": session.cancel_reason}, TRAINER)
    return Filling(_trainer_fields(session), RELEASED)


def _trainer_fields(session: Session) -> dict[str, object]:
    return about(session, session.time_zone) | {"tautan": session_url(session)}


def _fields(invitation: Invitation) -> dict[str, object]:
    session = invitation.session
    joins = session.mode in JOINED_BY_LINK and invitation.state == InvitationState.CONFIRMED
    return about(session, invitation.province.time_zone) | {
        "usaha": invitation.business,
        "gabung": joining_of(session) if joins else "",
        "pengganti": _("Yang datang menggantikan Anda: %(name)s.") % {"name": invitation.substitute}
        if invitation.substitute and invitation.holds_or_waits
        else "",
        "jawaban": _answer_so_far(invitation),
        "tautan": answer_url(invitation),
    }


def joining_of(session: Session) -> str:
    return _("Tautan untuk bergabung: %(link)s") % {"link": session.link}


def about(session: Session, zone: str) -> dict[str, object]:
    return {
        "pelatihan": session.module,
        "waktu": time_of(session, zone),
        "tempat": place_of(session),
        "pelatih": session.trainer,
    }


def _answer_so_far(invitation: Invitation) -> str:
    """What the person has answered, and what the link that follows is for."""
    known = {
        InvitationState.CONFIRMED: _("Jawaban Anda: akan hadir. Bila berhalangan, ubah di sini"),
        InvitationState.DECLINED: _("Jawaban Anda: tidak dapat hadir. Bila ternyata bisa, ubah di sini"),
        InvitationState.WAITING: _("Anda ada di daftar tunggu. Lihat urutan Anda di sini"),
    }
    return known.get(InvitationState(invitation.state), _("Jawab di sini, tanpa perlu masuk"))
