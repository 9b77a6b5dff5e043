"""The MoU: who promised what, and the phases in which it is carried out."""

from .graduation import GraduationRequirement
from .memoranda import Commitment, Memorandum, Organisation, Signatory
from .phases import Criterion, Phase, PhaseProvince, PhaseQuerySet, PhaseStage

__all__ = [
    "Commitment",
    "Criterion",
    "GraduationRequirement",
    "Memorandum",
    "Organisation",
    "Phase",
    "PhaseProvince",
    "PhaseQuerySet",
    "PhaseStage",
    "Signatory",
]
