"""`/pengguna/`: finding people, and what they do."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant
from soksi_portal.common.tabular import PAGE_SIZE
from tests.factories import make_province, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_user(Role.ADMIN, full_name="Zulkifli Admin", email="zul@uji.test"))
    return client


def names(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/pengguna/{query}")
    return [row.record.full_name for row in page.context["listing"].rows]


@pytest.fixture
def people(admin: Client) -> None:
    make_user(Role.COORDINATOR, full_name="Ani Wulandari", email="ani@uji.test", phone="+6281234567890")
    make_user(Role.COORDINATOR, province=make_province("91"), full_name="Beni Kogoya", email="beni@uji.test")
    make_user(Role.TRAINER, Role.BOARD, full_name="Citra Ningsih", email="citra@uji.test")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?urut=nama", ["Ani Wulandari", "Beni Kogoya", "Citra Ningsih", "Zulkifli Admin"]),
        ("?urut=-nama", ["Zulkifli Admin", "Citra Ningsih", "Beni Kogoya", "Ani Wulandari"]),
        ("", ["Citra Ningsih", "Beni Kogoya", "Ani Wulandari", "Zulkifli Admin"]),  # the newest first
        ("?q=wulan", ["Ani Wulandari"]),
        ("?q=BENI@", ["Beni Kogoya"]),
        ("?q=0812-3456-7890", ["Ani Wulandari"]),
        ("?q=81234567890", ["Ani Wulandari"]),
        ("?q=%25", []),
        ("?peran=coordinator&urut=nama", ["Ani Wulandari", "Beni Kogoya"]),
        ("?peran=trainer", ["Citra Ningsih"]),
        ("?peran=board", ["Citra Ningsih"]),
        ("?provinsi=91", ["Beni Kogoya"]),
        ("?provinsi=91&peran=trainer", []),
    ],
)
def test_people_are_found(admin, people, query, found):
    assert names(admin, query) == found


@pytest.mark.parametrize(
    "query",
    ["?q=%00", "?peran=raja", "?provinsi=zz", "?provinsi=%00", "?q=" + "x" * 5000, "?sesudah=e30&urut=?"],
)
def test_odd_filters_are_answered(admin, people, query):
    assert admin.get(f"/pengguna/{query}").status_code == 200


def test_ended_roles_and_posts_find_nobody(admin, people):
    RoleGrant.objects.filter(role=Role.TRAINER).update(ended_at=timezone.now())
    assert names(admin, "?peran=trainer") == []


def test_list_says_who_serves_where(admin, people):
    rows = admin.get("/pengguna/?urut=nama").context["listing"].rows
    assert [[cell.value for cell in row.cells][1:5] for row in rows] == [
        ["Koordinator provinsi (Jawa Barat)", "ani@uji.test", "0812-3456-7890", "Aktif"],
        ["Koordinator provinsi (Papua)", "beni@uji.test", "–", "Aktif"],
        ["Pelatih, Pengurus pusat", "citra@uji.test", "–", "Aktif"],
        ["Administrator", "zul@uji.test", "–", "Aktif"],
    ]


def test_list_goes_on_page_by_page(admin):
    for number in range(PAGE_SIZE + 1):
        make_user(Role.TRAINER, full_name=f"Pelatih {number:03d}")
    first = admin.get("/pengguna/?urut=nama").context["listing"]
    second = admin.get(f"/pengguna/{first.next_url}").context["listing"]
    assert [row.record.full_name for row in second.rows] == ["Pelatih 050", "Zulkifli Admin"]
    back = admin.get(f"/pengguna/{second.previous_url}").context["listing"]
    assert [row.record.pk for row in back.rows] == [row.record.pk for row in first.rows]


def test_list_costs_the_same_with_one_and_with_three(admin):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            admin.get("/pengguna/?peran=coordinator")
        return len(captured)

    make_user(Role.COORDINATOR, full_name="Ani")
    one = queries()
    make_user(Role.COORDINATOR, full_name="Beni", province=make_province("91"))
    make_user(Role.COORDINATOR, full_name="Citra", province=make_province("11"))
    assert queries() == one


def test_export_holds_all_columns_and_no_formula(admin):
    make_user(Role.TRAINER, full_name="=HYPERLINK(1)", email="rumus@uji.test", phone="+6281200001111")
    answer = admin.get("/pengguna/?peran=trainer&format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
    assert header == ["Nama", "Peran", "E-mail", "Nomor HP", "Akun", "Sejak"]
    assert row[:5] == ["'=HYPERLINK(1)", "Pelatih", "rumus@uji.test", "0812-0000-1111", "Aktif"]


def test_export_in_excel_is_a_file(admin):
    answer = admin.get("/pengguna/?format=xlsx")
    assert answer["Content-Disposition"].startswith('attachment; filename="pengguna')
    assert b"".join(answer).startswith(b"PK")


def test_nobody_found_is_said(admin):
    assert "Tidak ada yang cocok" in admin.get("/pengguna/?q=tidakada").content.decode()
