"""What messages about trainings say. Pure functions returning (title, body); who sends them is elsewhere."""

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

from .choices import JOINED_BY_LINK, InvitationState
from .models import Invitation, Session

Text = tuple[str, str]


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


def invited_text(invitation: Invitation) -> Text:
    opening = _("Usaha %(business)s diundang mengikuti pelatihan ini.")
    if invitation.is_observer:
        opening = _(
            "Usaha %(business)s diundang sebagai pengamat pelatihan ini. UMKM percontohan didahulukan sampai "
            "%(until)s; sesudah itu tempat yang masih kosong menjadi milik pengamat yang menunggu, sesuai urutan."
        )
    session = invitation.session
    until = moment(session.pilots_first_until or session.starts_at, invitation.province.time_zone)
    opening = opening % {"business": invitation.business, "until": until}
    title = _("Undangan pelatihan: %(module)s") % {"module": invitation.session.module}
    return title, _letter(invitation, opening, *_facts(invitation), *_how_to_answer(invitation))


def changed_text(invitation: Invitation, before: Before) -> Text:
    title = _("Perubahan pelatihan: %(module)s") % {"module": invitation.session.module}
    opening = _("Pelatihan yang mengundang usaha %(business)s berubah. Mohon catat yang baru.") % {
        "business": invitation.business
    }
    changes = changes_of(before, invitation.session, invitation.province.time_zone)
    return title, _letter(invitation, opening, *changes, *_facts(invitation), *_how_to_answer(invitation))


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


def cancelled_text(invitation: Invitation) -> Text:
    session = invitation.session
    title = _("Pelatihan dibatalkan: %(module)s") % {"module": session.module}
    opening = _("Pelatihan ini dibatalkan. Anda tidak perlu datang.")
    reason = _("Alasan: %(reason)s") % {"reason": session.cancel_reason}
    return title, _letter(invitation, opening, reason, *_facts(invitation))


def uninvited_text(invitation: Invitation) -> Text:
    title = _("Undangan tidak berlaku lagi: %(module)s") % {"module": invitation.session.module}
    opening = _("Undangan untuk usaha %(business)s tidak berlaku lagi. Anda tidak perlu datang.")
    reason = _("Alasan: %(reason)s") % {"reason": invitation.end_reason}
    opening = opening % {"business": invitation.business}
    return title, _letter(invitation, opening, reason, *_facts(invitation))


def moved_up_text(invitation: Invitation) -> Text:
    title = _("Anda mendapat tempat: %(module)s") % {"module": invitation.session.module}
    opening = _("Ada tempat yang kosong. Anda yang menunggu sekarang terdaftar sebagai peserta.")
    return title, _letter(invitation, opening, *_facts(invitation), *_how_to_answer(invitation))


def reminder_text(invitation: Invitation, lead: timedelta) -> Text:
    """What is sent `lead` before the start. Who has not answered is asked to; who waits reads so."""
    title = _("%(lead)s lagi: pelatihan %(module)s") % {
        "lead": lead_words(lead),
        "module": invitation.session.module,
    }
    opening = {
        InvitationState.CONFIRMED: _("Ini pengingat untuk pelatihan yang akan Anda hadiri."),
        InvitationState.WAITING: _(
            "Pelatihan ini masih penuh. Anda ada di daftar tunggu dan diberi tahu bila ada tempat."
        ),
    }.get(
        InvitationState(invitation.state),
        _("Anda belum menjawab undangan pelatihan ini. Mohon jawab sekarang."),
    )
    return title, _letter(invitation, opening, *_facts(invitation), *_how_to_answer(invitation))


def lead_words(lead: timedelta) -> str:
    """`7 hari`, `1 hari`, `2 jam`."""
    hours = round(lead / timedelta(hours=1))
    if hours >= 24 and hours % 24 == 0:
        return ngettext("%(number)d hari", "%(number)d hari", hours // 24) % {"number": hours // 24}
    return ngettext("%(number)d jam", "%(number)d jam", hours) % {"number": hours}


def assigned_text(session: Session) -> Text:
    """To the trainer of a new session, or the new trainer of an old one."""
    title = _("Anda melatih: %(module)s") % {"module": session.module}
    return title, _to_trainer(session, session.trainer, _("Anda dijadwalkan melatih sesi ini."))


def trainer_changed_text(session: Session, before: Before) -> Text:
    title = _("Perubahan sesi Anda: %(module)s") % {"module": session.module}
    opening = _("Sesi yang Anda latih berubah.")
    return title, _to_trainer(
        session, session.trainer, opening, *changes_of(before, session, session.time_zone)
    )


def trainer_released_text(session: Session, trainer: User) -> Text:
    """To the trainer who no longer leads the session: it goes on with somebody else, or is cancelled."""
    if session.cancel_reason:
        title = _("Sesi Anda dibatalkan: %(module)s") % {"module": session.module}
        opening = _("Sesi ini dibatalkan. Alasan: %(reason)s") % {"reason": session.cancel_reason}
    else:
        title = _("Sesi Anda dialihkan: %(module)s") % {"module": session.module}
        opening = _("Sesi ini sekarang dilatih oleh %(trainer)s. Anda tidak perlu datang.") % {
            "trainer": session.trainer
        }
    return title, _to_trainer(session, trainer, opening, with_link=False)


def _to_trainer(session: Session, trainer: User, opening: str, *more: str, with_link: bool = True) -> str:
    lines = [_("Yth. %(name)s,") % {"name": trainer.full_name}, "", opening, *more, ""]
    lines += facts_of(session, session.time_zone)
    if with_link:
        lines += ["", _("Peserta dan daftar hadir: %(url)s") % {"url": session_url(session)}]
    return "\n".join(lines)


def _letter(invitation: Invitation, opening: str, *lines: str) -> str:
    greeting = _("Yth. %(name)s,") % {"name": invitation.person.full_name}
    return "\n".join([greeting, "", opening, *lines])


def _facts(invitation: Invitation) -> list[str]:
    return ["", *facts_of(invitation.session, invitation.province.time_zone), ""]


def facts_of(session: Session, zone: str) -> list[str]:
    return [
        _("Pelatihan: %(module)s") % {"module": session.module},
        _("Waktu: %(time)s") % {"time": time_of(session, zone)},
        _("Tempat: %(place)s") % {"place": place_of(session)},
        _("Pelatih: %(trainer)s") % {"trainer": session.trainer},
    ]


def _how_to_answer(invitation: Invitation) -> list[str]:
    """What the person has answered so far, the link of an online session, and where to answer."""
    url = answer_url(invitation)
    known = {
        InvitationState.CONFIRMED: _("Jawaban Anda: akan hadir. Bila berhalangan, ubah di sini: %(url)s"),
        InvitationState.DECLINED: _(
            "Jawaban Anda: tidak dapat hadir. Bila ternyata bisa, ubah di sini: %(url)s"
        ),
        InvitationState.WAITING: _("Anda ada di daftar tunggu. Lihat urutan Anda di sini: %(url)s"),
    }.get(InvitationState(invitation.state), _("Jawab di sini, tanpa perlu masuk: %(url)s"))
    lines = [known % {"url": url}]
    if invitation.substitute and invitation.holds_or_waits:
        lines.insert(0, _("Yang datang menggantikan Anda: %(name)s.") % {"name": invitation.substitute})
    session = invitation.session
    if session.mode in JOINED_BY_LINK and invitation.state == InvitationState.CONFIRMED:
        lines.insert(0, _("Tautan untuk bergabung: %(link)s") % {"link": session.link})
    return lines
