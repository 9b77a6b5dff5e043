"""Modules, scheduled sessions, who is invited and who came."""

from .assessment import Answer, ModuleTest, Question, RoomOpening, Sitting
from .attendance import Attendance, TrainingTally
from .certificates import Certificate, CertificateRun
from .checkin import AttendanceTick, SheetScan
from .curriculum import Module, PhaseModule, Prerequisite, Venue
from .feedback import Feedback, LearningTally
from .invitations import Invitation, Substitute, new_token  # the last for migrations
from .materials import Material, taught_by
from .schedule import CalendarSubscription, Holiday, SessionSeries
from .sessions import Session, SessionProvince, TstzRange  # the last for migrations
from .trainers import TrainerAbsence, TrainerModule, TrainerProfile, TrainerProvince

__all__ = [
    "Answer",
    "Attendance",
    "AttendanceTick",
    "CalendarSubscription",
    "Certificate",
    "CertificateRun",
    "Feedback",
    "Holiday",
    "Invitation",
    "LearningTally",
    "Material",
    "Module",
    "ModuleTest",
    "PhaseModule",
    "Prerequisite",
    "Question",
    "RoomOpening",
    "Session",
    "SessionProvince",
    "SessionSeries",
    "SheetScan",
    "Sitting",
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
