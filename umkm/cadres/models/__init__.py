"""Members of SOKSI and what belongs to them, one concept a module."""

from .cadre import Cadre, CadreQuerySet, Consent, ConsentText
from .verification import CadreRemark, CadreVerification

__all__ = ["Cadre", "CadreQuerySet", "CadreRemark", "CadreVerification", "Consent", "ConsentText"]
