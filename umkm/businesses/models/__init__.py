"""UMKM and what belongs to them, one concept a module."""

from .business import (
    EARLIEST_START,
    REQUIRED_TO_SUBMIT,
    WRITABLE,
    Business,
    BusinessQuerySet,
    BusinessTally,
    column_of,
)
from .changes import ChangeRequest
from .documents import MOST_KEPT, Document, DocumentOpening
from .duplicates import PossibleDuplicate
from .kbli import Kbli
from .ownership import OwnershipQuestion
from .verification import Claim, Remark, Verification

__all__ = [
    "EARLIEST_START",
    "MOST_KEPT",
    "REQUIRED_TO_SUBMIT",
    "WRITABLE",
    "Business",
    "BusinessQuerySet",
    "BusinessTally",
    "ChangeRequest",
    "Claim",
    "Document",
    "DocumentOpening",
    "Kbli",
    "OwnershipQuestion",
    "PossibleDuplicate",
    "Remark",
    "Verification",
    "column_of",
]
