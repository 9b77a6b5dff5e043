"""Whom the portal cannot reach: seen by who coordinates the province, until it is mended."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import AddressTrouble
from soksi_portal.outbox.troubles.services import report_trouble
from tests.factories import make_business, make_cadre, make_province, make_user

pytestmark = pytest.mark.django_db

LIST, HOME = reverse("address_trouble_list"), reverse("home")


def trouble_of(cadre) -> AddressTrouble:
    made = report_trouble(address=cadre.user.email, reason="550 tidak dikenal", at=timezone.now())
    assert made is not None
    return made


@pytest.fixture
def coordinator(client):
    user = make_user(Role.COORDINATOR, province=make_province())
    client.force_login(user)
    return user


def page(client, url: str) -> str:
    return client.get(url).content.decode()


def test_coordinator_sees_those_of_the_own_province_on_the_start_page_and_in_the_list(client, coordinator):
    here, elsewhere = make_cadre(province=make_province()), make_cadre(province=make_province("91"))
    own, foreign = trouble_of(here), trouble_of(elsewhere)
    assert "1 alamat tidak menerima pesan" in page(client, HOME)
    shown = page(client, LIST)
    assert (here.user.email in shown, elsewhere.user.email in shown) == (True, False)
    assert client.get(reverse("address_trouble", args=[own.pk])).status_code == 200
    assert client.get(reverse("address_trouble", args=[foreign.pk])).status_code == 404


def test_business_says_that_its_owner_is_not_reached(client, coordinator):
    business = make_business(province=make_province())
    trouble = trouble_of(business.owner)
    shown = page(client, business.get_absolute_url())
    assert f"Pesan tidak sampai di {business.owner.user.email}." in shown
    assert reverse("address_trouble", args=[trouble.pk]) in shown
    client.force_login(make_user(Role.JAMKRINDO))
    assert reverse("address_trouble", args=[trouble.pk]) not in page(client, business.get_absolute_url())


def test_saying_that_it_is_mended_asks_how_and_ends_it(client, coordinator):
    trouble = trouble_of(make_cadre(province=make_province()))
    url = reverse("address_trouble", args=[trouble.pk])
    assert "Tulis bagaimana alamat ini dibetulkan." in client.post(url, {"reason": " "}).content.decode()
    answer = client.post(url, {"reason": "Sudah ditelepon."}, follow=True)
    assert "Alamat ini dinyatakan beres." in answer.content.decode()
    assert client.post(url, {"reason": "Lagi"}).status_code == 404
    assert "alamat tidak menerima pesan" not in page(client, HOME)


def test_person_reads_it_on_the_own_start_page_until_the_address_changes(client):
    cadre = make_cadre(province=make_province())
    trouble_of(cadre)
    client.force_login(cadre.user)
    assert f"Pesan tidak sampai di {cadre.user.email}" in page(client, HOME)
    cadre.user.email = "baru@uji.test"
    cadre.user.save()
    assert "Pesan tidak sampai" not in page(client, HOME)


def test_list_costs_the_same_for_one_and_for_three(client, coordinator):
    counts = []
    for more in (1, 2):
        for _number in range(more):
            trouble_of(make_cadre(province=make_province()))
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]
