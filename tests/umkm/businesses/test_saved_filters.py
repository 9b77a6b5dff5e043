"""Filters that a person keeps: saved, used, renamed, deleted; nobody else's."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_user
from umkm.businesses.finding.services import MOST_SAVED, cleaned_query, save_filter
from umkm.businesses.models import SavedFilter

pytestmark = pytest.mark.django_db

CREATE = "/usaha/saringan/baru/"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_user(Role.COORDINATOR))
    return client


def test_saved_filter_is_offered_over_the_list_and_finds_the_same(staff: Client):
    make_business(name="Keripik")
    make_business(name="Batik", has_bank_loan=True)
    page = staff.get("/usaha/?q=keripik&loan=tidak&sesudah=xyz").content.decode()
    assert f"{CREATE}?q=keripik&amp;loan=tidak" in page
    answer = staff.post(f"{CREATE}?q=keripik&loan=tidak", {"name": " Keripik  tanpa pinjaman "})
    assert answer.url == "/usaha/?q=keripik&loan=tidak"
    page = staff.get(answer.url)
    assert "Keripik tanpa pinjaman" in page.content.decode()
    assert [row.record.name for row in page.context["listing"].rows] == ["Keripik"]


def test_name_is_needed_once_and_typed_text_stays(staff: Client):
    assert "Beri nama saringan ini." in staff.post(f"{CREATE}?q=a", {"name": " "}).content.decode()
    staff.post(f"{CREATE}?q=a", {"name": "Sama"})
    page = staff.post(f"{CREATE}?q=b", {"name": "Sama"}).content.decode()
    assert "Anda sudah punya saringan" in page
    assert 'value="Sama"' in page
    assert SavedFilter.objects.count() == 1
    for name in ("n" * 61, "a\x00b"):
        assert staff.post(f"{CREATE}?q=a", {"name": name}).status_code == 200
    assert SavedFilter.objects.count() == 1


def test_nothing_filtered_or_too_much_is_refused(staff: Client):
    assert "Belum ada yang disaring" in staff.post(CREATE, {"name": "Kosong"}).content.decode()
    assert "terlalu panjang" in staff.post(f"{CREATE}?q={'k' * 1200}", {"name": "Panjang"}).content.decode()
    user = SavedFilter.objects.create(user=make_user(Role.BOARD), name="x", query="q=x").user
    for number in range(MOST_SAVED - 1):
        save_filter(name=str(number), query="q=a", by=user)
    staff.force_login(user)
    assert (
        "Anda sudah menyimpan 30 saringan" in staff.post(f"{CREATE}?q=a", {"name": "Lagi"}).content.decode()
    )


def test_rename_and_delete(staff: Client):
    staff.post(f"{CREATE}?state=verified", {"name": "Lama"})
    saved = SavedFilter.objects.get()
    staff.post(reverse("saved_filter_edit", args=[saved.pk]), {"name": "Baru"})
    assert "Baru" in staff.get(reverse("saved_filter_list")).content.decode()
    staff.post(reverse("saved_filter_delete", args=[saved.pk]))
    assert "Belum ada saringan" in staff.get(reverse("saved_filter_list")).content.decode()


def test_anothers_filter_is_not_there(staff: Client):
    other = SavedFilter.objects.create(user=make_user(Role.BOARD), name="Rahasia", query="q=x")
    assert "Rahasia" not in staff.get("/usaha/").content.decode()
    assert "Rahasia" not in staff.get(reverse("saved_filter_list")).content.decode()
    for name in ("saved_filter_edit", "saved_filter_delete"):
        assert staff.post(reverse(name, args=[other.pk]), {"name": "x"}).status_code == 404
    assert SavedFilter.objects.get().name == "Rahasia"


@pytest.mark.parametrize(
    ("query", "kept"),
    [("q=a&format=csv&sesudah=x&urut=nama", "q=a&urut=nama"), ("asing=1", ""), ("q=%00a", ""), ("", ""),
     ("q=a%26b&q=c", "q=c"), ("state=&q=a%26b", "q=a%26b"), ("q=\ud800", "")],
)  # fmt: skip
def test_only_what_filters_is_kept_of_a_query(query, kept):
    assert cleaned_query(query) == kept
