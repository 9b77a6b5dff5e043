"""The number that an owner writes down: `UMKM-0.000.123-4`. The last digit checks the others, for numbers told by phone."""

from __future__ import annotations

import re

from stdnum import luhn
from stdnum.exceptions import ValidationError as WrongNumber

DIGITS = 7


def registration_number(key: int) -> str:
    digits = f"{key:0{DIGITS}d}"
    grouped = (
        f"{int(digits):,}".replace(",", ".")
        if len(digits) > DIGITS
        else f"{digits[0]}.{digits[1:4]}.{digits[4:]}"
    )
    return f"UMKM-{grouped}-{luhn.calc_check_digit(digits)}"


def key_of_number(text: str) -> int | None:
    """The key behind a registration number in any spelling; None where it is none, or mistyped."""
    digits = re.sub(r"[\s.\-]|^UMKM", "", text.strip()[:40].upper())
    if not re.fullmatch(rf"[0-9]{{{DIGITS + 1},18}}", digits):
        return None
    try:
        luhn.validate(digits)
    except WrongNumber:
        return None
    return int(digits[:-1])
