"""The MoU: who promised what, and the phases in which it is carried out."""

from .memoranda import Commitment, Memorandum, Organisation, Signatory
from .phases import Criterion, Phase, PhaseProvince, PhaseQuerySet, PhaseStage

__all__ = [
    "Commitment",
    "Criterion",
    "Memorandum",
    "Organisation",
    "Phase",
    "PhaseProvince",
    "PhaseQuerySet",
    "PhaseStage",
    "Signatory",
]
