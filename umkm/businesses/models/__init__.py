"""UMKM and what belongs to them, one concept a module."""

from .business import (
    EDITABLE,
    REQUIRED_TO_SUBMIT,
    WRITABLE,
    Business,
    BusinessQuerySet,
    column_of,
)
from .changes import ChangeRequest
from .constraints import EARLIEST_START
from .documents import MOST_KEPT, Document, DocumentOpening
from .duplicates import PossibleDuplicate
from .finding import SavedFilter, SearchWord, StaleSearch
from .imports import UNDOABLE, BulkImport, ImportedRow, ImportTally, RefusedRow
from .kbli import Kbli
from .ownership import OwnershipQuestion
from .tally import BusinessTally
from .verification import Claim, ExaminedOwner, Remark, Verification

__all__ = [
    "EARLIEST_START",
    "EDITABLE",
    "MOST_KEPT",
    "REQUIRED_TO_SUBMIT",
    "UNDOABLE",
    "WRITABLE",
    "BulkImport",
    "Business",
    "BusinessQuerySet",
    "BusinessTally",
    "ChangeRequest",
    "Claim",
    "Document",
    "DocumentOpening",
    "ExaminedOwner",
    "ImportTally",
    "ImportedRow",
    "Kbli",
    "OwnershipQuestion",
    "PossibleDuplicate",
    "RefusedRow",
    "Remark",
    "SavedFilter",
    "SearchWord",
    "StaleSearch",
    "Verification",
    "column_of",
]
