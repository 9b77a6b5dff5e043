from .actions import ActionItem
from .cashbooks import CashBook, CashEntry, Receipt
from .mentors import Assignment, Handover, MentorProfile, MentorsDecision, MentorsReview
from .photos import VisitPhoto
from .reports import ERASED, FLOWS, MONEY, FigureOpening, Report, ReportVersion
from .visits import Visit, VisitEntry

__all__ = [
    "ERASED",
    "FLOWS",
    "MONEY",
    "ActionItem",
    "Assignment",
    "CashBook",
    "CashEntry",
    "FigureOpening",
    "Handover",
    "MentorProfile",
    "MentorsDecision",
    "MentorsReview",
    "Receipt",
    "Report",
    "ReportVersion",
    "Visit",
    "VisitEntry",
    "VisitPhoto",
]
