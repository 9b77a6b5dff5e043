"""Refused rows are copies of what a person told somebody else: they go with the person, their count stays."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress

from django.db.models import Q

from soksi_portal.common.encryption import Unreadable, decrypt
from soksi_portal.common.typed import key_of
from umkm.cadres.identity import SEPARATORS
from umkm.cadres.models import Cadre

from ..models import Business, RefusedRow
from .rows import people_of

_AT_ONCE = 2_000


def forget_refused_rows(cadre: Cadre) -> int:
    """Those with the NIK, the phone, or the name and province of this person, who still has them. Returns how many.

    A namesake's of the same province go along: they are copies, and who sent them has the file.
    """
    found = [
        *RefusedRow.objects.filter(people__overlap=_hashes_of(cadre)).values_list("pk", flat=True),
        *_by_their_cells(cadre),
    ]
    RefusedRow.objects.filter(pk__in=found).delete()
    return len(found)


def _hashes_of(cadre: Cadre) -> list[str]:
    provinces = {
        "",
        cadre.province_id,
        *Business.objects.filter(owner=cadre).values_list("province", flat=True),
    }
    numbers = people_of(bytes(cadre.nik_hash) if cadre.nik_hash else None, cadre.phone)
    return numbers + [
        hashed
        for province in provinces
        for hashed in people_of(None, None, name=cadre.full_name, province=province)
    ]


def _by_their_cells(cadre: Cadre) -> list[int]:
    """Where no hashes were kept, or nothing could be read that would give one."""
    is_theirs = _reader(cadre)
    found = []
    for row in RefusedRow.objects.filter(Q(people=None) | Q(people=[])).iterator(chunk_size=_AT_ONCE):
        with suppress(Unreadable):  # nobody reads it any more
            if is_theirs(decrypt(row.cells_encrypted)):
                found.append(row.pk)
    return found


def _reader(cadre: Cadre) -> Callable[[str], bool]:
    """Whether cells tell of the person: by the digits, however they are written and in whichever column, or the name."""
    numbers = [(cadre.phone or "").removeprefix("+62")]
    with suppress(Unreadable):  # then the phone must do
        numbers.append(decrypt(cadre.nik_encrypted) if cadre.nik_encrypted else "")
    wanted = re.compile("|".join(number for number in numbers if number) or "$^")
    name = key_of(cadre.full_name)

    def is_theirs(text: str) -> bool:
        return bool(wanted.search(SEPARATORS.sub("", text))) or name in map(key_of, json.loads(text))

    return is_theirs
