"""Members of SOKSI and what belongs to them, one concept a module."""

from .cadre import Cadre, CadreQuerySet, CadreTally, Consent, ConsentText, processed_for
from .rights import TIME_TO_ANSWER, DataRequest, Erasure, Unmasking
from .verification import CadreRemark, CadreVerification

__all__ = [
    "TIME_TO_ANSWER",
    "Cadre",
    "CadreQuerySet",
    "CadreRemark",
    "CadreTally",
    "CadreVerification",
    "Consent",
    "ConsentText",
    "DataRequest",
    "Erasure",
    "Unmasking",
    "processed_for",
]
