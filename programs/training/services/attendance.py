"""Who came, however that is told. Two devices at once, and the same tap or scan twice, are harmless.

Nothing else writes attendance: the list, codes, marks from without a connection and sheets all come through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.training.certificates.needs import counted_by
from programs.training.choices import AttendanceMethod, AttendanceStatus, SessionStage, SessionState
from programs.training.errors import (
    AttendanceClosed,
    AttendanceIncomplete,
    AttendanceRecorded,
    StillCertified,
    StillRunning,
)
from programs.training.models import Attendance, Certificate, Invitation, Session
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment

from .locking import lock_session


@transaction.atomic
def record_attendance(
    *,
    session: Session,
    statuses: Mapping[int, str],
    by: User,
    method: AttendanceMethod = AttendanceMethod.LIST,
) -> int:
    """Record or correct {invitation id: status}; returns how many changed.

    One statement for all (INSERT … ON CONFLICT): whoever comes second corrects, nobody gets two records.
    """
    session = lock_session(session)
    refuse_now(session)
    invitations = session.invitations.live().in_bulk(list(statuses))
    if len(invitations) != len(statuses):
        raise AttendanceClosed(_("Ada orang yang tidak diundang ke sesi ini. Muat ulang halaman."))
    known = dict(session_attendance(session).values_list("invitation_id", "status"))
    changed = {pk: status for pk, status in statuses.items() if known.get(pk) != status}
    write_attendance(session, [row_of(invitations[pk], status, by, method) for pk, status in changed.items()])
    return len(changed)


@transaction.atomic
def check_in(*, invitation: Invitation, method: AttendanceMethod, by: User) -> Attendance:
    """Record by a scanned code that an invited person is here; again, or another way as well, changes nothing.

    Who checks oneself in does so in time, and does not overwrite what the trainer has recorded.
    """
    session = lock_session(invitation.session)
    refuse_now(session)
    if not session.invitations.live().filter(pk=invitation.pk).exists():
        raise AttendanceClosed(_("Undangan ini tidak berlaku lagi. Tanyakan kepada pelatih."))
    found = Attendance.objects.select_related("recorded_by").filter(invitation=invitation).first()
    if found and found.status == AttendanceStatus.PRESENT:
        return found
    if method == AttendanceMethod.OWN_SCAN:
        refuse_over(session)
        _refuse_recorded(session, found)
    row = row_of(invitation, AttendanceStatus.PRESENT, by, method)
    row.arrived_at = row.recorded_at if session.takes_arrivals else None
    write_attendance(session, [row])
    return Attendance.objects.get(invitation=invitation)


def row_of(
    invitation: Invitation, status: str, by: User, method: AttendanceMethod, at: datetime | None = None
) -> Attendance:
    return Attendance(
        invitation=invitation,
        substitute_id=invitation.substitute_id,  # as named at this moment: who came, or should have
        province_id=invitation.province_id,
        status=AttendanceStatus(status),
        method=method,
        recorded_by=by,
        recorded_at=at or timezone.now(),
    )


def write_attendance(session: Session, rows: Iterable[Attendance]) -> None:
    """The one way into the table; the caller has locked the session."""
    found = list(rows)
    refuse_certified(session, [row.invitation_id for row in found if row.status != AttendanceStatus.PRESENT])
    Attendance.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["invitation"],
        update_fields=["status", "substitute", "method", "recorded_by", "recorded_at", "arrived_at"],
    )


def refuse_now(session: Session) -> None:
    if session.state == SessionState.CANCELLED:
        raise AttendanceClosed(_("Sesi ini dibatalkan, jadi tidak ada kehadiran yang dicatat."))
    if not session.takes_attendance:
        sentence = _("Kehadiran dapat dicatat mulai satu jam sebelum %(start)s.")
        raise AttendanceClosed(sentence % {"start": moment(session.starts_at, session.time_zone)})


def refuse_over(session: Session) -> None:
    if session.state == SessionState.HELD:
        sentence = _(
            "Pelatih %(trainer)s sudah menutup daftar hadir sesi ini. Minta kepadanya untuk mencatat Anda."
        )
        raise AttendanceClosed(sentence % {"trainer": session.trainer})
    if not session.takes_arrivals:
        sentence = _(
            "Kode kehadiran ditutup %(closed)s. Pelatih %(trainer)s atau staf Jamkrindo masih dapat mencatat Anda."
        )
        words = {
            "closed": moment(session.arrivals_close_at, session.time_zone),
            "trainer": session.trainer,
        }
        raise AttendanceClosed(sentence % words)


def _refuse_recorded(session: Session, found: Attendance | None) -> None:
    if found:
        sentence = _(
            "%(who)s sudah mencatat Anda: %(status)s. Tunjukkan layar ini kepada pelatih %(trainer)s agar diperbaiki."
        )
        words = {"who": found.recorded_by, "status": found.get_status_display(), "trainer": session.trainer}
        raise AttendanceRecorded(sentence % words)


def refuse_certified(session: Session, absent: list[int]) -> None:
    held = Certificate.objects.standing().filter(session=session, invitation__in=absent).first()
    if held:
        raise StillCertified(
            _("%(name)s sudah memegang sertifikat %(number)s. Minta staf menariknya dahulu.")
            % {"name": held.name, "number": held}
        )
    counts = counted_by(session, absent) if absent else None
    if counts:
        sentence = _(
            "Sertifikat %(number)s milik %(name)s menghitung kehadiran di sesi ini. Minta staf menariknya dahulu."
        )
        raise StillCertified(sentence % {"name": counts.name, "number": counts})


def session_attendance(session: Session) -> QuerySet[Attendance]:
    return Attendance.objects.filter(invitation__session=session)


@transaction.atomic
def mark_held(*, session: Session, by: User, ended_early: bool = False) -> Session:
    """The session took place, and its attendance is complete. Doing it again is harmless.

    Before its end only with `ended_early`, which somebody was asked. Raises StillRunning, AttendanceIncomplete.
    """
    session = lock_session(session)
    refuse_now(session)
    if session.state == SessionState.HELD:
        return session
    if session.stage == SessionStage.PLANNED:
        raise AttendanceClosed(_("Pelatihan belum dimulai. Tandai selesai sesudah pelatihan berlangsung."))
    _refuse_incomplete(session)
    is_early = session.stage == SessionStage.RUNNING
    if is_early and not ended_early:
        sentence = _(
            "Pelatihan ini dijadwalkan sampai %(end)s. Bila sudah selesai sekarang, centang “Selesai lebih awal”."
        )
        raise StillRunning(sentence % {"end": moment(session.ends_at, session.time_zone)})
    session.state, session.held_at = SessionState.HELD, timezone.now()
    why = _("Kehadiran lengkap, pelatihan selesai lebih awal.")
    with because(why if is_early else _("Kehadiran lengkap, pelatihan terlaksana."), by=by):
        session.save(update_fields=["state", "held_at"])
    return session


def _refuse_incomplete(session: Session) -> None:
    missing = session.invitations.confirmed().filter(attendance=None).count()
    if missing:
        sentence = ngettext(
            "Kehadiran %(number)d orang belum diisi.", "Kehadiran %(number)d orang belum diisi.", missing
        )
        raise AttendanceIncomplete(sentence % {"number": missing})
    if not session_attendance(session).exists():
        raise AttendanceIncomplete(_("Belum ada kehadiran yang dicatat."))
