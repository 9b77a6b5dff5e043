"""Refused rows are copies of what a person told somebody else: they go with the person, their count stays."""

from __future__ import annotations

import re

from soksi_portal.common.encryption import Unreadable, decrypt
from umkm.cadres.identity import SEPARATORS
from umkm.cadres.models import Cadre

from ..models import RefusedRow
from .rows import people_of

_AT_ONCE = 2_000


def forget_refused_rows(cadre: Cadre) -> int:
    """Those with the NIK or the phone of this person, who still has both. Returns how many."""
    hashes = people_of(bytes(cadre.nik_hash) if cadre.nik_hash else None, cadre.phone)
    found = [
        *RefusedRow.objects.filter(people__overlap=hashes).values_list("pk", flat=True),
        *_by_their_cells(cadre),
    ]
    RefusedRow.objects.filter(pk__in=found).delete()
    return len(found)


def _by_their_cells(cadre: Cadre) -> list[int]:
    """Where no hashes were kept: the digits, however they are written."""
    numbers = [(cadre.phone or "").removeprefix("+62")]
    try:
        numbers.append(decrypt(cadre.nik_encrypted) if cadre.nik_encrypted else "")
    except Unreadable:
        pass  # then the phone must do
    wanted = re.compile("|".join(number for number in numbers if number) or "$^")
    found = []
    for row in RefusedRow.objects.filter(people=None).iterator(chunk_size=_AT_ONCE):
        try:
            text = decrypt(row.cells_encrypted)
        except Unreadable:
            continue  # nobody reads it any more
        if wanted.search(SEPARATORS.sub("", text)):
            found.append(row.pk)
    return found
