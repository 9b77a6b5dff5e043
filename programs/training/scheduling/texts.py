"""What a person reads whose schedule changed in several sessions at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import LIVE_INVITATIONS, InvitationState, SessionState
from programs.training.messages import Before, answer_url, place_of, session_url, time_of
from programs.training.models import Invitation, Session
from soksi_portal.accounts.models import User
from soksi_portal.outbox.texts.occasion import Filling

TOLD_FOR = timedelta(days=7)  # so long a cancelled session is named in what is told about the others


@dataclass(frozen=True)
class ScheduleLine:
    """One session, for somebody who is invited to it or trains it."""

    session: Session
    zone: str
    invitation: Invitation | None = None
    before: Before | None = None

    @property
    def facts(self) -> str:
        """What it is, when and where, as it stands now."""
        session = self.session
        named = f"{session.module}: {time_of(session, self.zone)}"
        if session.state == SessionState.CANCELLED:
            return _("%(session)s. DIBATALKAN: %(reason)s") % {
                "session": named,
                "reason": session.cancel_reason,
            }
        return f"{named}. {place_of(session)}. {session.trainer}."

    @property
    def text(self) -> str:
        lines = [f"- {self.facts}"]
        before, session = self.before, self.session
        if before and before.starts_at != session.starts_at:
            lines.append(_("  Dahulu: %(time)s.") % {"time": time_of(before, self.zone)})
        if before and before.place != place_of(session):
            lines.append(_("  Tempat dahulu: %(place)s.") % {"place": before.place})
        if session.state != SessionState.CANCELLED:
            lines.append("  " + self._answer())
        return "\n".join(lines)

    def _answer(self) -> str:
        if self.invitation is None:
            return _("Peserta dan daftar hadir: %(url)s") % {"url": session_url(self.session)}
        values = {
            "answer": InvitationState(self.invitation.state).label,
            "url": answer_url(self.invitation),
        }
        return _("Jawaban Anda: %(answer)s. Lihat atau ubah: %(url)s") % values


@dataclass(frozen=True)
class Schedule:
    person: User
    lines: list[ScheduleLine] = field(default_factory=list)

    @classmethod
    def of(cls, person: User, *, changed: Mapping[int, Before] | None = None) -> Schedule:
        """Everything still to come that the person is invited to or trains, and what was cancelled lately; two
        queries.
        """
        changed, now = changed or {}, timezone.now()
        invitations = Invitation.objects.filter(person=person, state__in=LIVE_INVITATIONS)
        coming = invitations.filter(session__starts_at__gt=now).select_related(
            "province", "session__module", "session__trainer", "session__venue__regency"
        )
        lines = [
            ScheduleLine(one.session, one.province.time_zone, one, changed.get(one.session_id))
            for one in coming
        ]
        trained = Session.objects.filter(trainer=person, starts_at__gt=now).select_related(
            "module", "trainer", "venue__regency"
        )
        lines += [ScheduleLine(one, one.time_zone, None, changed.get(one.pk)) for one in trained]
        told = [line for line in lines if _is_told(line.session)]
        return cls(person, sorted(told, key=lambda line: (line.session.starts_at, line.session.pk)))

    @property
    def zone(self) -> str:
        return self.lines[0].zone if self.lines else ""


def _is_told(session: Session) -> bool:
    if session.state != SessionState.CANCELLED:
        return True
    return session.cancelled_at is not None and session.cancelled_at > timezone.now() - TOLD_FOR


def schedule_text(schedule: Schedule) -> Filling:
    return Filling({"daftar": "\n".join(line.text for line in schedule.lines)})
