"""Who came. Two devices at once, and the same tap twice, are harmless."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.training.choices import AttendanceMethod, AttendanceStatus, SessionState
from programs.training.errors import AttendanceClosed, AttendanceIncomplete, StillCertified
from programs.training.models import Attendance, Certificate, Invitation, Session
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment

from .locking import lock_session


@transaction.atomic
def record_attendance(*, session: Session, statuses: Mapping[int, str], by: User) -> int:
    """Record or correct {invitation id: status}; returns how many changed.

    One statement for all (INSERT … ON CONFLICT): whoever comes second corrects, nobody gets two records.
    """
    session = lock_session(session)
    _refuse_now(session)
    invitations = session.invitations.live().in_bulk(list(statuses))
    if len(invitations) != len(statuses):
        raise AttendanceClosed(_("Ada orang yang tidak diundang ke sesi ini. Muat ulang halaman."))
    known = dict(session_attendance(session).values_list("invitation_id", "status"))
    refuse_certified(session, [pk for pk, status in statuses.items() if status != AttendanceStatus.PRESENT])
    rows = [_row(invitations[pk], status, by) for pk, status in statuses.items() if known.get(pk) != status]
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["invitation"],
        update_fields=["status", "substitute", "method", "recorded_by", "recorded_at"],
    )
    return len(rows)


def _row(invitation: Invitation, status: str, by: User) -> Attendance:
    return Attendance(
        invitation=invitation,
        substitute_id=invitation.substitute_id,  # as named at this moment: who came, or should have
        province_id=invitation.province_id,
        status=AttendanceStatus(status),
        method=AttendanceMethod.LIST,
        recorded_by=by,
        recorded_at=timezone.now(),
    )


def _refuse_now(session: Session) -> None:
    if session.state == SessionState.CANCELLED:
        raise AttendanceClosed(_("Sesi ini dibatalkan, jadi tidak ada kehadiran yang dicatat."))
    if not session.takes_attendance:
        sentence = _("Kehadiran dapat dicatat mulai satu jam sebelum %(start)s.")
        raise AttendanceClosed(sentence % {"start": moment(session.starts_at, session.time_zone)})


def refuse_certified(session: Session, absent: list[int]) -> None:
    held = Certificate.objects.standing().filter(session=session, invitation__in=absent).first()
    if held:
        raise StillCertified(
            _("%(name)s sudah memegang sertifikat %(number)s. Minta staf menariknya dahulu.")
            % {"name": held.name, "number": held}
        )


def session_attendance(session: Session) -> QuerySet[Attendance]:
    return Attendance.objects.filter(invitation__session=session)


@transaction.atomic
def mark_held(*, session: Session, by: User) -> Session:
    """The session took place, and its attendance is complete. Doing it again is harmless."""
    session = lock_session(session)
    _refuse_now(session)
    if session.state == SessionState.HELD:
        return session
    if timezone.now() < session.starts_at:
        raise AttendanceClosed(_("Pelatihan belum dimulai. Tandai selesai sesudah pelatihan berlangsung."))
    missing = session.invitations.confirmed().filter(attendance=None).count()
    if missing:
        sentence = ngettext(
            "Kehadiran %(number)d orang belum diisi.", "Kehadiran %(number)d orang belum diisi.", missing
        )
        raise AttendanceIncomplete(sentence % {"number": missing})
    if not session_attendance(session).exists():
        raise AttendanceIncomplete(_("Belum ada kehadiran yang dicatat."))
    session.state = SessionState.HELD
    with because(_("Kehadiran lengkap, pelatihan terlaksana."), by=by):
        session.save(update_fields=["state"])
    return session
