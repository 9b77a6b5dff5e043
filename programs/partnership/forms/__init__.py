"""What admins fill in about memoranda, what they promise, and their phases."""

from .commitments import CommitmentForm
from .memoranda import (
    AmendmentForm,
    AmendmentWordsForm,
    ClauseForm,
    MemorandumForm,
    OrganisationForm,
    SignatoryForm,
)
from .papers import PaperForm
from .phases import GraduationForm, PhaseForm, QuotaForm
from .selection import CalendarForm, CriteriaForm, RequirementsForm
from .shared import ReasonForm, show_refusal

__all__ = [
    "AmendmentForm",
    "AmendmentWordsForm",
    "CalendarForm",
    "ClauseForm",
    "CommitmentForm",
    "CriteriaForm",
    "GraduationForm",
    "MemorandumForm",
    "OrganisationForm",
    "PaperForm",
    "PhaseForm",
    "QuotaForm",
    "ReasonForm",
    "RequirementsForm",
    "SignatoryForm",
    "show_refusal",
]
