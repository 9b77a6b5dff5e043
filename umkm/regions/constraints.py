"""Conditions that several tables share."""

from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import Exact


def regency_in_province() -> Q:
    """That a row's regency lies in the row's province: the codes of Kemendagri begin alike."""
    return Q(regency=None) | Q(Exact(Left("regency_id", 2), F("province_id")))
