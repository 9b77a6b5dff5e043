"""Scheduling a session, changing it, cancelling it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.training import messages
from programs.training.choices import Occasion, SessionState
from programs.training.errors import CapacityTaken, ReasonMissing, SessionClosed, SessionRefused
from programs.training.inviting.deadline import pilots_deadline
from programs.training.models import Module, Session, SessionProvince, SessionSeries
from programs.training.queries.places import held_for_pilots
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import figure
from umkm.regions.models import Province

from .bookings import Arrangement, apply, save_booked
from .changes import Change, tell_changes
from .invitations import invite_all
from .locking import lock_session
from .places import move_up_waiting
from .telling import send


@transaction.atomic
def schedule_session(
    *,
    module: Module,
    phase: Phase,
    provinces: Sequence[Province],
    arrangement: Arrangement,
    by: User,
    series: SessionSeries | None = None,
) -> Session:
    """A new session, with the pilots of its provinces invited and the trainer told."""
    _refuse_foreign_provinces(phase, provinces)
    session = Session(module=module, phase=phase, created_by=by, series=series)
    apply(arrangement, session, provinces=provinces)
    with because(_("Sesi dijadwalkan."), by=by):
        save_booked(session)
    SessionProvince.objects.bulk_create([SessionProvince(session=session, province=one) for one in provinces])
    invite_all(session)
    text = messages.assigned_text(session)
    send(session, Occasion.ASSIGNED, session.trainer, text, time_zone=session.time_zone)
    return session


def _refuse_foreign_provinces(phase: Phase, provinces: Sequence[Province]) -> None:
    if phase.state != PhaseState.OPEN:
        raise SessionRefused(_("Tahap ini belum atau tidak lagi berjalan."), field="phase")
    if not provinces:
        raise SessionRefused(_("Pilih paling sedikit satu provinsi."), field="provinces")
    taking_part = set(phase.provinces.values_list("province_id", flat=True))
    foreign = [province.name for province in provinces if province.code not in taking_part]
    if foreign:
        sentence = _("Tidak ikut dalam tahap ini: %(provinces)s.") % {"provinces": ", ".join(foreign)}
        raise SessionRefused(sentence, field="provinces")


@transaction.atomic
def reschedule_session(*, session: Session, arrangement: Arrangement, by: User) -> Session:
    """Change time, place, trainer or capacity. What people must know is told with the old and the new;
    what was planned about the session before is cancelled. More places move up those who wait.
    """
    session = lock_session(session)
    refuse_begun(session)
    before = messages.Before.of(session)
    put_arrangement(session, arrangement)
    changed = messages.Before.of(session) != before
    if changed:
        session.revision += 1
    with because(_("Sesi diubah."), by=by):
        save_booked(session)
    if changed:
        tell_changes([Change(session, before)], by=by)
    move_up_waiting(session)
    return session


def put_arrangement(session: Session, arrangement: Arrangement) -> None:
    """Unsaved, after checking it. What was promised to pilots and observers stays, but for an earlier start."""
    is_smaller = arrangement.capacity < session.capacity
    apply(arrangement, session, provinces=list(session.provinces.all()))
    if session.pilots_first_until:
        latest = pilots_deadline(session.starts_at)
        session.pilots_first_until = min(session.pilots_first_until, latest)
    if is_smaller:
        _refuse_fewer_places(session)


def refuse_begun(session: Session) -> None:
    if session.state == SessionState.CANCELLED:
        raise SessionClosed(_("Sesi ini sudah dibatalkan."))
    if not session.is_upcoming:
        raise SessionClosed(_("Sesi ini sudah dimulai, jadi tidak dapat diubah atau dibatalkan lagi."))


def _refuse_fewer_places(session: Session) -> None:
    confirmed = session.invitations.confirmed().count()
    if confirmed > session.capacity:
        sentence = _("%(confirmed)s orang sudah menyatakan hadir. Kapasitas tidak dapat kurang dari itu.")
        raise CapacityTaken(sentence % {"confirmed": figure(confirmed)}, field="capacity")
    held = held_for_pilots(session)
    if session.invitations.confirmed().observers().exists() and confirmed + held > session.capacity:
        sentence = _(
            "%(confirmed)s orang sudah menyatakan hadir dan %(held)s tempat masih dijaga untuk percontohan. "
            "Kapasitas tidak dapat kurang dari jumlahnya."
        )
        values = {"confirmed": figure(confirmed), "held": figure(held)}
        raise CapacityTaken(sentence % values, field="capacity")


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: User) -> Session:
    """Call off a session that has not begun, or to which nobody came because nobody was invited.

    The answers stay as they were given.
    """
    session = lock_session(session)
    if not session.can_be_cancelled:
        refuse_begun(session)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Tulis alasan pembatalan. Peserta akan membacanya."), field="reason")
    cancel(session, reason=reason, by=by)
    tell_changes([Change(session)], by=by)
    return session


def cancel(session: Session, *, reason: str, by: User) -> None:
    """Saved, and nobody told yet."""
    session.state = SessionState.CANCELLED
    session.revision += 1  # calendars take a cancellation only with a higher SEQUENCE (RFC 5546, 2.1.4)
    session.cancelled_by, session.cancelled_at, session.cancel_reason = by, timezone.now(), reason
    with because(reason, by=by):
        session.save()
