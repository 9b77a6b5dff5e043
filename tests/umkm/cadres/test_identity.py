"""What the digits of a NIK say, for any NIK that can exist and any text that cannot."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from soksi_portal.common.encryption import decrypt
from umkm.cadres.choices import Sex
from umkm.cadres.identity import KNOWN_PROVINCES, masked, masked_stored, nik_columns, nik_hash, parse_nik

CALM = settings(max_examples=80, deadline=None)
OLD_ENOUGH = st.dates(date(1927, 1, 1), timezone.now().date() - timedelta(days=17 * 366))


@st.composite
def niks(draw: st.DrawFn) -> tuple[str, date, Sex]:
    born, sex = draw(OLD_ENOUGH), draw(st.sampled_from(Sex))
    day = born.day + (40 if sex == Sex.WOMAN else 0)
    place = draw(st.sampled_from(sorted(KNOWN_PROVINCES)))
    regency, district = draw(st.integers(1, 79)), draw(st.integers(1, 60))
    serial = draw(st.integers(1, 9999))
    digits = f"{place}{regency:02d}{district:02d}{day:02d}{born:%m%y}{serial:04d}"
    return digits, born, sex


@given(niks())
@CALM
def test_parse_nik_tells_birth_and_sex(nik: tuple[str, date, Sex]):
    digits, born, sex = nik
    parsed = parse_nik(digits)
    assert (parsed.digits, parsed.born, parsed.sex, parsed.warning) == (digits, born, sex, "")


@given(niks(), st.sampled_from([" ", ".", "-", "\u00a0", "\n"]))
@CALM
def test_parse_nik_with_blanks_is_the_same(nik: tuple[str, date, Sex], separator: str):
    digits = nik[0]
    spelled = separator.join(digits[place : place + 4] for place in range(0, 16, 4))
    assert parse_nik(f" {spelled} ").digits == digits


@given(st.text(max_size=40))
@CALM
def test_parse_nik_of_anything_gives_a_nik_or_a_sentence(text: str):
    try:
        said = [parse_nik(text).digits[:16] + "."]
    except ValidationError as refusal:
        said = refusal.messages
    assert [sentence[-1] for sentence in said] == ["."] * len(said)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("327301550190000", "nik_length"),
        ("32730155019000011", "nik_length"),
        ("327301550190000O", "nik_digits"),
        ("٣٢٧٣٠١٥٥٠١٩٠٠٠٠١", "nik_digits"),  # digits of another script
        ("3200015501900001", "nik_structure"),
        ("3273005501900001", "nik_structure"),
        ("3273015501900000", "nik_structure"),
        ("3273013202900001", "nik_birth_date"),
        ("3273010002900001", "nik_birth_date"),
        ("3273014002900001", "nik_birth_date"),  # day 0 of a woman
        ("3273017202900001", "nik_birth_date"),
        ("3273011513900001", "nik_birth_date"),
        ("3273012902900001", "nik_birth_date"),  # 1990 was no leap year
    ],
)
def test_parse_nik_refuses(text: str, code: str):
    with pytest.raises(ValidationError) as refusal:
        parse_nik(text)
    assert refusal.value.code == code


def test_parse_nik_born_on_29_february():
    assert parse_nik("3273012902880001").born == date(1988, 2, 29)


def test_parse_nik_of_an_unknown_province_only_warns():
    assert "99" in parse_nik("9973015501900001").warning


@given(niks())
@CALM
def test_nik_columns_hold_the_nik_unreadable_and_findable(nik: tuple[str, date, Sex]):
    digits, _, sex = nik
    columns = nik_columns(digits)
    assert decrypt(columns["nik_encrypted"]) == digits
    assert (columns["nik_hash"], columns["sex"]) == (nik_hash(digits), sex)
    assert digits.encode() not in columns["nik_encrypted"] + columns["nik_hash"]


@given(st.text("0123456789", max_size=20))
@CALM
def test_masked_shows_four_at_most(digits: str):
    shown = masked(digits)
    assert (len(shown), shown.lstrip("•")) == (len(digits), digits[-4:])


def test_masked_stored_of_what_cannot_be_read_is_said():
    assert masked_stored(b"\x09no key opens it") == "tidak terbaca"


def test_masked_stored_of_none():
    assert (masked_stored(None), masked_stored(nik_columns("3273015501900001")["nik_encrypted"])) == (
        "",
        "••••••••••••0001",
    )
