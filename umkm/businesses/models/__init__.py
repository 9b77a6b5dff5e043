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
from .documents import Document
from .duplicates import PossibleDuplicate
from .kbli import Kbli
from .ownership import OwnershipQuestion
from .verification import Claim, Remark, Verification

__all__ = [
    "EARLIEST_START",
    "REQUIRED_TO_SUBMIT",
    "WRITABLE",
    "Business",
    "BusinessQuerySet",
    "BusinessTally",
    "ChangeRequest",
    "Claim",
    "Document",
    "Kbli",
    "OwnershipQuestion",
    "PossibleDuplicate",
    "Remark",
    "Verification",
    "column_of",
]
