"""Deciding on a membership at the desk where businesses are examined: who holds it is asked first."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from umkm.cadres.membership import return_cadre, verify_cadre
from umkm.cadres.models import Cadre, CadreVerification
from umkm.cadres.services import locked_cadre

from .claims import forget, must_be_free
from .errors import OwnerNotVerified
from .models import Business


@transaction.atomic
def verify_membership(*, cadre: Cadre, by: User, **said: Any) -> CadreVerification:
    """Raises HeldByAnother, OwnerNotVerified, and what verify_cadre raises."""
    cadre = _free(cadre, by)
    decision = verify_cadre(cadre=cadre, by=by, **said)
    forget(cadre)
    return decision


@transaction.atomic
def return_membership(*, cadre: Cadre, by: User, **said: Any) -> CadreVerification:
    """Raises HeldByAnother, OwnerNotVerified, and what return_cadre raises."""
    cadre = _free(cadre, by)
    decision = return_cadre(cadre=cadre, by=by, **said)
    forget(cadre)
    return decision


def _free(cadre: Cadre, by: User) -> Cadre:
    """First the businesses, which learn of the decision by a trigger, then the member: as everywhere."""
    list(Business.objects.select_for_update(no_key=True).filter(owner=cadre).order_by("pk").only("pk"))
    cadre = locked_cadre(cadre)
    if cadre.restricted_at is not None:
        raise OwnerNotVerified(_("Kader ini meminta datanya tidak diproses, jadi kartunya tidak diperiksa."))
    must_be_free(cadre, by)
    return cadre
