"""Numbers that are names (NIB, NIK, NPWP, phone, KBLI, membership): any spelling is read, a wrong one is told apart."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn

from soksi_portal.common.phones import mobile_e164
from umkm.businesses import checks
from umkm.businesses.taxnumber import parse_npwp
from umkm.cadres import checks as person_checks
from umkm.cadres.choices import Sex

from .strategies import CALM, digits, spelled

PROVINCES = Path(__file__).parents[3] / "umkm" / "regions" / "provinces.csv"


@CALM
@given(number=digits(13), data=st.data())
def test_nib_survives_any_spelling(number, data):
    if len(set(number)) == 1:
        number = "9120001234567"
    assert checks.check_nib(data.draw(spelled(number))) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [("912000123456", "nib_length"), ("NIB 12", "not_digits"), ("9,12E+12", "shortened"), ("0" * 13, "nib_invented")],
)  # fmt: skip
def test_wrong_nib_is_told_apart(text, code):
    with pytest.raises(ValidationError) as refusal:
        checks.check_nib(text)
    assert refusal.value.code == code


@st.composite
def niks(draw, provinces: tuple[str, ...] = ("32", "73")) -> tuple[str, bool]:
    born = draw(st.dates(min_value=date(1945, 1, 1), max_value=date(2005, 12, 31)))
    woman = draw(st.booleans())
    place = f"{draw(st.integers(1, 79)):02d}{draw(st.integers(1, 50)):02d}"
    serial = f"{draw(st.integers(1, 9999)):04d}"
    day = born.day + 40 * woman
    return f"{draw(st.sampled_from(provinces))}{place}{day:02d}{born:%m%y}{serial}", woman


@CALM
@given(made=niks(), data=st.data())
def test_nik_tells_sex_in_any_spelling(made, data):
    number, woman = made
    nik = person_checks.check_nik(data.draw(spelled(number)))
    assert nik is not None
    assert (nik.digits, nik.sex, nik.warning) == (number, Sex.WOMAN if woman else Sex.MAN, "")


def test_nik_of_every_province_is_accepted_and_an_unknown_code_only_warns():
    with PROVINCES.open(encoding="utf-8") as file:
        codes = {row["kemendagri_code"] for row in csv.DictReader(file)}
    assert len(codes) == 38
    warned = {
        code
        for code in map("{:02d}".format, range(10, 100))
        if person_checks.check_nik(f"{code}01015501900001").warning
    }
    assert not warned & codes
    assert {"20", "99"} <= warned


@CALM
@given(body=digits(8), office=digits(6), data=st.data())
@example(body="01312166", office="091000", data=None)
def test_old_npwp_is_taken_and_marked(body, office, data):
    number = body + luhn.calc_check_digit(body) + office
    old = parse_npwp(data.draw(spelled(number)) if data else "01.312.166.0-091.000")
    new = parse_npwp("0" + number)
    assert old
    assert new
    assert (old.digits, "15 angka" in old.warning, new.warning) == ("0" + number, True, "")


@CALM
@given(made=niks(("92", "95", "96", "11")))
def test_a_persons_npwp_is_the_nik_also_of_the_newest_provinces(made):
    found = parse_npwp(made[0])
    assert found
    assert (found.digits, found.warning) == (made[0], "")


@CALM
@given(body=digits(8), wrong=st.integers(1, 9))
def test_npwp_with_a_digit_mistyped_is_refused(body, wrong):
    check_digit = (int(luhn.calc_check_digit(body)) + wrong) % 10
    with pytest.raises(ValidationError, match="salah ketik"):
        checks.check_npwp(f"{body}{check_digit}000000")


@CALM
@given(text=st.from_regex(r"(0|62|\+62|8)[0-9]{7,14}", fullmatch=True))
def test_short_way_of_phones_is_the_long_way(text):
    try:
        found = person_checks.check_phone(text)
    except ValidationError:
        found = None
    assert found == mobile_e164(text)
    if found:
        assert person_checks.check_phone(phonenumbers.format_number(phonenumbers.parse(found), 2)) == found


@CALM
@given(number=digits(5), data=st.data())
def test_kbli_survives_any_spelling_of_five_digits(number, data):
    assert checks.check_kbli(data.draw(spelled(number))) == number
    with pytest.raises(ValidationError, match="5 angka"):
        checks.check_kbli(number + "0")


@CALM
@given(letters=st.from_regex(r"[A-Za-z]{2}[0-9]{3,12}", fullmatch=True), data=st.data())
def test_membership_number_is_the_same_in_any_case_with_any_blanks(letters, data):
    gaps = [data.draw(st.sampled_from(["", " "])) for _ in letters]
    typed = "".join(a + b for a, b in zip(letters, gaps, strict=True))
    assert person_checks.check_membership_number(typed) == letters.upper()
