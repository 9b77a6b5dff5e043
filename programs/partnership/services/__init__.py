"""The rules of memoranda, what they promise, and their phases."""

from .amendments import Amended, correct_amendment, record_amendment
from .clauses import add_clause, correct_clause
from .commitments import Promise, correct_commitment, create_commitment, end_commitment
from .memoranda import Agreement, create_memorandum, edit_memorandum, save_plain
from .papers import keep_paper, remove_paper, show_paper_to
from .phases import close_phase, create_phase, open_phase, set_quotas
from .selection import Judged, Requirements, set_calendar, set_criteria, set_requirements

__all__ = [
    "Agreement",
    "Amended",
    "Judged",
    "Promise",
    "Requirements",
    "add_clause",
    "close_phase",
    "correct_amendment",
    "correct_clause",
    "correct_commitment",
    "create_commitment",
    "create_memorandum",
    "create_phase",
    "edit_memorandum",
    "end_commitment",
    "keep_paper",
    "open_phase",
    "record_amendment",
    "remove_paper",
    "save_plain",
    "set_calendar",
    "set_criteria",
    "set_quotas",
    "set_requirements",
    "show_paper_to",
]
