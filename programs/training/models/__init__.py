"""Modules, scheduled sessions, who is invited and who came."""

from .attendance import Attendance, TrainingTally
from .certificates import Certificate, CertificateRun
from .checkin import AttendanceTick, SheetScan
from .curriculum import Module, PhaseModule, Prerequisite, Venue
from .materials import Material, taught_by
from .schedule import CalendarSubscription, Holiday, SessionSeries
from .sessions import (
    Invitation,
    Session,
    SessionProvince,
    TstzRange,
    new_token,
)  # the last two for migrations
from .trainers import TrainerAbsence, TrainerModule, TrainerProfile, TrainerProvince

__all__ = [
    "Attendance",
    "AttendanceTick",
    "CalendarSubscription",
    "Certificate",
    "CertificateRun",
    "Holiday",
    "Invitation",
    "Material",
    "Module",
    "PhaseModule",
    "Prerequisite",
    "Session",
    "SessionProvince",
    "SessionSeries",
    "SheetScan",
    "TrainerAbsence",
    "TrainerModule",
    "TrainerProfile",
    "TrainerProvince",
    "TrainingTally",
    "TstzRange",
    "Venue",
    "new_token",
    "taught_by",
]
