"""The pages of memoranda and their phases."""

from .graduation import graduation_requirements
from .memoranda import memorandum_detail, memorandum_list, signatory_edit
from .phases import phase_close, phase_create, phase_detail, phase_open

__all__ = [
    "graduation_requirements",
    "memorandum_detail",
    "memorandum_list",
    "phase_close",
    "phase_create",
    "phase_detail",
    "phase_open",
    "signatory_edit",
]
