"""The rules of training: scheduling, answering, and who came."""

from .answers import answer_invitation
from .attendance import check_in, mark_held, record_attendance
from .bookings import Arrangement
from .invitations import invite_pilot, uninvite
from .observers import invite_observers, withdraw_observer
from .places import fill_places
from .sessions import cancel_session, reschedule_session, schedule_session
from .substitutes import Guest, come_oneself, name_substitute

__all__ = [
    "Arrangement",
    "Guest",
    "answer_invitation",
    "cancel_session",
    "check_in",
    "come_oneself",
    "fill_places",
    "invite_observers",
    "invite_pilot",
    "mark_held",
    "name_substitute",
    "record_attendance",
    "reschedule_session",
    "schedule_session",
    "uninvite",
    "withdraw_observer",
]
