"""When a test and the feedback form are open, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from programs.training.choices import AssessmentKind, AttendanceStatus, InvitationState, SessionState
from programs.training.models import Invitation, RoomOpening, Session

PRE_OPENS = timedelta(days=7)  # before the start
CLOSES = timedelta(days=7)  # after the end: what one has learned, not what one has read up since
GRACE = timedelta(hours=1)  # whoever has begun in time may finish


@dataclass(frozen=True)
class Window:
    opens_at: datetime
    closes_at: datetime

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at

    @property
    def is_over(self) -> bool:
        return timezone.now() >= self.closes_at

    @property
    def takes_answers(self) -> bool:
        """For a test that was begun while it was open."""
        return self.opens_at <= timezone.now() < self.closes_at + GRACE


def window_of(session: Session, kind: AssessmentKind, openings: Iterable[RoomOpening] = ()) -> Window:
    """The pre-test: from a week before until the start, or, opened in the room, until the end; the post-test: from
    the end, or from when it is opened in the room, until a week after.
    """
    opened = next((one.opened_at for one in openings if one.kind == kind), None)
    if kind == AssessmentKind.PRE:
        return Window(session.starts_at - PRE_OPENS, session.ends_at if opened else session.starts_at)
    return Window(min(opened or session.ends_at, session.ends_at), session.ends_at + CLOSES)


def may_open_in_room(session: Session, kind: AssessmentKind) -> bool:
    """By the trainer's press, as long as it changes something."""
    if session.state == SessionState.CANCELLED:
        return False
    first = session.starts_at - (PRE_OPENS if kind == AssessmentKind.PRE else timedelta(0))
    return first <= timezone.now() < session.ends_at


def feedback_window(session: Session) -> Window:
    return Window(session.ends_at, session.ends_at + CLOSES)


def takes_part(invitation: Invitation) -> bool:
    """Whoever was there; until the attendance says so, whoever confirmed."""
    if invitation.session.state == SessionState.CANCELLED:
        return False
    attendance = getattr(invitation, "attendance", None)
    if attendance is not None:
        return bool(attendance.status == AttendanceStatus.PRESENT)
    return invitation.state == InvitationState.CONFIRMED
