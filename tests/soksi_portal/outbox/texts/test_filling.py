"""Blanks and what is put into them; what an admin may write; how long a short form is."""

from __future__ import annotations

import pytest

from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.occasions import declared
from soksi_portal.outbox.texts.filling import Wording, filled, problems
from soksi_portal.outbox.texts.occasion import LINK, Field, Occasion
from soksi_portal.outbox.texts.sms import length_of

THING = Field("hal", "Apa", "Kursi")
NOTE = Field("catatan", "Boleh kosong", "Catatan: x")
OCCASION = Occasion(
    "uji",
    "Uji",
    Kind.OTHER,
    (THING, NOTE, LINK),
    title="Tentang {hal}",
    body="Kepada {nama},\n\n{hal} siap.\n\n{catatan}\n\nLihat: {tautan}",
    short="{hal} siap: {tautan}",
)
FIRST = Wording.written_first(OCCASION)
VALUES = {"nama": "Siti", "hal": "Kursi", "catatan": "", "tautan": "http://testserver/x/"}


def fill(wording=FIRST, **values):
    return filled(OCCASION, wording, {**VALUES, **values})


def test_blanks_are_filled_and_an_empty_one_leaves_no_gap():
    text = fill()
    assert text.title == "Tentang Kursi"
    assert text.body == "Kepada Siti,\n\nKursi siap.\n\nLihat: http://testserver/x/"
    assert text.short == "Kursi siap: http://testserver/x/"


def test_what_is_filled_in_is_not_read_again():
    assert fill(hal="{tautan} {nama.__class__} {0}").title == "Tentang {tautan} {nama.__class__} {0}"


def test_forgotten_field_is_an_error_of_the_caller():
    with pytest.raises(KeyError):
        filled(OCCASION, FIRST, {"nama": "Siti"})


@pytest.mark.parametrize("name", ["Kursi " * 200, "x" * 400, "😀" * 400])
def test_short_form_gives_way_in_its_words_and_never_in_its_link(name):
    short = fill(hal=name).short
    assert len(short) <= 300
    assert short.endswith("... http://testserver/x/")


def test_short_form_has_no_mark_that_halves_the_room_of_an_sms():
    assert fill(hal="“Kursi” – 2…").short == '"Kursi" - 2... siap: http://testserver/x/'


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": "Tentang {ussaha}"}, "title", "Isian {ussaha} tidak dikenal"),
        ({"body": "{nama.password} {tautan}"}, "body", "Kurung kurawal hanya untuk nama isian"),
        ({"body": "{nama!r} {tautan}"}, "body", "Kurung kurawal"),
        ({"body": "{{ hal }} {tautan}"}, "body", "Kurung kurawal"),
        ({"body": "{% load x %} {tautan}"}, "body", "Kurung kurawal"),
        ({"body": "Tanpa tautan"}, "body", "Isian {tautan} (Tautan ke halamannya di portal) harus ada"),
        ({"short": "{hal}"}, "short", "Isian {tautan}"),
        ({"short": "x" * 290 + "{tautan}"}, "short", "Paling panjang 300 karakter. Dengan contoh, teks ini"),
        ({"title": "x" * 198 + "{hal}"}, "title", "Paling panjang 200 karakter"),
    ],
)
def test_text_that_could_not_be_used_is_refused_in_words(changes, field, sentence):
    found = problems(OCCASION, Wording(**{**FIRST.__dict__, **changes}))
    assert [(where, said) for where, said in found if sentence in said][:1] == [
        (field, next(said for _where, said in found if sentence in said))
    ]


def test_first_text_has_no_problem():
    assert problems(OCCASION, FIRST) == []


@pytest.mark.parametrize("occasion", declared(), ids=lambda one: one.key)
def test_every_declared_text_is_complete_and_fits(occasion):
    first = Wording.written_first(occasion)
    assert problems(occasion, first) == []
    text = filled(occasion, first, occasion.examples)
    assert "{" not in text.title + text.body + text.short


@pytest.mark.parametrize(
    ("text", "parts", "fits"),
    [("a" * 160, 1, True), ("a" * 161, 2, True), ("€" * 80, 1, True), ("€" * 81, 2, True),
     ("ā" * 70, 1, False), ("ā" * 71, 2, False), ("😀" * 36, 2, False)],
)  # fmt: skip
def test_parts_of_an_sms(text, parts, fits):
    assert (length_of(text).parts, length_of(text).fits_alphabet) == (parts, fits)
