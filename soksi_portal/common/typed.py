"""What people type, and what spreadsheets make of it: read as text, digits, numbers, choices.

No database and no form, and the usual spelling takes the short way: a million rows go through here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from soksi_portal.common.fields import RupiahField

Words = str | Promise

_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*").fullmatch  # printable ASCII, single blanks
_ALL_DIGITS = re.compile(r"[0-9]+").fullmatch
_HAS_LETTER = re.compile(r"[^\W\d_]").search
_HAS_WORD = re.compile(r"[^\W_]").search
# nothing that a text may hold: control characters, halves of a character, and no character at all
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]").search
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLANKS = re.compile(r"[^\S\n]+")
_SEPARATORS = re.compile(r"[\s.\-']")  # the apostrophe is Excel's sign for text
_SHORTENED = re.compile(r"[0-9]+[.,]?[0-9]*[eE]\+?[0-9]+").fullmatch
_POINT_ZERO = re.compile(r"([0-9]+)\.0").fullmatch  # a whole number out of a spreadsheet
_GROUPED = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+").fullmatch
UNKNOWN_CHOICE = "unknown_choice"  # the code of a refusal
_EMPTY = frozenset({"", "-", "--", "–", "—"})
_RUPIAH = RupiahField(required=False)


def is_empty(text: str) -> bool:
    """Nothing, or the dash that stands for nothing in lists."""
    return text.strip() in _EMPTY


def clean_text(text: str, *, longest: int, name: Words, needs_letter: bool = False) -> str:
    """One text without what cannot be seen; line breaks stay, blanks become one. Raises ValidationError."""
    if not _PLAIN(text):
        if _FORBIDDEN(text):
            raise ValidationError(
                _("%(name)s berisi tanda yang tidak bisa disimpan. Hapus, lalu tulis lagi.") % {"name": name},
                code="unreadable",
            )
        text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
        lines = (_BLANKS.sub(" ", line).strip() for line in text.splitlines())
        text = "\n".join(line for line in lines if line)
    if len(text) > longest:
        raise ValidationError(
            _("%(name)s paling banyak %(longest)s huruf. Anda menulis %(count)s.")
            % {"name": name, "longest": longest, "count": len(text)},
            code="too_long",
        )
    if not text or text in _EMPTY:
        return ""
    if not (_HAS_LETTER(text) if needs_letter else _HAS_WORD(text)):
        raise ValidationError(_("Tulis %(name)s dengan huruf.") % {"name": _small(name)}, code="no_letters")
    return text


def digits_of(text: str, *, name: Words) -> str:
    """The digits of a number that is a name (NIB, NPWP, NIK): blanks, dots and dashes do not matter."""
    if _ALL_DIGITS(text):
        return text
    if _SHORTENED(text.strip()):
        raise ValidationError(
            _(
                "Excel menyingkat nomor ini menjadi %(text)s. Ubah kolomnya menjadi Teks, lalu tulis lagi semua"
                " angkanya."
            )
            % {"text": text.strip()[:30]},
            code="shortened",
        )
    digits = _SEPARATORS.sub("", text)
    if digits and not _ALL_DIGITS(digits):
        raise ValidationError(_("%(name)s hanya berisi angka.") % {"name": name}, code="not_digits")
    return digits


def whole_number(text: str, *, name: Words, example: str, most: int, too_large: Words) -> int | None:
    """A count. Dots that group are read, a unit behind it is not."""
    text = text.strip()
    if text in _EMPTY:
        return None
    point_zero = _POINT_ZERO(text)
    digits = point_zero[1] if point_zero else text
    if not _GROUPED(digits):
        if re.fullmatch(r"-\s*[0-9.]+", text):
            raise ValidationError(_("%(name)s tidak boleh kurang dari 0.") % {"name": name}, code="negative")
        raise ValidationError(
            _("Tulis %(name)s dengan angka, misalnya %(example)s.")
            % {"name": _small(name), "example": example},
            code="invalid",
        )
    digits = digits.replace(".", "").replace(" ", "")
    if len(digits) > 15 or int(digits) > most:
        raise ValidationError(str(too_large), code="too_large")
    return int(digits)


def rupiah_of(text: str) -> int | None:
    """As the field on the page reads it: `1250000`, `1.250.000`, `Rp 1.250.000,00`."""
    if _ALL_DIGITS(text) and len(text) <= 15:
        return int(text)
    if is_empty(text):
        return None
    point_zero = _POINT_ZERO(text.strip())
    amount: int | None = _RUPIAH.clean(point_zero[1] if point_zero else text)
    return amount


def key_of(words: str) -> str:
    """What two spellings of a choice have in common."""
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))


def one_of(text: str, known: Mapping[str, str], *, sentence: Words) -> str:
    """The choice that is meant, by its key or its words. `known` maps key_of(spelling) to the choice."""
    text = text.strip()
    if text in _EMPTY:
        return ""
    found = known.get(text) or known.get(key_of(text[:80]))
    if found is None:
        raise ValidationError(str(sentence), code=UNKNOWN_CHOICE)
    return found


_LIST_SEPARATORS = re.compile(r"\s*[,;/|\n]\s*|\s+dan\s+")


_AND_SO_ON = frozenset({"", "dan sejenisnya", "sejenisnya", "dan lain lain", "lain lain", "dll", "dsb"})


@lru_cache(maxsize=4096)  # the same few lists come again and again
def _parts(text: str) -> tuple[str, tuple[str, ...]]:
    """The whole as one spelling, and its parts."""
    parts = (key_of(part) for part in _LIST_SEPARATORS.split(text))
    return key_of(text), tuple(part for part in parts if part not in _AND_SO_ON)


def several_of(
    text: str, known: Mapping[str, str], *, none: frozenset[str], labels: Iterable[Words]
) -> list[str]:
    """The choices of a list with commas, in the order of `known`, each once. `none` are words for an empty list, `labels` what
    whoever named none of them can choose from.
    """
    if is_empty(text):
        return []
    spelling, parts = _parts(text[:500])
    if spelling in none:
        return []
    whole = known.get(spelling)  # the words of one choice may have commas themselves
    meant = {whole} if whole else {known.get(part, "") for part in parts}
    if "" in meant:
        raise ValidationError(
            _("“%(part)s” tidak ada dalam daftar. Pilihannya: %(choices)s.")
            % {
                "part": next(part for part in parts if part not in known)[:40],
                "choices": "; ".join(str(label) for label in labels),
            },
            code=UNKNOWN_CHOICE,
        )
    return sorted(meant, key=list(dict.fromkeys(known.values())).index) if len(meant) > 1 else list(meant)


def _small(name: Words) -> str:
    """A label inside a sentence: its first letter small, unless it is an abbreviation."""
    text = str(name)
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
