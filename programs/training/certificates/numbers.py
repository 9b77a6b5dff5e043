"""The number of a certificate: short enough to read out, too many to try through."""

from __future__ import annotations

import re
import secrets

# none that is taken for another when printed small or written by hand: 0 O, 1 I L, 2 Z, 5 S, B 8
ALPHABET = "346789ACDEFGHJKMNPQRTUVWXY"
SIGNS = 8  # 26 ** 8 are 200 thousand million for each year
PATTERN = re.compile(rf"(?:SJ)?([0-9]{{4}})([{ALPHABET}]{{4}})([{ALPHABET}]{{4}})")
LONGEST = 60  # of what somebody types, spaces and all


def new_number(year: int) -> str:
    """`SJ-2026-7KQ4-9MXD`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
    return f"SJ-{year:04d}-{signs[:4]}-{signs[4:]}"


def understood(typed: str) -> str:
    """The number as it is printed, from what somebody typed: small letters, spaces, no dashes. Empty for what is none."""
    if len(typed) > LONGEST:
        return ""
    signs = re.sub(r"[\s.\-–—_/]", "", typed).upper()
    found = PATTERN.fullmatch(signs) if signs.isascii() else None
    return "SJ-{}-{}-{}".format(*found.groups()) if found else ""
