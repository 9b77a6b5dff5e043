"""Masked numbers as pages of staff show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from soksi_portal.accounts.models import User
from umkm.cadres.choices import SecretField
from umkm.cadres.identity import masked_stored
from umkm.cadres.models import Cadre
from umkm.cadres.permissions import may_unmask_of

from ..models import Business


@dataclass(frozen=True)
class SecretLine:
    """One number: masked, with the way to read it in full for a reason."""

    label: str
    masked: str  # empty where none is known
    url: str


def secret_of_card(cadre: Cadre, *, viewer: User) -> list[SecretLine]:
    """The NIK of a member whose card is examined; nothing for those who may not read it."""
    if not may_unmask_of(viewer, cadre):
        return []
    url = reverse("card_unmask", args=[cadre.pk]) if cadre.nik_encrypted else ""
    return [SecretLine(str(SecretField.NIK.label), masked_stored(cadre.nik_encrypted), url)]


def secret_lines(business: Business, *, viewer: User) -> list[SecretLine]:
    """NIK of the owner and NPWP of the business; nothing for those who may not read them."""
    if not may_unmask_of(viewer, business.owner, province=business.province_id):
        return []
    stored = {SecretField.NIK: business.owner.nik_encrypted, SecretField.NPWP: business.npwp_encrypted}
    return [
        SecretLine(
            label=str(field.label),
            masked=masked_stored(number),
            url=reverse("cadre_unmask", args=[business.pk, field.value]) if number else "",
        )
        for field, number in stored.items()
    ]
