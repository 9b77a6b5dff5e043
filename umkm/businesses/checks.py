"""The checks of every fact: for the pages of the registration and for the import the same ones. Those of the person:
umkm/cadres/checks.py.

Each takes what was typed and gives the clean value, or raises ValidationError with a sentence that says what to do.
Nothing typed is no mistake here and gives the empty value: `completeness` says what may not stay empty. No database
and no form, so that a million rows can pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.typed import (
    Words,
    clean_text,
    digits_of,
    is_empty,
    one_of,
    rupiah_of,
    several_of,
    whole_number,
)
from umkm.cadres.checks import check_full_name, check_membership_number, check_nik, check_phone

from .choices import Licence, MarketingChannel, Wish
from .figures import start_year_sentence, this_year
from .models import EARLIEST_START
from .models.constraints import LATITUDES, LONGITUDES
from .spellings import CHANNELS, LEGAL_FORMS, LICENCES, NONE, WISHES, YES_NO
from .taxnumber import parse_npwp

LONGEST = {"name": 120, "address": 300, "description": 500}
MOST_EMPLOYEES = 100_000  # far above any UMKM
LABELS: dict[str, Words] = {
    "name": gettext_lazy("Nama usaha"),
    "address": gettext_lazy("Alamat usaha"),
    "latitude": gettext_lazy("lintang"),
    "longitude": gettext_lazy("bujur"),
    "description": gettext_lazy("Yang dibuat atau dijual"),
    "start_year": gettext_lazy("Tahun mulai"),
    "employees": gettext_lazy("Jumlah pekerja"),
    "women_employees": gettext_lazy("Jumlah pekerja perempuan"),
    "men_employees": gettext_lazy("Jumlah pekerja laki-laki"),
}
WHICH_FORM = gettext_lazy("Pilih bentuk usaha dari daftar.")
YES_OR_NO = gettext_lazy("Tulis Ya bila ada pinjaman dari bank, Tidak bila tidak ada.")
WRONG_YEAR = gettext_lazy("Tulis tahunnya dengan empat angka, misalnya 2019.")
TOO_MANY_PEOPLE = gettext_lazy("Jumlah pekerja ini terlalu besar. Periksa lagi angkanya.")

_DEGREES = re.compile(r"(-?[0-9]{1,3})(?:[.,]([0-9]{1,20}))?\s*°?").fullmatch
_PAIR = re.compile(r"\(?\s*(-?[0-9]{1,3}(?:\.[0-9]{1,20})?)\s*[,; ]\s*(-?[0-9]{1,3}(?:\.[0-9]{1,20})?)\s*\)?")
_MILLIONTH = Decimal("0.000001")


# --- the place


def check_name(text: str) -> str:
    name = clean_text(text, longest=LONGEST["name"], name=LABELS["name"], needs_letter=True)
    return " ".join(name.split("\n"))


def check_address(text: str) -> str:
    return clean_text(text, longest=LONGEST["address"], name=LABELS["address"])


def check_latitude(text: str) -> Decimal | None:
    return _degrees(text, LATITUDES, LABELS["latitude"], "-6,914744")


def check_longitude(text: str) -> Decimal | None:
    return _degrees(text, LONGITUDES, LABELS["longitude"], "107,609810")


def check_position(text: str) -> tuple[Decimal, Decimal] | None:
    """Both at once, as maps give them: `-6.914744, 107.609810`."""
    if is_empty(text):
        return None
    pair = _PAIR.fullmatch(text.strip())
    if pair is None:
        raise ValidationError(
            _("Tulis dua angka dengan koma di antaranya, misalnya -6.914744, 107.609810."), code="invalid"
        )
    latitude, longitude = check_latitude(pair[1]), check_longitude(pair[2])
    return (latitude, longitude) if latitude is not None and longitude is not None else None


def _degrees(text: str, within: tuple[Decimal, Decimal], name: Words, example: str) -> Decimal | None:
    text = text.strip()
    if is_empty(text):
        return None
    match = _DEGREES(text)
    if match is None:
        raise ValidationError(
            _("Tulis %(name)s dengan angka desimal, misalnya %(example)s.")
            % {"name": name, "example": example},
            code="invalid",
        )
    degrees = Decimal(f"{match[1]}.{match[2] or '0'}").quantize(_MILLIONTH)
    if not within[0] <= degrees <= within[1]:
        raise ValidationError(
            _(
                "Titik ini di luar Indonesia: %(name)s antara %(first)s dan %(last)s. Mungkin lintang dan bujur"
                " tertukar."
            )
            % {"name": name, "first": within[0], "last": within[1]},
            code="outside",
        )
    return degrees


# --- what it does, and its papers


def check_description(text: str) -> str:
    return clean_text(text, longest=LONGEST["description"], name=LABELS["description"])


def check_kbli(text: str) -> str:
    """The five digits; whether the class exists, the table says."""
    code = digits_of(text, name="KBLI") if not is_empty(text) else ""
    if code and len(code) != 5:
        raise ValidationError(
            _("Kode KBLI terdiri dari 5 angka. Anda mengetik %(count)s.") % {"count": len(code)},
            code="kbli_length",
        )
    return code


def check_start_year(text: str) -> int | None:
    year = whole_number(text, name=LABELS["start_year"], example="2019", most=9999, too_large=WRONG_YEAR)
    if year is not None and not EARLIEST_START <= year <= this_year():
        raise ValidationError(start_year_sentence(), code="start_year")
    return year


def check_legal_form(text: str) -> str:
    return one_of(text, LEGAL_FORMS, sentence=WHICH_FORM)


def check_nib(text: str) -> str | None:
    if is_empty(text):
        return None
    digits = digits_of(text, name="NIB")
    if len(digits) != 13:
        raise ValidationError(
            _("NIB terdiri dari 13 angka. Anda mengetik %(count)s.") % {"count": len(digits)},
            code="nib_length",
        )
    if digits == digits[0] * 13:
        raise ValidationError(
            _("NIB ini tidak mungkin. Salin ketiga belas angkanya dari dokumen NIB."), code="nib_invented"
        )
    return digits


def check_npwp(text: str) -> str | None:
    """Sixteen digits; fifteen get the zero of 2024 before them."""
    found = parse_npwp(text)
    return found.digits if found else None


def check_licences(text: str) -> list[str]:
    return several_of(text, LICENCES, none=NONE, labels=Licence.labels)


# --- people, money, selling


def check_employees(text: str) -> int | None:
    return _people(text, LABELS["employees"])


def check_women_employees(text: str) -> int | None:
    return _people(text, LABELS["women_employees"])


def check_men_employees(text: str) -> int | None:
    return _people(text, LABELS["men_employees"])


def _people(text: str, name: Words) -> int | None:
    text = text.strip().removesuffix(" orang")
    return whole_number(text, name=name, example="2", most=MOST_EMPLOYEES, too_large=TOO_MANY_PEOPLE)


def check_last_year_sales(text: str) -> int | None:
    return rupiah_of(text)


def check_capital(text: str) -> int | None:
    return rupiah_of(text)


def check_marketing_channels(text: str) -> list[str]:
    return several_of(text, CHANNELS, none=NONE, labels=MarketingChannel.labels)


def check_wishes(text: str) -> list[str]:
    return several_of(text, WISHES, none=NONE, labels=Wish.labels)


def check_has_bank_loan(text: str) -> bool | None:
    answer = one_of(text, YES_NO, sentence=YES_OR_NO)
    return answer == "yes" if answer else None


# by the name of the fact: what turns one cell, or one field, into its value
FIELD_CHECKS: dict[str, Callable[[str], Any]] = {
    "full_name": check_full_name,
    "nik": check_nik,
    "phone": check_phone,
    "membership_number": check_membership_number,
    "name": check_name,
    "address": check_address,
    "latitude": check_latitude,
    "longitude": check_longitude,
    "description": check_description,
    "kbli": check_kbli,
    "start_year": check_start_year,
    "legal_form": check_legal_form,
    "nib": check_nib,
    "npwp": check_npwp,
    "licences": check_licences,
    "employees": check_employees,
    "women_employees": check_women_employees,
    "last_year_sales": check_last_year_sales,
    "capital": check_capital,
    "marketing_channels": check_marketing_channels,
    "wishes": check_wishes,
    "has_bank_loan": check_has_bank_loan,
}
