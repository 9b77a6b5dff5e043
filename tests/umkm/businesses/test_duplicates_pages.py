"""Pairs on the page: side by side, said to differ, merged field by field; and where a merged one went."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_province, make_user
from umkm.businesses.choices import BusinessState, DuplicateState
from umkm.businesses.duplicates import finding
from umkm.businesses.models import Business, PossibleDuplicate

pytestmark = pytest.mark.django_db

LIST = "/verifikasi/kembar/"


def make_pair(**second) -> PossibleDuplicate:
    make_business(name="Keripik Bu Sari", capital=1_000_000)
    finding.seek(business_id=make_business(name="Kripik Bu Sari", **{"capital": 2_000_000, **second}).pk)
    return PossibleDuplicate.objects.latest("pk")


def url_of(pair: PossibleDuplicate, verb: str) -> str:
    return reverse(f"duplicate_{verb}", args=[pair.pk])


@pytest.fixture
def coordinator(client: Client) -> Client:
    client.force_login(make_user(Role.COORDINATOR))
    return client


def test_pairs_wait_on_the_start_page_and_in_the_list(coordinator: Client):
    pair = make_pair()
    assert "1 pasang usaha mungkin kembar" in coordinator.get("/beranda/").content.decode()
    assert [row.record for row in coordinator.get(LIST).context["listing"].rows] == [pair]


def test_differences_are_marked_with_a_word(coordinator: Client):
    rows = {row.label: row for row in coordinator.get(make_pair().get_absolute_url()).context["rows"]}
    assert rows["Modal usaha"].differs
    assert not rows["Alamat usaha"].differs
    assert "1.000.000" in rows["Modal usaha"].first


def test_said_to_differ_and_opened_again(coordinator: Client):
    pair = make_pair()
    assert "Tulis mengapa" in coordinator.post(url_of(pair, "different"), {}).content.decode()
    coordinator.post(url_of(pair, "different"), {"reason": "Cabang adiknya."})
    assert not coordinator.get(LIST).context["listing"].rows
    assert "Cabang adiknya." in coordinator.get(pair.get_absolute_url()).content.decode()
    coordinator.post(url_of(pair, "reopen"))
    pair.refresh_from_db()
    assert pair.state == DuplicateState.OPEN


def test_merged_field_by_field_and_the_address_tells_where_it_went(coordinator: Client):
    pair = make_pair()
    kept, other = pair.first, pair.second
    page = f"{url_of(pair, 'merge')}?pertahankan={kept.pk}"
    assert [row.key for row in coordinator.get(page).context["form"].rows] == ["capital"]
    assert coordinator.post(page, {"capital": "999", "reason": "Sama."}).context["form"].errors
    sent = coordinator.post(page, {"capital": other.pk, "reason": "Terdaftar dua kali."})
    assert sent["Location"] == LIST
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.capital, other.state) == (2_000_000, BusinessState.MERGED)
    gone = coordinator.get(other.get_absolute_url()).content.decode()
    assert "Digabungkan ke Keripik Bu Sari" in gone
    assert "Terdaftar dua kali." in coordinator.get(kept.get_absolute_url()).content.decode()
    coordinator.force_login(other.owner.user)  # who may not see the other person's business
    own = coordinator.get(other.get_absolute_url()).content.decode()
    assert "Digabungkan dengan usaha lain" in own
    assert kept.get_absolute_url() not in own
    assert "sedang diperiksa" not in coordinator.get("/beranda/").content.decode()


def test_what_stands_in_the_way_is_said(coordinator: Client):
    pair = make_pair(nib="9120001234567")
    page = f"{url_of(pair, 'merge')}?pertahankan={pair.first_id}"
    answer = coordinator.post(page, {"capital": pair.first_id, "reason": "Sama."}, follow=True)
    assert "Pertahankan yang punya NIB" in answer.content.decode()
    assert not Business.objects.filter(state=BusinessState.MERGED).exists()


@pytest.mark.parametrize(
    "query", ["", "?pertahankan=x", "?pertahankan=%00", "?pertahankan=999999999999999999"]
)
def test_merging_without_a_choice_leads_back(coordinator: Client, query):
    pair = make_pair()
    assert coordinator.get(url_of(pair, "merge") + query)["Location"] == pair.get_absolute_url()


def test_other_roles_and_provinces_decide_nothing(client: Client):
    pair = make_pair()
    verbs = ("different", "reopen", "merge")
    for person, code in (
        (make_user(Role.COORDINATOR, province=make_province("91")), 404),
        (make_user(Role.BOARD), 403),
        (pair.first.owner.user, 403),
    ):
        client.force_login(person)
        assert {client.post(url_of(pair, verb), {"reason": "x"}).status_code for verb in verbs} == {code}
    client.force_login(make_user(Role.BOARD))
    assert client.get(pair.get_absolute_url()).status_code == 200


def test_three_rows_cost_as_many_queries_as_one(coordinator: Client):
    make_pair()
    coordinator.get(LIST)
    with CaptureQueriesContext(connection) as one:
        coordinator.get(LIST)
    finding.seek(business_id=make_business(name="Keripik Bu Sarie").pk)
    assert len(coordinator.get(LIST).context["listing"].rows) == 3
    with CaptureQueriesContext(connection) as three:
        coordinator.get(LIST)
    assert len(three) == len(one)


@pytest.mark.parametrize(
    "query", ["?state=x", "?state=semua", "?province=%00", "?urut=mirip", "?format=xlsx"]
)
def test_list_takes_any_query(coordinator: Client, query):
    make_pair()
    assert coordinator.get(LIST + query).status_code == 200
