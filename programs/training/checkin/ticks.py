"""Marks that were made on the list without a connection, and come when it is back: each once, none over a newer record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import AttendanceMethod, AttendanceStatus, TickOutcome
from programs.training.models import Attendance, AttendanceTick, Invitation, Session
from programs.training.services.attendance import refuse_now, row_of, write_attendance
from programs.training.services.invitations import lock_session
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.offline import wait_turn

OLDEST = timedelta(days=30)


@dataclass(frozen=True)
class Tick:
    """As the phone sends it. `ago` rather than a time: clocks of phones are wrong, but their seconds are as long as ours."""

    key: UUID
    invitation_id: int
    status: str
    seen: str  # the version of the record that the page showed
    ago: float  # seconds


@dataclass(frozen=True)
class Answer:
    key: UUID
    invitation_id: int
    outcome: TickOutcome
    sentence: str = ""


def apply_ticks(*, session: Session, ticks: Iterable[Tick], by: User) -> list[Answer]:
    """Each on its own: one that is refused holds no other back."""
    return [apply_tick(session=session, tick=tick, by=by) for tick in ticks]


@transaction.atomic
def apply_tick(*, session: Session, tick: Tick, by: User) -> Answer:
    """Locking the session makes those who write the same list queue up, each reading what really stands."""
    wait_turn(tick.key)
    session = lock_session(session)
    found = AttendanceTick.objects.filter(key=tick.key).first()
    if found is not None:
        return _known(session, found, tick, by)
    invitation = _invited(session, tick)
    if invitation is None:
        return Answer(tick.key, tick.invitation_id, TickOutcome.REFUSED, uninvited_sentence())
    now = timezone.now()
    at = now - min(timedelta(seconds=max(tick.ago, 0)), OLDEST)
    outcome, sentence = _decided(session, invitation, tick, at, by)
    AttendanceTick.objects.create(
        key=tick.key, invitation=invitation, status=tick.status, ticked_at=at, received_at=now,
        sent_by=by, outcome=outcome,
    )  # fmt: skip
    return Answer(tick.key, invitation.pk, outcome, sentence)


def _known(session: Session, found: AttendanceTick, tick: Tick, by: User) -> Answer:
    """Sent again, since the answer was lost or two tabs sent it: the same answer, with what it said."""
    if found.sent_by_id != by.pk or found.invitation_id != tick.invitation_id:
        return Answer(tick.key, tick.invitation_id, TickOutcome.REFUSED, _("Catatan ini tidak dikenal."))
    outcome, sentence = TickOutcome(found.outcome), ""
    standing = Attendance.objects.select_related("recorded_by").filter(invitation=found.invitation_id).first()
    if outcome == TickOutcome.CONFLICT and standing and standing.status != found.status:
        sentence = conflict_sentence(session, standing, found.status)
    elif outcome == TickOutcome.REFUSED:
        sentence = _refusal(session) if _invited(session, tick) else uninvited_sentence()
    return Answer(tick.key, tick.invitation_id, outcome, sentence)


def _invited(session: Session, tick: Tick) -> Invitation | None:
    return session.invitations.live().filter(pk=tick.invitation_id).first()


def _refusal(session: Session) -> str:
    try:
        refuse_now(session)
    except RuleViolation as refusal:
        return refusal.message
    return ""


def uninvited_sentence() -> str:
    return _("Orang ini tidak diundang lagi, jadi catatan Anda tidak dipakai.")


def _decided(
    session: Session, invitation: Invitation, tick: Tick, at: datetime, by: User
) -> tuple[TickOutcome, str]:
    standing = Attendance.objects.select_related("recorded_by").filter(invitation=invitation).first()
    if standing and standing.status == tick.status:
        return TickOutcome.SAME, ""
    if standing and not _continues(standing, tick, at, by):
        return TickOutcome.CONFLICT, conflict_sentence(session, standing, tick.status)
    try:
        refuse_now(session)
        with transaction.atomic(), because(_("Dicatat tanpa sambungan, dikirim kemudian."), by=by):
            write_attendance(session, [row_of(invitation, tick.status, by, AttendanceMethod.OFFLINE, at)])
    except RuleViolation as refusal:
        return TickOutcome.REFUSED, refusal.message
    return TickOutcome.APPLIED, ""


def _continues(standing: Attendance, tick: Tick, at: datetime, by: User) -> bool:
    """The mark was made knowing what stands: it was on the page, or is an earlier one of the same person."""
    if standing.recorded_at > at:
        return False
    return standing.version == tick.seen or standing.recorded_by_id == by.pk


def conflict_sentence(session: Session, standing: Attendance, status: str) -> str:
    sentence = _(
        "%(who)s sudah mencatat %(standing)s, %(when)s. Catatan Anda dari HP ini (%(mine)s) belum dipakai: ketuk lagi bila memang begitu."
    )
    return sentence % {
        "who": standing.recorded_by,
        "standing": standing.get_status_display(),
        "when": moment(standing.recorded_at, session.time_zone),
        "mine": AttendanceStatus(status).label,
    }
