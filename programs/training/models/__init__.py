"""Modules, scheduled sessions, who is invited and who came."""

from .attendance import Attendance, TrainingTally
from .certificates import Certificate, CertificateRun
from .checkin import AttendanceTick, SheetScan
from .curriculum import Module, PhaseModule, Prerequisite, Venue
from .invitations import Invitation, Substitute, new_token  # the last for migrations
from .materials import Material, taught_by
from .schedule import CalendarSubscription, Holiday, SessionSeries
from .sessions import Session, SessionProvince, TstzRange  # the last for migrations
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
    "Substitute",
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
