"""Who sees which businesses, filtered, sorted, exported."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_province, make_user
from umkm.businesses.choices import BusinessState

pytestmark = pytest.mark.django_db

LIST = "/usaha/"


def names(client: Client, query: str = "") -> list[str]:
    return [row.record.name for row in client.get(LIST + query).context["listing"].rows]


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_user(Role.JAMKRINDO))
    return client


def test_cadre_sees_own_businesses_only_drafts_too(client: Client):
    cadre = make_cadre()
    make_business(name="Milik orang lain")
    make_business(owner=cadre, name="Konsep saya", state=BusinessState.DRAFT)
    make_business(owner=cadre, name="Usaha saya")
    client.force_login(cadre.user)
    page = client.get(LIST)
    assert {business.name for business, _badge in page.context["businesses"]} == {"Konsep saya", "Usaha saya"}
    assert "Milik orang lain" not in page.content.decode()


def test_cadre_without_business_is_shown_the_way(client: Client):
    client.force_login(make_cadre().user)
    page = client.get(LIST).content.decode()
    assert "Belum ada usaha" in page
    assert reverse("business_create") in page


def test_coordinator_sees_the_own_province_without_drafts(client: Client):
    make_business(name="Draf", state=BusinessState.DRAFT)
    make_business(name="Papua", province=make_province("91"))
    make_business(name="Bandung")
    client.force_login(make_user(Role.COORDINATOR))
    assert names(client) == ["Bandung"]
    assert names(client, "?province=91") == ["Bandung"]  # not offered, so not a filter either


def test_filters_narrow_the_list(staff: Client):
    make_business(name="Keripik Bu Sari", has_bank_loan=True)
    make_business(name="Batik Ani", state=BusinessState.SUBMITTED, last_year_sales=3_000_000_000)
    make_business(name="Sagu Papua", province=make_province("91"))
    assert names(staff, "?q=keripik") == ["Keripik Bu Sari"]
    assert names(staff, "?state=submitted") == ["Batik Ani"]
    assert names(staff, "?size_class=small") == ["Batik Ani"]
    assert names(staff, "?loan=ada") == ["Keripik Bu Sari"]
    assert names(staff, "?province=91") == ["Sagu Papua"]
    assert names(staff, "?q=tidak+ada") == []


def test_sorting_by_name_ignores_case(staff: Client):
    for name in ("batik", "Anyaman", "Cokelat"):
        make_business(name=name)
    assert names(staff, "?urut=nama") == ["Anyaman", "batik", "Cokelat"]
    assert names(staff, "?urut=-nama") == ["Cokelat", "batik", "Anyaman"]
    assert names(staff) == ["Cokelat", "Anyaman", "batik"]


@pytest.mark.parametrize(
    "query",
    ["?q=%00", "?province=999", "?province=%00", "?state=x", "?size_class=%27", "?loan=1", "?urut=-x",
     "?sesudah=xyz", "?sebelum=%00", "?q=" + "9" * 3000, "?regency=32.99", "?format=pdf"],
)  # fmt: skip
def test_nonsense_in_the_address_never_fails(staff: Client, query):
    make_business()
    assert staff.get(LIST + query).status_code == 200
    assert staff.get("/verifikasi/" + query).status_code == 403
    staff.force_login(make_user(Role.ADMIN))
    assert staff.get("/verifikasi/" + query).status_code == 200


@pytest.mark.parametrize("role", [Role.JAMKRINDO, Role.CADRE])
def test_three_rows_cost_as_many_queries_as_one(client: Client, role):
    cadre = make_cadre()
    client.force_login(cadre.user if role == Role.CADRE else make_user(role))
    make_business(owner=cadre)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for state in (BusinessState.SUBMITTED, BusinessState.RETURNED):
        make_business(owner=cadre, state=state)
    with CaptureQueriesContext(connection) as three:
        client.get(LIST)
    assert len(three) == len(one)


def test_export_holds_what_the_list_holds_and_runs_no_formula(staff: Client):
    make_business(name="=HYPERLINK(1)")
    make_business(name="Lain", province=make_province("91"))
    answer = staff.get(LIST + "?format=csv&province=32")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Nama usaha", "'=HYPERLINK(1)"]
    assert staff.get(LIST + "?format=xlsx").getvalue()[:2] == b"PK"


def test_cadre_exports_nothing(client: Client):
    client.force_login(make_cadre().user)
    assert client.get(LIST + "?format=csv")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("role", [Role.TRAINER, Role.BANK])
def test_others_are_refused(client: Client, role):
    client.force_login(make_user(role))
    business = make_business()
    for address in (LIST, reverse("business_detail", args=[business.pk]), reverse("kbli_search")):
        assert client.get(address).status_code == 403


def test_unknown_business_is_not_found(staff: Client):
    for number in (0, 10**9, 10**30):
        assert staff.get(f"/usaha/{number}/").status_code == 404
