"""The NIK (Permendagri 72/2022; UU 24/2013): what its sixteen digits say, and how it is stored.

Province (2), regency (2), district (2), day of birth (40 more for women), month, year of two digits, serial (4). A NIK
keeps the codes of the day it was issued, so an unknown province is a warning, never a refusal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.common.encryption import Unreadable, blind_index, decrypt, encrypt

from .choices import Sex

# Kemendagri's codes since the first NIK, ended ones included: 54 was Timor Timur
KNOWN_PROVINCES = frozenset(
    {
        "11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34", "35", "36", "51", "52", "53",
        "54", "61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76", "81", "82", "91", "92", "93", "94", "95",
        "96",
    }
)  # fmt: skip
WOMENS_DAYS = 40
SEPARATORS = re.compile(r"[\s.\-]")


@dataclass(frozen=True)
class Nik:
    """A NIK of sound structure."""

    digits: str
    born: date
    sex: Sex
    warning: str  # what is unusual yet allowed; empty where nothing is


def parse_nik(text: str) -> Nik:
    """Blanks, dots and dashes do not matter. Raises ValidationError with a sentence for the person."""
    digits = SEPARATORS.sub("", text)
    if not re.fullmatch(r"[0-9]*", digits):
        raise ValidationError(_("NIK hanya berisi angka."), code="nik_digits")
    if len(digits) != 16:
        raise ValidationError(
            _("NIK terdiri dari 16 angka. Anda mengetik %(count)s.") % {"count": len(digits)},
            code="nik_length",
        )
    if digits[12:] == "0000" or digits[2:4] == "00" or digits[4:6] == "00":
        raise ValidationError(_("NIK ini tidak mungkin. Periksa lagi angkanya di KTP."), code="nik_structure")
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    sex = Sex.WOMAN if day > WOMENS_DAYS else Sex.MAN
    born = _birth_date(day - WOMENS_DAYS if sex == Sex.WOMAN else day, month, year)
    warning = ""
    if digits[:2] not in KNOWN_PROVINCES:
        warning = _(
            "Kode provinsi %(code)s di awal NIK tidak dikenal. Periksa lagi; bila benar, lanjutkan saja."
        ) % {"code": digits[:2]}
    return Nik(digits=digits, born=born, sex=sex, warning=warning)


def _birth_date(day: int, month: int, year: int) -> date:
    """Of two centuries the one in which the person is born already and holds a KTP (17 years)."""
    today = timezone.localdate()
    for century in (2000, 1900):
        try:
            born = date(century + year, month, day)
        except ValueError:  # no such day in that year: 29 February
            continue
        if born.replace(year=born.year + 17, day=min(born.day, 28)) <= today:
            return born
    raise ValidationError(
        _(
            "Angka ke-7 sampai ke-12 NIK adalah tanggal lahir, dan tanggal itu tidak mungkin. Periksa lagi di KTP."
        ),
        code="nik_birth_date",
    )


def nik_columns(digits: str) -> dict[str, Any]:
    """What a cadre's row stores of a NIK."""
    return {
        "nik_encrypted": encrypt(digits),
        "nik_hash": nik_hash(digits),
        "sex": parse_nik(digits).sex,
    }


def nik_hash(digits: str) -> bytes:
    return blind_index(digits, purpose="nik")


def masked(digits: str) -> str:
    """The last four only: enough to tell two apart, too little to use."""
    return "•" * max(0, len(digits) - 4) + digits[-4:]


def masked_stored(encrypted: bytes | memoryview | None) -> str:
    """Of an encrypted NIK or NPWP; a sentence where its key was taken away, so that the page stands all the same."""
    try:
        return masked(decrypt(encrypted)) if encrypted else ""
    except Unreadable:
        return _("tidak terbaca")
