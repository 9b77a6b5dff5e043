"""What a pilot has reached in its trainings, counted for its graduation."""

from __future__ import annotations

from programs.pilots.models import Pilot

from .choices import AttendanceStatus
from .models import Attendance


def sessions_attended(pilot: Pilot) -> int:
    return Attendance.objects.filter(invitation__pilot=pilot, status=AttendanceStatus.PRESENT).count()


def attendance_percent(pilot: Pilot) -> int:
    """Present of all that was recorded, rounded down; nothing recorded is nothing reached."""
    recorded = Attendance.objects.filter(invitation__pilot=pilot).count()
    return sessions_attended(pilot) * 100 // recorded if recorded else 0


def modules_completed(pilot: Pilot) -> int:
    """Different modules in whose sessions somebody of the business was."""
    present = Attendance.objects.filter(invitation__pilot=pilot, status=AttendanceStatus.PRESENT)
    return present.values("invitation__session__module").distinct().count()
