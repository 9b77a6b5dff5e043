"""The rules of training: scheduling, answering, and who came."""

from .answers import answer_invitation
from .attendance import check_in, mark_held, record_attendance
from .bookings import Arrangement
from .invitations import invite_pilot, uninvite
from .sessions import cancel_session, reschedule_session, schedule_session

__all__ = [
    "Arrangement",
    "answer_invitation",
    "cancel_session",
    "check_in",
    "invite_pilot",
    "mark_held",
    "record_attendance",
    "reschedule_session",
    "schedule_session",
    "uninvite",
]
