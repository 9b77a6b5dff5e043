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
from programs.training.models import Invitation, Module, Session, SessionProvince, SessionSeries
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import figure
from soksi_portal.outbox import services as outbox
from soksi_portal.outbox.texts.occasion import Filling
from umkm.regions.models import Province

from .bookings import Arrangement, apply, save_booked
from .invitations import WITH_TEXTS, invite_all, is_short_notice, lock_session, move_up_waiting, send, tell


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
    _tell_trainer(session, Occasion.ASSIGNED, messages.assigned_text(session))
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
    _refuse_begun(session)
    before = messages.Before.of(session)
    apply(arrangement, session, provinces=list(session.provinces.all()))
    _refuse_fewer_places(session)
    changed = messages.Before.of(session) != before
    if changed:
        session.revision += 1
    with because(_("Sesi diubah."), by=by):
        save_booked(session)
    if changed:
        _tell_change(session, before, by)
    move_up_waiting(session)
    return session


def _refuse_begun(session: Session) -> None:
    if session.state == SessionState.CANCELLED:
        raise SessionClosed(_("Sesi ini sudah dibatalkan."))
    if not session.is_upcoming:
        raise SessionClosed(_("Sesi ini sudah dimulai, jadi tidak dapat diubah atau dibatalkan lagi."))


def _refuse_fewer_places(session: Session) -> None:
    confirmed = session.invitations.confirmed().count()
    if confirmed > session.capacity:
        sentence = _("%(confirmed)s orang sudah menyatakan hadir. Kapasitas tidak dapat kurang dari itu.")
        raise CapacityTaken(sentence % {"confirmed": figure(confirmed)}, field="capacity")


def _tell_change(session: Session, before: messages.Before, by: User) -> None:
    """To all who are invited, whatever they answered: a new time may suit who could not come before."""
    at_any_hour = is_short_notice(before.starts_at, session.starts_at)
    outbox.cancel_about(subject_ref=session.subject_ref, reason=_("Sesi diubah."), by=by)
    for invitation in _live_invitations(session):
        tell(invitation, Occasion.CHANGED, messages.changed_text(invitation, before), at_any_hour=at_any_hour)
    if session.trainer == before.trainer:
        text = messages.trainer_changed_text(session, before)
        _tell_trainer(session, Occasion.CHANGED, text, at_any_hour=at_any_hour)
        return
    _tell_trainer(session, Occasion.ASSIGNED, messages.assigned_text(session), at_any_hour=at_any_hour)
    released = messages.trainer_released_text(session)
    send(
        session,
        Occasion.CHANGED,
        before.trainer,
        released,
        time_zone=session.time_zone,
        at_any_hour=at_any_hour,
    )


def _live_invitations(session: Session) -> list[Invitation]:
    return list(session.invitations.live().select_related(*WITH_TEXTS).order_by("pk"))


def _tell_trainer(session: Session, occasion: Occasion, text: Filling, *, at_any_hour: bool = False) -> None:
    send(session, occasion, session.trainer, text, time_zone=session.time_zone, at_any_hour=at_any_hour)


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: User) -> Session:
    """Call off a session that has not begun, or to which nobody came because nobody was invited.

    The answers stay as they were given.
    """
    session = lock_session(session)
    if not session.can_be_cancelled:
        _refuse_begun(session)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Tulis alasan pembatalan. Peserta akan membacanya."), field="reason")
    session.state = SessionState.CANCELLED
    session.revision += 1  # calendars take a cancellation only with a higher SEQUENCE (RFC 5546, 2.1.4)
    session.cancelled_by, session.cancelled_at, session.cancel_reason = by, timezone.now(), reason
    with because(reason, by=by):
        session.save()
    _tell_cancellation(session, by)
    return session


def _tell_cancellation(session: Session, by: User) -> None:
    at_any_hour = is_short_notice(session.starts_at)
    outbox.cancel_about(subject_ref=session.subject_ref, reason=_("Sesi dibatalkan."), by=by)
    for invitation in _live_invitations(session):
        tell(invitation, Occasion.CANCELLED, messages.cancelled_text(invitation), at_any_hour=at_any_hour)
    text = messages.trainer_released_text(session)
    _tell_trainer(session, Occasion.CANCELLED, text, at_any_hour=at_any_hour)
