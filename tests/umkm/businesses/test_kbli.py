"""The KBLI classes are findable by the words of the street."""

from __future__ import annotations

import csv
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_cadre
from umkm.businesses.imports import OWN_FILE as SOURCE
from umkm.businesses.models import Kbli
from umkm.businesses.queries import KBLI_RESULTS, find_kbli


@pytest.fixture
def loaded(db) -> None:
    call_command("load_kbli", verbosity=0)


def test_file_is_sorted_whole_and_fits_the_columns():
    with SOURCE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    codes = [row["code"] for row in rows]
    assert codes == sorted(set(codes))
    assert len(codes) >= 300
    for row in rows:
        assert re.fullmatch(r"[0-9]{5}", row["code"])
        assert re.fullmatch(r"[A-U]", row["section"])
        assert row["title"] == row["title"].strip()
        assert len(row["title"]) <= 200
        words = row["words"].split(";")
        assert all(word == word.strip() and 1 < len(word) <= 40 for word in words), row


def test_loading_again_changes_nothing_and_mends_what_was_changed(loaded):
    before = list(Kbli.objects.order_by("code").values())
    Kbli.objects.filter(code="10794").update(title="Salah", words=[])
    call_command("load_kbli", verbosity=0)
    assert list(Kbli.objects.order_by("code").values()) == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("keripik", "10794"),
        ("jual keripik singkong", "10794"),
        ("KRIPIK", "10794"),
        ("keripk", "10794"),  # a slip of the thumb
        ("warung nasi", "56102"),
        ("sembako", "47112"),
        ("jahit", "14120"),
        ("laundry", "96200"),
        ("bengkel motor", "45407"),
        ("batik", "13134"),
        ("lele", "03221"),
        ("tempe", "10391"),
        ("katering", "56210"),
        ("10794", "10794"),
        ("1079", "10792"),
        ("mebel", "31001"),
        ("nelayan", "03111"),
        ("bimbel", "85495"),
        ("kontrakan", "68111"),
        ("kolam pancing", "93244"),
    ],
)
def test_word_of_the_street_finds_the_class_first(loaded, words, code):
    assert find_kbli(words)[0].code == code


@pytest.mark.parametrize("words", ["", " ", "xqzw", "!!!", "%", "_", "\x00", "😀", "9" * 400, "dan"])
def test_nonsense_finds_little_and_never_fails(loaded, words):
    assert len(find_kbli(words)) <= KBLI_RESULTS


def test_chosen_class_leads_even_where_it_does_not_match(loaded):
    found = [kbli.code for kbli in find_kbli("batik", chosen="96200")]
    assert found[:2] == ["96200", "13134"]
    assert len(found) == len(set(found))


@pytest.mark.django_db
@given(st.text(max_size=120))
def test_any_text_can_be_searched(words):
    find_kbli(words, chosen=words)


def test_page_and_partial_say_what_to_do_when_nothing_fits(loaded, client: Client):
    client.force_login(make_cadre().user)
    address = reverse("kbli_search")
    page = client.get(address, {"kata": "xqzw"}).content.decode()
    partial = client.get(address, {"kata": "xqzw"}, headers={"HX-Request": "true"}).content.decode()
    for text in (page, partial):
        assert "Tidak ada jenis usaha untuk “xqzw”" in text
        assert "Coba satu kata sehari-hari" in text
    assert "<html" in page
    assert "<html" not in partial


def test_partial_offers_choices(loaded, client: Client):
    client.force_login(make_cadre().user)
    partial = client.get(
        reverse("kbli_search"), {"kata": "keripik", "kbli": "96200"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert 'value="96200" checked' in partial
    assert 'value="10794"' in partial
