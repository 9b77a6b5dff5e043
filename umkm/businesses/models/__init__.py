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
from .kbli import Kbli
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
    "Remark",
    "Verification",
    "column_of",
]
