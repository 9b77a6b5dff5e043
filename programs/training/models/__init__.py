"""Modules, scheduled sessions, who is invited and who came."""

from .assessment import Answer, ModuleTest, Question, RoomOpening, Sitting
from .attendance import Attendance, TrainingTally
from .certificates import Certificate, CertificateRun
from .curriculum import Module, PhaseModule, Prerequisite, Venue
from .feedback import Feedback, LearningTally
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
    "Answer",
    "Attendance",
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
    "Sitting",
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
