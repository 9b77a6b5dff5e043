"""Modules, scheduled sessions, who is invited and who came."""

from .attendance import Attendance, TrainingTally
from .curriculum import Module, Venue
from .sessions import (
    Invitation,
    Session,
    SessionProvince,
    TstzRange,
    new_token,
)  # the last two for migrations

__all__ = [
    "Attendance",
    "Invitation",
    "Module",
    "Session",
    "SessionProvince",
    "TrainingTally",
    "TstzRange",
    "Venue",
    "new_token",
]
