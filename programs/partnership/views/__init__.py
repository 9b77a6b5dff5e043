"""The pages of memoranda, what they promise, and their phases."""

from .clauses import amendment_create, amendment_edit, clause_correct, clause_create
from .commitments import commitment_create, commitment_detail, commitment_edit, commitment_end
from .graduation import graduation_requirements
from .memoranda import (
    memorandum_create,
    memorandum_detail,
    memorandum_edit,
    memorandum_list,
    organisation_create,
    organisation_edit,
    organisation_list,
    signatory_create,
    signatory_edit,
)
from .papers import paper_file, paper_remove, paper_show, paper_upload
from .phases import (
    phase_calendar,
    phase_close,
    phase_create,
    phase_criteria,
    phase_detail,
    phase_edit,
    phase_open,
    phase_quotas,
)

__all__ = [
    "amendment_create",
    "amendment_edit",
    "clause_correct",
    "clause_create",
    "commitment_create",
    "commitment_detail",
    "commitment_edit",
    "commitment_end",
    "graduation_requirements",
    "memorandum_create",
    "memorandum_detail",
    "memorandum_edit",
    "memorandum_list",
    "organisation_create",
    "organisation_edit",
    "organisation_list",
    "paper_file",
    "paper_remove",
    "paper_show",
    "paper_upload",
    "phase_calendar",
    "phase_close",
    "phase_create",
    "phase_criteria",
    "phase_detail",
    "phase_edit",
    "phase_open",
    "phase_quotas",
    "signatory_create",
    "signatory_edit",
]
