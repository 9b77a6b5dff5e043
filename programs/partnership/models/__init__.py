"""The MoU: who promised what, and the phases in which it is carried out."""

from .clauses import Amendment, Clause, ClauseText
from .commitments import Commitment, CommitmentQuerySet
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
