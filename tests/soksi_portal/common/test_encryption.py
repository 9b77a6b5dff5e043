"""NIK and NPWP at rest: opened by their own key only, changed by nobody unnoticed, matched without being read."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given, settings
from hypothesis import strategies as st

from soksi_portal.common.encryption import (
    HASH,
    NONCE,
    Unreadable,
    blind_index,
    current_number,
    decrypt,
    encrypt,
    is_current,
    parse_keys,
)

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


def key(number: int, seed: int) -> str:
    return f"{number}:{base64.b64encode(bytes([seed]) * 32).decode()}"


OLD, NEW, OTHER = key(1, 1), key(2, 2), key(1, 9)


@pytest.fixture
def keys(settings: Any) -> Iterator[Any]:
    def use(*lines: str) -> None:
        settings.PERSONAL_DATA_KEYS = list(lines)

    use(OLD)
    return use


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_encrypt_and_back(text: str):
    stored = encrypt(text)
    assert decrypt(stored) == text
    assert decrypt(memoryview(stored)) == text
    assert len(stored) == 1 + NONCE + len(text.encode()) + 16


def test_encrypt_twice_shows_nothing_in_common(keys: Any):
    first, second = encrypt("3273015501900001"), encrypt("3273015501900001")
    assert first != second
    assert first[1 : 1 + NONCE] != second[1 : 1 + NONCE]


@given(st.integers(min_value=1, max_value=44), st.integers(min_value=1, max_value=255))
@settings(max_examples=60, deadline=None)
def test_decrypt_of_a_tampered_value_is_refused(place: int, change: int):
    stored = bytearray(encrypt("3273015501900001"))
    stored[place] ^= change
    with pytest.raises(Unreadable):
        decrypt(bytes(stored))


@given(st.binary(max_size=50))
@settings(max_examples=60, deadline=None)
def test_decrypt_of_anything_is_refused_not_a_crash(stored: bytes):
    with pytest.raises(Unreadable):
        decrypt(stored)


def test_decrypt_with_another_key_of_the_same_number_is_refused(keys: Any):
    stored = encrypt("rahasia")
    keys(OTHER)
    with pytest.raises(Unreadable, match="changed"):
        decrypt(stored)


def test_decrypt_without_its_key_is_refused(keys: Any):
    stored = encrypt("rahasia")
    keys(NEW)
    with pytest.raises(Unreadable, match="not in PERSONAL_DATA_KEYS"):
        decrypt(stored)


def test_rotated_keys_read_the_old_and_write_the_new(keys: Any):
    stored = encrypt("rahasia")
    assert is_current(stored)
    keys(NEW, OLD)
    assert decrypt(stored) == "rahasia"
    assert not is_current(stored)
    assert (current_number(), is_current(encrypt("rahasia"))) == (2, True)


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_blind_index_is_equal_for_equal_texts_only(one: str, other: str):
    assert (blind_index(one, purpose="nik") == blind_index(other, purpose="nik")) == (one == other)
    assert len(blind_index(one, purpose="nik")) == HASH


def test_blind_index_keeps_purposes_and_keys_apart(settings: Any):
    settings.BLIND_INDEX_KEY = "satu"
    nik, npwp = (
        blind_index("3273015501900001", purpose="nik"),
        blind_index("3273015501900001", purpose="npwp"),
    )
    settings.BLIND_INDEX_KEY = "dua"
    assert len({nik, npwp, blind_index("3273015501900001", purpose="nik")}) == 3


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["bukan kunci"],
        ["1:"],
        ["1:" + base64.b64encode(b"x" * 31).decode()],
        ["1:" + base64.b64encode(b"x" * 33).decode()],
        ["1:***"],
        ["0:" + OLD[2:]],
        ["256:" + OLD[2:]],
        ["-1:" + OLD[2:]],
        ["²:" + OLD[2:]],
        [OLD, OTHER],  # one number, two keys: what was written under it?
    ],
)
def test_parse_keys_refuses(lines: list[str]):
    with pytest.raises(ImproperlyConfigured):
        parse_keys(lines)


def test_parse_keys_takes_both_alphabets_newest_first():
    raw = bytes([251, 255]) * 16
    plain, safe = base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()
    assert parse_keys([f"7:{safe}"]) == [(7, raw)]
    assert [number for number, _ in parse_keys([key(9, 3), OLD])] == [9, 1]
    assert parse_keys([f"7:{plain}"]) == [(7, raw)]
