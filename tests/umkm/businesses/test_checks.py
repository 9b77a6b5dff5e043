"""Every field check against whatever may be typed: a clean value or a sentence, never another error."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stdnum import luhn

from soksi_portal.common.display import figure
from soksi_portal.common.phones import mobile_e164
from umkm.businesses import checks
from umkm.businesses.checks import FIELD_CHECKS
from umkm.businesses.choices import LegalForm, Licence, MarketingChannel, Wish
from umkm.businesses.figures import row_problems, this_year
from umkm.businesses.taxnumber import parse_npwp
from umkm.cadres import checks as person_checks
from umkm.cadres.choices import Sex

CALM = settings(max_examples=100, deadline=None)
PROVINCES = Path(__file__).parents[3] / "umkm" / "regions" / "provinces.csv"
anything = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789.,-+eE' ", max_size=40),
    st.text(alphabet="Rp0123456789.,- jutaorang", max_size=30),
    st.binary(max_size=20).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.sampled_from(
        ["\x00", "9" * 5000, "x" * 5000, "=1+1", "😀", "\u202e", "NaN", "1e400", "٣٤", "²", "-", "--"]
    ),
)


def digits(size: int) -> st.SearchStrategy[str]:
    return st.text(alphabet="0123456789", min_size=size, max_size=size)


def spelled(number: str) -> st.SearchStrategy[str]:
    """The same number with blanks, dots and dashes somewhere between its digits."""
    gaps = st.lists(st.sampled_from(["", "", "", " ", ".", "-"]), min_size=len(number), max_size=len(number))
    return gaps.map(lambda between: "".join(a + b for a, b in zip(number, between, strict=True)))


@pytest.mark.parametrize("field", FIELD_CHECKS)
@CALM
@given(text=anything)
def test_anything_typed_gives_a_value_or_one_sentence(field, text):
    said = []
    try:
        FIELD_CHECKS[field](text)
    except ValidationError as refusal:
        said = refusal.messages
    assert len(said) <= 1
    assert all(sentence.endswith(".") for sentence in said)


@pytest.mark.parametrize("field", FIELD_CHECKS)
@pytest.mark.parametrize("nothing", ["", " ", "-", " – "])
def test_nothing_typed_is_an_empty_value(field, nothing):
    assert not FIELD_CHECKS[field](nothing)


@pytest.mark.parametrize("field", ["name", "address", "description", "full_name", "membership_number"])
@CALM
@given(text=st.text(max_size=80))
def test_clean_text_stays_as_it_is(field, text):
    check = FIELD_CHECKS[field]
    try:
        clean = check(text)
    except ValidationError:
        return
    assert check(clean) == clean
    clean.encode()  # storable
    assert "\x00" not in clean


@CALM
@given(words=st.lists(st.text("abcdeXYZ'&.", min_size=1, max_size=8), min_size=1, max_size=5), data=st.data())
def test_blanks_around_and_between_words_do_not_matter(words, data):
    blank = st.sampled_from([" ", "  ", "\t", "\u00a0", " \u200b"])
    typed = "".join(word + data.draw(blank) for word in ["Bu", *words])
    assert checks.check_name(typed) == " ".join(["Bu", *words])


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
@given(amount=st.integers(0, 999_999_999_999_999))
def test_rupiah_survives_any_spelling(amount):
    dotted = figure(amount)
    for text in (str(amount), dotted, f"Rp {dotted}", f"Rp. {dotted},-", f" {dotted},00 ", f"{amount}.0"):
        assert checks.check_capital(text) == amount


@CALM
@given(
    latitude=st.decimals(-12, 7, places=6, allow_nan=False),
    longitude=st.decimals(94, 142, places=6, allow_nan=False),
)
def test_position_survives_as_maps_give_it(latitude, longitude):
    assert checks.check_position(f"{latitude}, {longitude}") == (latitude, longitude)
    assert checks.check_latitude(str(latitude).replace(".", ",")) == latitude


@pytest.mark.parametrize("text", ["107.6, -6.9", "52.5, 13.4", "-6.9", "di depan masjid"])
def test_position_elsewhere_is_refused(text):
    with pytest.raises(ValidationError):
        checks.check_position(text)


def test_unknown_choice_is_told_what_there_is_in_words():
    with pytest.raises(
        ValidationError,
        match=r"^\['“sertifikat apa saja” tidak ada dalam daftar. Pilihannya: PIRT .*; Sertifikat halal",
    ) as refusal:
        checks.check_licences("sertifikat apa saja")
    assert "halal," not in str(refusal.value)


@pytest.mark.parametrize(
    ("field", "choices"),
    [("licences", Licence), ("marketing_channels", MarketingChannel), ("wishes", Wish)],
)
@CALM
@given(data=st.data())
def test_list_survives_as_keys_and_as_words(field, choices, data):
    chosen = data.draw(st.lists(st.sampled_from(list(choices)), unique=True))
    for separator in (", ", ";", " | "):
        for spell in (lambda choice: choice.value, lambda choice: str(choice.label).upper()):
            found = FIELD_CHECKS[field](separator.join(spell(choice) for choice in chosen))
            assert set(found) == {choice.value for choice in chosen}
            assert len(found) == len(chosen)


def test_legal_form_is_read_from_key_words_and_usual_spellings():
    for form in LegalForm:
        assert (
            checks.check_legal_form(form.value) == checks.check_legal_form(f" {form.label} ".upper()) == form
        )
    assert checks.check_legal_form("Perseorangan") == LegalForm.INDIVIDUAL


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"employees": 2, "women_employees": 3}, {"women_employees"}),
        ({"women_employees": 1}, {"women_employees"}),
        ({"start_year": 2019}, {"last_year_sales"}),
        ({"start_year": this_year(), "last_year_sales": 5}, {"last_year_sales"}),
        ({"start_year": this_year() + 1}, {"start_year"}),
        ({"last_year_sales": 50_000_000_001}, {"last_year_sales"}),
        ({"capital": 10_000_000_001}, {"capital"}),
        ({"latitude": Decimal(-6)}, {"longitude"}),
        (
            {"start_year": 2019, "last_year_sales": 0, "capital": 5, "employees": 3, "women_employees": 3},
            set(),
        ),
    ],
)
def test_facts_that_contradict_each_other_are_named(facts, wrong):
    assert set(row_problems(**facts)) == wrong
