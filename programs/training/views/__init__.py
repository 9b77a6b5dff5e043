"""The pages of trainings."""

from .answer import invitation_answer
from .attendance import attendance_record, session_attendance
from .schedule import session_cancel, session_check, session_create, session_edit, session_times
from .sessions import session_detail, session_list

__all__ = [
    "attendance_record",
    "invitation_answer",
    "session_attendance",
    "session_cancel",
    "session_check",
    "session_create",
    "session_detail",
    "session_edit",
    "session_list",
    "session_times",
]
