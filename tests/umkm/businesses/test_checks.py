"""Every field check against whatever may be typed: a clean value or a sentence, never another error."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from soksi_portal.common.display import figure
from soksi_portal.common.fields import CheckedField
from umkm.businesses import checks
from umkm.businesses.changes.forms import VALUE_FIELDS
from umkm.businesses.checks import FIELD_CHECKS
from umkm.businesses.choices import LegalForm, Licence, MarketingChannel, Wish
from umkm.businesses.figures import row_problems, this_year
from umkm.businesses.forms import STEPS
from umkm.businesses.forms.card import CardForm
from umkm.businesses.models import EARLIEST_START
from umkm.businesses.spellings import YES_NO
from umkm.cadres.forms import CadreSignupForm
from umkm.cadres.rights.forms import CorrectForm

from .strategies import CALM, anything

# those of a column, and those of a field that only a page has
EVERY = FIELD_CHECKS | {"position": checks.check_position, "men_employees": checks.check_men_employees}


def test_every_field_of_every_page_runs_one_of_these_checks():
    forms = [*STEPS, CardForm, CadreSignupForm, CorrectForm]
    fields = [field for form in forms for field in form.base_fields.values()]
    fields += [ask() for ask in VALUE_FIELDS.values()]
    assert {field.check for field in fields if isinstance(field, CheckedField)} <= set(EVERY.values())


@pytest.mark.parametrize("field", EVERY)
@CALM
@given(text=anything)
def test_anything_typed_gives_a_value_or_one_sentence(field, text):
    said = []
    try:
        EVERY[field](text)
    except ValidationError as refusal:
        said = refusal.messages
    assert len(said) <= 1
    assert all(sentence.endswith(".") for sentence in said)


@pytest.mark.parametrize("field", EVERY)
@pytest.mark.parametrize("nothing", ["", " ", "-", " – "])
def test_nothing_typed_is_an_empty_value(field, nothing):
    assert not EVERY[field](nothing)


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
@given(amount=st.integers(0, 999_999_999_999_999))
def test_rupiah_survives_any_spelling(amount):
    dotted = figure(amount)
    for text in (str(amount), dotted, f"Rp {dotted}", f"Rp. {dotted},-", f" {dotted},00 ", f"{amount}.0"):
        assert checks.check_capital(text) == amount


@pytest.mark.parametrize("field", ["employees", "women_employees", "men_employees"])
@CALM
@given(count=st.integers(0, checks.MOST_EMPLOYEES), more=st.integers(1, 10**12))
def test_number_of_people_survives_any_spelling_up_to_the_most(field, count, more):
    for text in (str(count), figure(count), f" {count} ", f"{count} orang", f"{count}.0"):
        assert EVERY[field](text) == count
    with pytest.raises(ValidationError, match="terlalu besar"):
        EVERY[field](str(checks.MOST_EMPLOYEES + more))


@CALM
@given(year=st.integers(0, 9_999))
def test_start_year_is_one_of_those_that_can_be(year):
    try:
        assert checks.check_start_year(f" {year}.0 ") == checks.check_start_year(str(year)) == year
        assert EARLIEST_START <= year <= this_year()
    except ValidationError:
        assert not EARLIEST_START <= year <= this_year()


@pytest.mark.parametrize("spell", [str, str.upper, str.title, lambda text: f" {text}. "])
def test_loan_is_answered_in_many_ways(spell):
    for text, answer in YES_NO.items():
        assert checks.check_has_bank_loan(spell(text)) == (answer == "yes")


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
