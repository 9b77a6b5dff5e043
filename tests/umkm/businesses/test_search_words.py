"""The words that a business is found by are kept by the database."""

from __future__ import annotations

import pytest

from tests.factories import make_business
from umkm.businesses.models import Business, SearchWord

pytestmark = pytest.mark.django_db


def vector(business: Business) -> str:
    return Business.objects.values_list("search", flat=True).get(pk=business.pk)


def test_vector_holds_name_owner_place_product_and_tokens():
    business = make_business(
        name="Keripik Bu Sari/Ani", description="Aneka makanan ringan", has_bank_loan=True
    )
    words = vector(business)
    for word in ("'keripik':", "'sari':", "'ani':", "'kader':", "'jawa':", "'makanan':", "'makan':",
                 "'p_32'", "'s_verified'", "'z_micro'", "'k_i'", "'l_y'"):  # fmt: skip
        assert word in words, (word, words)


def test_changed_name_state_and_place_change_the_vector():
    business = make_business(name="Lama", state="draft")
    Business.objects.filter(pk=business.pk).update(name="Baru")
    assert "'baru':" in vector(business)
    assert "'lama':" not in vector(business)


def test_vocabulary_learns_new_words_once():
    make_business(name="Wingko Babat")
    make_business(name="Wingko Semarang")
    assert SearchWord.objects.filter(word="wingko").count() == 1
    assert SearchWord.objects.get(word="wingko").letters == "giknow"
    assert not SearchWord.objects.filter(word__contains="_").exists()
