"""Cells that only a file has: places by name or code, a date of consent, a class of business with its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soksi_portal.common.typed import is_empty, key_of

from ..checks import check_kbli

FIRST_CONSENT = date(2015, 8, 9)  # the day of the memorandum
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T][0-9:.]*)?").fullmatch
_LOCAL = re.compile(r"([0-9]{1,2})[\s/.\-]+([0-9]{1,2}|[a-z]{3,9})[\s/.\-]+([0-9]{4}|[0-9]{2})").fullmatch
_MONTHS = {name[:3]: number for number, name in enumerate(
    ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember"), 1
)} | {"may": 5, "aug": 8, "agt": 8, "oct": 10, "dec": 12, "nop": 11, "peb": 2}  # fmt: skip
_TITLED = re.compile(r"\s*([0-9]{5})\b\s*[-–—:.(]?\s*[^\d\s].*", re.DOTALL).fullmatch
_ABBREVIATED = re.compile(
    r"^(kabupaten|kab|kota madya|kotamadya|kodya|kota administrasi|kota adm|kab adm)\b ?"
)
AMBIGUOUS = "?"


@dataclass(frozen=True)
class Places:
    """Regencies and provinces by each way in which people write them."""

    regencies: Mapping[str, str]  # key_of(spelling) → code; AMBIGUOUS where it may be a kabupaten and a kota
    provinces: Mapping[str, str]
    names: Mapping[str, str]  # code of a province → name

    @classmethod
    def of(cls, regencies: Iterable[tuple[str, str, str]], provinces: Iterable[tuple[str, str]]) -> Places:
        """`regencies` are (code, kind in words, name), `provinces` (code, name)."""
        by_name: dict[str, str] = {}
        for code, kind, name in regencies:
            words = key_of(name)
            for spelling in (f"{key_of(kind)} {words}", code, code.replace(".", ""), code.replace(".", " ")):
                by_name[spelling] = code
            by_name[words] = AMBIGUOUS if words in by_name else code
        named = dict(provinces)
        found = {key_of(name): code for code, name in named.items()} | {code: code for code in named}
        found |= {"diy": "34", "yogyakarta": "34", "jakarta": "31", "dki": "31", "ntb": "52", "ntt": "53", "babel": "19", "kepri": "21",
                  "jabar": "32", "jateng": "33", "jatim": "35", "sumut": "12", "sumbar": "13", "sumsel": "16", "kalbar": "61", "kalteng": "62",
                  "kalsel": "63", "kaltim": "64", "kaltara": "65", "sulut": "71", "sulteng": "72", "sulsel": "73", "sultra": "74", "sulbar": "76",
                  "malut": "82"}  # fmt: skip
        return cls(by_name, {spelling: code for spelling, code in found.items() if code in named}, named)

    def check_regency(self, text: str) -> str:
        """The code; empty where nothing is written."""
        found = self.regencies.get(text)
        if found is None:
            found = self._regency_in_words(text)
        if found == AMBIGUOUS:
            raise ValidationError(
                _("Ada Kabupaten %(name)s dan Kota %(name)s. Tulis yang mana.")
                % {"name": text.strip().title()[:40]},
                code="ambiguous",
            )
        return found

    def _regency_in_words(self, text: str) -> str:
        if is_empty(text):
            return ""
        words = key_of(text[:80])
        short = _ABBREVIATED.match(words)
        if short:
            kind = "kota" if short[1].startswith("ko") else "kabupaten"
            bare = words[short.end() :]
            spellings = [words, f"{kind} {bare}", f"{kind} administrasi {bare}"]
        else:
            spellings = [words]
        found = next((self.regencies[spelling] for spelling in spellings if spelling in self.regencies), None)
        if found is None:
            raise ValidationError(
                _("Kabupaten/kota “%(text)s” tidak dikenal. Salin namanya dari lembar Pilihan.")
                % {"text": text.strip()[:60]},
                code="unknown_regency",
            )
        return found

    def check_province(self, text: str) -> str:
        found = self.provinces.get(text)
        if found is None and not is_empty(text):
            found = self.provinces.get(key_of(text[:80]).removeprefix("provinsi ").removeprefix("prov "))
            if found is None:
                raise ValidationError(
                    _("Provinsi “%(text)s” tidak dikenal.") % {"text": text.strip()[:60]},
                    code="unknown_province",
                )
        return found or ""


def check_consent(text: str, *, today: date) -> date | None:
    """The day of a signature on paper, in any usual spelling."""
    text = text.strip()
    if is_empty(text):
        return None
    found = _day(text)
    if found is None:
        raise ValidationError(
            _("Tulis tanggalnya dengan hari, bulan, dan tahun, misalnya 2026-11-02 atau 2 November 2026."),
            code="date",
        )
    if not FIRST_CONSENT <= found <= today:
        raise ValidationError(
            _("Tanggal persetujuan antara 9 Agustus 2015 dan hari ini."), code="date_outside"
        )
    return found


def _day(text: str) -> date | None:
    iso = _ISO(text)
    local = None if iso else _LOCAL(text.lower())
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local:
            month = int(local[2]) if local[2].isdigit() else _MONTHS[local[2][:3]]
            year = int(local[3]) + (2000 if len(local[3]) == 2 else 0)
            return date(year, month, int(local[1]))
    except (ValueError, KeyError):
        pass
    return None


def check_class(text: str, known: Mapping[str, int]) -> int | None:
    """The key of a class of KBLI in force, by its code; its title may stand behind it."""
    found = known.get(text)
    if found is not None:
        return found
    titled = _TITLED(text)
    code = titled[1] if titled else check_kbli(text.zfill(5) if re.fullmatch("[0-9]{4}", text) else text)
    if not code:
        return None
    if code not in known:
        raise ValidationError(
            _("Kode KBLI %(code)s tidak ada dalam daftar yang berlaku.") % {"code": code}, code="unknown_kbli"
        )
    return known[code]
