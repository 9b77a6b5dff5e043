"""Early in the year owners of pilots and of the others alike are asked for last year's figures."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine

from programs.impact.waiting import for_owner
from tests import factories as make

from .makers import DECIDED, Told, make_proposed, tell

pytestmark = pytest.mark.django_db


def at(year: int, month: int) -> datetime:
    return datetime(year, month, 10, 12, tzinfo=DECIDED.tzinfo)


@pytest.mark.parametrize("is_pilot", [True, False])
def test_asked_each_year_until_told(is_pilot):
    (business,) = make_proposed([Told(is_pilot, after=None)])
    owner = business.owner.user
    with time_machine.travel(at(2024, 2)):
        (item,) = for_owner(owner)
        assert item.title == "Berapa penjualan Warung Rahasia 0 tahun 2023?"
        assert item.url == f"/usaha/{business.pk}/ubah/usaha/"
        assert list(for_owner(make.make_cadre().user)) == []
    tell(business, at(2024, 2), last_year_sales=130_000_000)
    with time_machine.travel(at(2024, 3)):
        assert list(for_owner(owner)) == []
    with time_machine.travel(at(2025, 1)):
        assert len(list(for_owner(owner))) == 1


@pytest.mark.parametrize(("year", "month"), [(2023, 2), (2024, 5)])
def test_not_asked_for_a_year_of_the_decision_nor_late_in_the_year(year, month):
    """Decided in 2022: the first year wholly after it is told in 2024."""
    (business,) = make_proposed([Told(True, after=None)])
    with time_machine.travel(at(year, month)):
        assert list(for_owner(business.owner.user)) == []


def test_address_takes_the_figures(client):
    (business,) = make_proposed([Told(False, after=None)])
    client.force_login(business.owner.user)
    with time_machine.travel(at(2026, 12)):
        assert client.get(f"/usaha/{business.pk}/ubah/usaha/").status_code == 200
