"""A row of texts becomes either the values of a cadre and a business, or the reasons why it is refused.

The checks are those of the registration's pages (`checks`, `figures`); here they are only put side by side. No
database: what only the database knows (whose NIK, which NIB) is asked for a whole block at once in `merging`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soksi_portal.common.encryption import blind_index, encrypt
from soksi_portal.common.typed import clean_text, key_of
from umkm.cadres.identity import Nik, nik_hash

from ..checks import FIELD_CHECKS
from ..figures import row_problems
from ..taxnumber import parse_npwp
from .cells import Places, check_class, check_consent
from .headings import BY_KEY, REQUIRED

Reason = tuple[str, str]  # column, sentence
LONGEST_COLLECTOR = 80
# what the staging table holds of a row, in its order
STAGED = (
    "line", "collector",
    "full_name", "nik_encrypted", "nik_hash", "sex", "phone", "membership_number", "home_regency", "consent_on",
    "name", "address", "regency", "description", "kbli", "start_year", "legal_form", "nib", "npwp_encrypted", "npwp_hash", "licences",
    "latitude", "longitude", "employees", "women_employees", "last_year_sales", "capital", "has_bank_loan", "marketing_channels", "wishes",
    "warned",
)  # fmt: skip
_WARNING = ("nik", "npwp")  # columns whose check may warn and take the value all the same
_FIGURES = (
    "start_year",
    "employees",
    "women_employees",
    "last_year_sales",
    "capital",
    "latitude",
    "longitude",
)


# columns in which the same few texts come again and again: each is checked once
REPEATED = (
    "home_regency", "consent_on", "regency", "province", "kbli", "start_year", "legal_form", "licences", "employees",
    "women_employees", "has_bank_loan", "marketing_channels", "wishes", "collector",
)  # fmt: skip
MOST_REMEMBERED = 5_000


def remembered(check: Callable[[str], Any]) -> Callable[[str], Any]:
    """The same check, that remembers what was right; nobody changes a value it gave."""
    known: dict[str, Any] = {}

    def remembering(text: str) -> Any:
        if text in known:
            return known[text]
        value = check(text)
        if len(known) < MOST_REMEMBERED:
            known[text] = value
        return value

    return remembering


@dataclass(frozen=True)
class Surroundings:
    """What a row is judged against; plain enough to be sent to another process."""

    columns: Sequence[str]
    regencies: Sequence[tuple[str, str, str]]
    provinces: Sequence[tuple[str, str]]
    classes: Mapping[str, int]
    allowed: Sequence[str]  # codes of provinces; empty: all
    today: date


@dataclass(frozen=True)
class Judged:
    """One row: `values` where it is sound, else `reasons`. The province is known in both cases, or empty."""

    province: str
    collector: str
    values: dict[str, Any] | None = None
    reasons: list[Reason] = field(default_factory=list)
    people: list[str] = field(default_factory=list)  # of a refused row: what an erased person is found by


class RowChecker:
    def __init__(self, around: Surroundings) -> None:
        self._places = Places.of(around.regencies, around.provinces)
        self._nothing = _("Belum diisi.")
        self._allowed = frozenset(around.allowed)
        special: dict[str, Callable[[str], Any]] = {
            "regency": self._places.check_regency,
            "home_regency": self._places.check_regency,
            "province": self._places.check_province,
            "npwp": parse_npwp,
            "consent_on": partial(check_consent, today=around.today),
            "kbli": partial(check_class, known=around.classes),
            "collector": _collector,
        }
        checks = FIELD_CHECKS | special
        checks |= {key: remembered(checks[key]) for key in REPEATED}
        self._cells = [(place, key, checks[key]) for place, key in enumerate(around.columns) if key]
        self._absent = {key: checks[key]("") for key in BY_KEY if key not in around.columns}

    def judge(self, cells: Sequence[str]) -> Judged:
        found: dict[str, Any] = dict(self._absent)
        reasons: list[Reason] = []
        wide = len(cells)
        for place, key, check in self._cells:
            try:
                found[key] = check(cells[place]) if place < wide else check("")
            except ValidationError as wrong:
                found[key] = None
                reasons.append((key, " ".join(wrong.messages)))
        told = {key for key, _sentence in reasons}
        for key in REQUIRED:
            if found[key] in (None, "") and key not in told:
                reasons.append((key, self._nothing))
        if not reasons:
            reasons = self._together(found)
        regency = found.get("regency") or ""
        collector = found.get("collector") or ""
        if reasons:
            nik = found.get("nik")
            hashed = nik_hash(nik.digits) if nik else None
            people = people_of(hashed, found.get("phone"), name=found.get("full_name"), province=regency[:2])
            return Judged(regency[:2], collector, reasons=reasons, people=people)
        return Judged(regency[:2], collector, values=found)

    def _together(self, found: dict[str, Any]) -> list[Reason]:
        """What does not fit each other, or the file's sender."""
        reasons = list(row_problems(**{key: found[key] for key in _FIGURES}).items())
        province = found["regency"][:2]
        if found["province"] and found["province"] != province:
            names = self._places.names
            reasons.append(
                (
                    "province",
                    _("Kabupaten/kota ini ada di %(right)s, bukan %(wrong)s.")
                    % {"right": names.get(province, province), "wrong": names[found["province"]]},
                )
            )
        if self._allowed:
            outside = _(
                "%(province)s bukan provinsi Anda. Minta koordinatornya atau pengurus pusat mengirim baris ini."
            )
            for key in ("regency", "home_regency"):
                code = (found[key] or "")[:2]
                if code and code not in self._allowed:
                    reasons.append((key, outside % {"province": self._places.names.get(code, code)}))
        return reasons


def _collector(text: str) -> str:
    name = clean_text(
        text[: 2 * LONGEST_COLLECTOR], longest=2 * LONGEST_COLLECTOR, name=BY_KEY["collector"].label
    )
    return " ".join(name.split())[:LONGEST_COLLECTOR]


def warnings_of(found: Mapping[str, Any]) -> list[Reason]:
    """What is taken, and looks as if somebody should see to it."""
    return [(key, found[key].warning) for key in _WARNING if found[key] and found[key].warning]


def people_of(
    hashed_nik: bytes | None, phone: str | None, *, name: str | None = None, province: str = ""
) -> list[str]:
    """By which a row is known to be a person's, where its cells cannot be asked: keyed hashes, nothing in clear.

    NIK and phone are often just what is wrong with it, so the name goes in too, with the province, or with none where
    the row's cannot be read.
    """
    hashes = [
        hashed_nik,
        blind_index(phone, purpose="phone") if phone else None,
        blind_index(f"{key_of(name)}\0{province}", purpose="name") if name else None,
    ]
    return [bytes(found).hex() for found in hashes if found]


def staged(line: int, found: Mapping[str, Any]) -> list[Any]:
    """The values of a sound row in the order of STAGED, NIK and NPWP encrypted."""
    nik: Nik = found["nik"]
    npwp = found["npwp"].digits if found["npwp"] else None
    more = {
        "line": line,
        "nik_encrypted": encrypt(nik.digits),
        "nik_hash": nik_hash(nik.digits),
        "sex": nik.sex.value,
        "npwp_encrypted": encrypt(npwp) if npwp else None,
        "npwp_hash": blind_index(npwp, purpose="npwp") if npwp else None,
        "warned": [key for key, _sentence in warnings_of(found)],
    }
    return [more[key] if key in more else found[key] for key in STAGED]
