"""The MoU: who promised what, and the phases in which it is carried out."""

from .clauses import Amendment, Clause, ClauseText
from .commitments import Commitment, CommitmentQuerySet
from .graduation import GraduationRequirement
from .memoranda import Memorandum, Organisation, Signatory
from .papers import Paper, PaperQuerySet
from .phases import Criterion, Phase, PhaseProvince, PhaseQuerySet, PhaseStage

__all__ = [
    "Amendment",
    "Clause",
    "ClauseText",
    "Commitment",
    "CommitmentQuerySet",
    "Criterion",
    "GraduationRequirement",
    "Memorandum",
    "Organisation",
    "Paper",
    "PaperQuerySet",
    "Phase",
    "PhaseProvince",
    "PhaseQuerySet",
    "PhaseStage",
    "Signatory",
]
