"""Sessions of a series that are moved or cancelled together: all of them, or none."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from programs.training.choices import HELD_AT_VENUE, SessionState
from programs.training.errors import ReasonMissing, SeriesRefused
from programs.training.forms import ArrangementForm
from programs.training.messages import Before
from programs.training.models import Session, Venue
from programs.training.services import Arrangement
from programs.training.services.bookings import save_booked
from programs.training.services.changes import Change, tell_changes
from programs.training.services.locking import lock_people, lock_session
from programs.training.services.places import move_up_waiting
from programs.training.services.sessions import cancel, put_arrangement
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment
from soksi_portal.common.errors import RuleViolation

from .candidates import Candidate
from .collisions import collisions_of
from .freetimes import free_times
from .planning import ANYWAY, Line, Plan, asks_for_time

NOWHERE = dt.timedelta()


def sessions_ahead(session: Session, *, whole: bool) -> list[Session]:
    """Of its series what has not begun: all, or from this one on."""
    ahead = Session.objects.upcoming().filter(series=session.series_id, series__isnull=False)
    if not whole:
        ahead = ahead.filter(starts_at__gte=session.starts_at)
    related = ahead.select_related("module", "phase", "trainer", "venue__regency__province")
    return list(related.prefetch_related("provinces").order_by("starts_at", "pk"))


@dataclass(frozen=True)
class Move:
    """What becomes of each session where one of them is arranged anew: the same shift, and what else differs."""

    shift: dt.timedelta
    length: dt.timedelta | None
    changes: dict[str, Any]

    @classmethod
    def of(cls, session: Session, arrangement: Arrangement) -> Move:
        """`changes`: what is not as `session` has it; the rest each keeps as its own."""
        now_length = session.ends_at - session.starts_at
        length = arrangement.ends_at - arrangement.starts_at
        changes = {
            name: getattr(arrangement, name)
            for name in ("trainer", "capacity")
            if getattr(arrangement, name) != getattr(session, name)
        }
        venue = arrangement.venue if arrangement.mode in HELD_AT_VENUE else None
        if (arrangement.mode, venue, arrangement.link) != (session.mode, session.venue, session.link):
            changes |= {"mode": arrangement.mode, "venue": venue, "link": arrangement.link}
        shift = arrangement.starts_at - session.starts_at
        return cls(shift, length if length != now_length else None, changes)

    def arrangement_of(self, session: Session) -> Arrangement:
        starts_at = session.starts_at + self.shift
        length = self.length or session.ends_at - session.starts_at
        own = Arrangement(
            trainer=session.trainer,
            starts_at=starts_at,
            ends_at=starts_at + length,
            capacity=session.capacity,
            mode=session.mode,
            venue=session.venue,
            link=session.link,
            time_zone=session.time_zone,
        )
        return replace(own, **self.changes)


@transaction.atomic
def move_series(*, session: Session, arrangement: Arrangement, whole: bool, by: User) -> list[Session]:
    """Arrange `session` anew and take the others of its series along by as much; everybody hears of it once.

    One that can't be moved refuses all, with its time named. Those that go later go first, the last of them before
    all, so that each finds the time free that the one before it leaves.
    """
    sessions = _locked(session, whole, arrangement)
    move = Move.of(next(one for one in sessions if one.pk == session.pk), arrangement)
    changes = [_moved(one, move, by) for one in (reversed(sessions) if move.shift > NOWHERE else sessions)]
    changed = [one for one in changes if one.before != Before.of(one.session)]
    if changed:
        tell_changes(changed, by=by)
    for one in sessions:
        move_up_waiting(one)
    return sessions


def _locked(session: Session, whole: bool, arrangement: Arrangement | None = None) -> list[Session]:
    """In the order of their numbers, then venues and trainers in theirs: two who do this at once queue up."""
    numbers = sorted(one.pk for one in sessions_ahead(session, whole=whole))
    sessions = [lock_session(Session(pk=pk)) for pk in numbers]
    if session.pk not in numbers or not all(one.is_upcoming for one in sessions):
        raise SeriesRefused(_("Sebagian sesi ini baru saja dimulai, diubah atau dibatalkan. Periksa lagi."))
    if arrangement:
        halls = {one.venue_id for one in sessions if one.venue_id}
        halls |= {arrangement.venue.pk} if arrangement.venue else set()
        list(Venue.objects.select_for_update(no_key=True).filter(pk__in=halls).order_by("pk"))
        lock_people({arrangement.trainer.pk, *(one.trainer_id for one in sessions)})
    return sorted(sessions, key=lambda one: (one.starts_at, one.pk))


def _moved(session: Session, move: Move, by: User) -> Change:
    before = Before.of(session)
    when = moment(session.starts_at, session.time_zone)
    try:
        put_arrangement(session, move.arrangement_of(session))
        if Before.of(session) != before:
            session.revision += 1
        with because(_("Rangkaian diubah."), by=by):
            save_booked(session)
    except RuleViolation as refusal:
        sentence = _("Tidak ada yang diubah. Sesi %(when)s: %(why)s")
        raise SeriesRefused(
            sentence % {"when": when, "why": refusal.message}, field=refusal.field
        ) from refusal
    return Change(session, before)


@transaction.atomic
def cancel_series(*, session: Session, whole: bool, reason: str, by: User) -> list[Session]:
    """Call off what has not begun of a series, from this session on or all; everybody hears of it once."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Tulis alasan pembatalan. Peserta akan membacanya."), field="reason")
    sessions = _locked(session, whole)
    for one in sessions:
        cancel(one, reason=reason, by=by)
    tell_changes([Change(one) for one in sessions], by=by)
    return sessions


@dataclass(frozen=True)
class MovePlan(Plan):
    """The new dates, which somebody reads before anything is done, whether or not something collides."""

    may_skip: bool = False

    @property
    def asks(self) -> bool:
        return not self.forbidden

    @property
    def fingerprint(self) -> str:
        words = [f"{line.text} {one.sentence}" for line in self.lines for one in line.collisions]
        words += [line.text for line in self.lines]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def move_plan(form: ArrangementForm, session: Session, *, whole: bool) -> MovePlan | None:
    """None while it can't be known yet; the form has been validated. What another of the series leaves is free."""
    if not form.is_valid():
        return None
    sessions = sessions_ahead(session, whole=whole)
    move = Move.of(session, form.arrangement())
    moving = frozenset(one.pk for one in sessions)
    candidates = {one.pk: _candidate(one, move.arrangement_of(one), moving) for one in sessions}
    lines = [_line(one) for one in candidates.values()]
    first = candidates.pop(session.pk, None)
    free = free_times(first, beside=[*candidates.values()]) if first and asks_for_time(lines) else []
    return MovePlan(lines=lines, free=free, agreed=str(form.data.get(ANYWAY, "")))


def _candidate(session: Session, arrangement: Arrangement, moving: frozenset[int]) -> Candidate:
    return Candidate(
        starts_at=arrangement.starts_at,
        ends_at=arrangement.ends_at,
        time_zone=arrangement.time_zone,
        provinces=list(session.provinces.all()),
        phase=session.phase,
        module=session.module,
        trainer=arrangement.trainer,
        venue=arrangement.venue,
        session=session,
        moving=moving,
    )


def _line(candidate: Candidate) -> Line:
    return Line(
        candidate.starts_at,
        candidate.ends_at,
        candidate.time_zone,
        candidate.module,
        collisions_of(candidate),
    )


def is_of_series(session: Session) -> bool:
    """Whether there is more than this one to move or cancel."""
    return session.series_id is not None and session.state == SessionState.PLANNED
