"""A renamed place or KBLI title reaches the businesses that are found by it, in stretches that survive a kill."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.factories import make_business, make_kbli
from umkm.businesses.models import Business, BusinessEvent, StaleSearch
from umkm.businesses.tasks import renew_stale_search
from umkm.regions.models import Province, Regency

pytestmark = pytest.mark.django_db


def has_word(business, word: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT search @@ plainto_tsquery('simple', %s) OR search @@ plainto_tsquery('indonesian', %s)"
            " FROM businesses_business WHERE id = %s",
            [word, word, business.pk],
        )
        return bool(cursor.fetchone()[0])


def rename(model, pk, **names) -> None:
    model.objects.filter(pk=pk).update(**names)


@pytest.mark.parametrize("what", ["province", "regency", "kbli"])
def test_renamed_place_or_title_is_found(what):
    business = make_business(kbli=make_kbli())
    if what == "kbli":
        rename(type(business.kbli), business.kbli_id, title="Penjualan sambalado")
    else:
        model = {"province": Province, "regency": Regency}[what]
        rename(model, getattr(business, f"{what}_id"), name="Sambalado")
    assert not has_word(business, "sambalado")
    before = BusinessEvent.objects.count()
    renew_stale_search()
    assert has_word(business, "sambalado")
    assert BusinessEvent.objects.count() == before  # nobody changed anything about the business
    assert not StaleSearch.objects.exists()


def test_same_name_again_makes_nothing_stale():
    business = make_business()
    rename(Regency, business.regency_id, name=business.regency.name)
    assert not StaleSearch.objects.exists()
    assert StaleSearch.objects.renew() is None


def test_stretches_go_on_where_the_last_one_ended():
    first = make_business()
    second, third = (make_business(regency=first.regency) for _ in range(2))
    rename(Regency, first.regency_id, name="Sambalado")
    assert StaleSearch.objects.renew(most=2) == 2
    assert [has_word(business, "sambalado") for business in (first, second, third)] == [True, True, False]
    assert StaleSearch.objects.renew(most=2) == 1
    assert has_word(third, "sambalado")
    assert not StaleSearch.objects.exists()


def test_renamed_again_meanwhile_begins_anew():
    first = make_business()
    make_business(regency=first.regency)
    rename(Regency, first.regency_id, name="Sambalado")
    StaleSearch.objects.renew(most=1)
    rename(Regency, first.regency_id, name="Rendang")
    renew_stale_search()
    assert all(has_word(business, "rendang") for business in Business.objects.all())
