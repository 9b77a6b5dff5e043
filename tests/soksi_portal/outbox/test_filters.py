"""/pengingat/ narrowed down to people: of few and of many, found by two different ways."""

from __future__ import annotations

import pytest
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox import filters
from tests.factories import make_cadre, make_province, make_user

from .makers import make_message

pytestmark = pytest.mark.django_db

LIST = reverse("message_list")


@pytest.fixture
def staff(client):
    client.force_login(make_user(Role.JAMKRINDO))


def titles(response) -> list[str]:
    return [row.record.title for row in response.context["listing"].rows]


@pytest.mark.parametrize("few", [0, 1, 1_000])
def test_messages_of_a_province_are_those_of_its_cadres_and_coordinators(client, staff, monkeypatch, few):
    monkeypatch.setattr(filters, "FEW", few)
    here, there = make_province("32"), make_province("91")
    make_message(title="kader", recipient=make_cadre(province=here).user)
    make_message(title="koordinator", recipient=make_user(Role.COORDINATOR, province=here))
    make_message(title="lain", recipient=make_cadre(province=there).user)
    make_message(title="staf")
    assert sorted(titles(client.get(LIST, {"provinsi": here.pk}))) == ["kader", "koordinator"]


@pytest.mark.parametrize("few", [0, 1, 1_000])
def test_name_finds_whoever_bears_a_part_of_it(client, staff, monkeypatch, few):
    monkeypatch.setattr(filters, "FEW", few)
    for name in ("Siti Aminah", "Aminuddin", "Budi"):
        make_message(title=name, recipient=make_user(full_name=name))
    assert sorted(titles(client.get(LIST, {"penerima": "amin"}))) == ["Aminuddin", "Siti Aminah"]
    assert titles(client.get(LIST, {"penerima": "tidak ada"})) == []
