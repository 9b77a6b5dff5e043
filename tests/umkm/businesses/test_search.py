"""The one search box: by which words what is found, and by whom."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_province, make_user
from umkm.businesses.choices import BusinessState
from umkm.businesses.finding import search
from umkm.businesses.finding.nearness import distance
from umkm.businesses.finding.search import find
from umkm.businesses.models import Business, SearchWord

pytestmark = pytest.mark.django_db

LIST = "/usaha/"


def names(client: Client, words: str, **filters: str) -> list[str]:
    answer = client.get(LIST, {"q": words, **filters})
    return [row.record.name for row in answer.context["listing"].rows]


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_user(Role.JAMKRINDO))
    return client


@pytest.mark.parametrize(
    "words",
    ["keripik sari", "sari keripik", "SARI", "kerip", "sar ker", "makan ringan", "makanan sari", "Uji Kader keripik",
     "Jawa Barat keripik", "keripik, bu sari!", "rumah makan sari"],
)  # fmt: skip
def test_words_find_in_any_order_by_beginnings_stems_owner_and_place(staff: Client, words):
    make_business(name="Keripik Bu Sari", description="Aneka makanan ringan")
    make_business(name="Bengkel Maju", description="Servis motor", province=make_province("91"))
    assert names(staff, words) == ["Keripik Bu Sari"]


@pytest.mark.parametrize(
    "typed", ["kripik", "kripk", "keripk", "kerpiik", "krepik", "keripik wngko", "wingok", "Wingko kripik"]
)
def test_typing_errors_find_what_was_meant_and_say_so(staff: Client, typed):
    make_business(name="Keripik Wingko")
    make_business(name="Bengkel Maju", province=make_province("91"))
    answer = staff.get(LIST, {"q": typed})
    assert [row.record.name for row in answer.context["listing"].rows] == ["Keripik Wingko"]
    assert "Menampilkan juga hasil untuk" in answer.content.decode()


def test_whole_words_come_before_beginnings_and_names_before_descriptions(staff: Client):
    make_business(name="Sarinah Boga", description="Kue")
    make_business(name="Toko Ani", description="Sari kedelai")
    make_business(name="Dapur Sari", description="Kue")
    assert names(staff, "sari") == ["Dapur Sari", "Toko Ani", "Sarinah Boga"]


def test_nothing_alike_finds_nothing(staff: Client):
    make_business(name="Keripik")
    assert names(staff, "xylofon") == []
    assert names(staff, "keripik xylofon") == []
    assert names(staff, "&|!") == []


def test_numbers_find_by_nib_its_beginning_registration_number_and_phone(staff: Client):
    business = make_business(name="Bernomor", nib="9120212345678")
    make_business(name="Lain", nib="8120212345678")
    phone = business.owner.phone
    for typed in (
        "9120212345678",
        "912.0212.345.678",
        "912021",
        business.registration_number,
        phone,
        f"0{phone[3:]}",
    ):
        assert names(staff, typed) == ["Bernomor"], typed
    assert names(staff, "9120212345679") == []


def test_renamed_owner_is_found_by_the_new_name_only(staff: Client):
    cadre = make_cadre(state="draft")
    business = make_business(owner=cadre, name="Warung", state=BusinessState.SUBMITTED)
    cadre.full_name = "Zulaikha Maharani"
    cadre.save()
    assert names(staff, "zulaikha") == ["Warung"]
    assert names(staff, "Kader Uji") == []
    assert business.owner_id == cadre.pk


def test_drafts_and_merged_are_not_found(staff: Client):
    make_business(name="Konsep", state=BusinessState.DRAFT)
    kept = make_business(name="Tetap")
    gone = make_business(name="Lebur", state=BusinessState.SUBMITTED)
    Business.objects.filter(pk=gone.pk).update(state=BusinessState.MERGED, merged_into=kept)
    assert names(staff, "konsep") == []
    assert names(staff, "lebur") == []
    assert names(staff, "lebur", state="merged") == ["Lebur"]
    assert [row.record.name for row in staff.get(LIST).context["listing"].rows] == ["Tetap"]


def test_coordinator_finds_nothing_of_another_province_in_any_way(client: Client):
    elsewhere = make_business(name="Rahasia Papua", province=make_province("91"), nib="9120212345678")
    make_business(name="Rahasia Bandung")
    client.force_login(make_user(Role.COORDINATOR))
    assert names(client, "rahasia") == ["Rahasia Bandung"]
    assert names(client, "rahasia", province="91") == ["Rahasia Bandung"]
    for typed in ("papua", "papau", "9120212345678", "912021", elsewhere.owner.phone, elsewhere.registration_number,
                  "p_91", "rahasia | papua", "p_91 | p_32"):  # fmt: skip
        assert "Rahasia Papua" not in names(client, typed), typed


def test_coordinator_who_is_a_cadre_elsewhere_finds_the_own_business(client: Client):
    user = make_user(Role.COORDINATOR, Role.CADRE)
    owner = make_cadre(user=user, province=make_province("91"))
    make_business(owner=owner, name="Milik sendiri", state=BusinessState.DRAFT)
    client.force_login(user)
    assert names(client, "sendiri") == ["Milik sendiri"]


@pytest.mark.parametrize(
    "typed",
    ["'", "''", "a'b", "& | !", "keripik & !sari", "ke:*", ":*", "<->", "a <-> b", "(", "))", "\\", "keripik\\'", "%", "_",
     "'; DROP TABLE x;--", "😀", "𝒦", "ﷺ", "²", "\u202e", "\ud800", "keripik\x00", "k" * 10_000, "a " * 5_000, "-", "+62",
     "1e309", "9" * 40, "UMKM-", "&amp;", "{{7*7}}"],
)  # fmt: skip
def test_nothing_typed_breaks_the_search(staff: Client, typed):
    make_business(name="Keripik")
    query = typed.encode("utf-8", "surrogatepass")
    answer = staff.get(LIST + "?q=" + "".join(f"%{byte:02x}" for byte in query))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("filters", "found"),
    [({"state": "submitted"}, ["Batik Ani"]), ({"size_class": "small"}, ["Batik Ani"]), ({"loan": "ada"}, ["Batik Sari"]),
     ({"loan": "tidak"}, ["Batik Ani"]), ({"sector": "I"}, ["Batik Ani", "Batik Sari"]), ({"sector": "A"}, []),
     ({"province": "91"}, []), ({"province": "32", "regency": "32.01"}, ["Batik Ani", "Batik Sari"]),
     ({"province": "91", "regency": "32.01"}, [])],
)  # fmt: skip
@pytest.mark.parametrize("words", ["batik", "batik uji", "btaik", ""])
def test_filters_narrow_what_is_found(staff: Client, filters, found, words):
    make_province("91")
    make_business(name="Batik Sari", has_bank_loan=True)
    make_business(name="Batik Ani", state=BusinessState.SUBMITTED, last_year_sales=3_000_000_000)
    assert sorted(names(staff, words, **filters)) == found


def test_a_great_many_are_shown_newest_first_and_paged_by_key(staff: Client, monkeypatch):
    monkeypatch.setattr(search, "MANY", 0)
    monkeypatch.setattr(search, "ENOUGH", 1)
    for number in range(3):
        make_business(name=f"Batik {number}")
    assert names(staff, "batik") == ["Batik 2", "Batik 1", "Batik 0"]
    assert staff.get(LIST, {"q": "batik"}).context["listing"].summary == "lebih dari 1.000"
    assert names(staff, "batik", urut="nama") == ["Batik 0", "Batik 1", "Batik 2"]
    assert names(staff, "batik 1") == ["Batik 1"]  # expected to be many, but they are not


def test_pages_of_the_best_go_on_and_back(staff: Client, monkeypatch):
    for number in range(5):
        make_business(name=f"Batik {number}")
    monkeypatch.setattr(
        "soksi_portal.common.tabular.Listing.__init__.__kwdefaults__", {"may_export": True, "size": 2}
    )
    first = staff.get(LIST, {"q": "batik"}).context["listing"]
    second = staff.get(LIST + first.next_url).context["listing"]
    third = staff.get(LIST + second.next_url).context["listing"]
    seen = [[row.record.name for row in page.rows] for page in (first, second, third)]
    assert [len(page) for page in seen] == [2, 2, 1]
    assert len({name for page in seen for name in page}) == 5
    back = staff.get(LIST + third.previous_url).context["listing"]
    assert [row.record.name for row in back.rows] == seen[1]
    assert third.next_url == ""
    for cursor in ("xyz", "-1", "99999", "٣", "9999"):
        assert staff.get(LIST, {"q": "batik", "sesudah": cursor}).status_code == 200


def test_export_holds_what_was_found_best_first(staff: Client):
    make_business(name="Sarinah", description="x")
    make_business(name="Sari", description="x")
    make_business(name="Lain", description="x")
    answer = staff.get(LIST, {"q": "sari", "format": "csv"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Nama usaha", "Sari", "Sarinah"]


@pytest.mark.parametrize("words", ["batik", "btaik"])
def test_three_found_cost_as_many_queries_as_one(staff: Client, words):
    make_business(name="Batik Satu")
    staff.get(LIST, {"q": words})
    with CaptureQueriesContext(connection) as one:
        staff.get(LIST, {"q": words})
    for name in ("Batik Dua", "Batik Tiga"):
        make_business(name=name)
    with CaptureQueriesContext(connection) as three:
        assert len(names(staff, words)) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("batik", "batik", 0), ("batik", "btaik", 1), ("batik", "batk", 1), ("batik", "bbatik", 1), ("batik", "patik", 1),
     ("keripik", "kirepik", 2), ("batik", "bengkel", 3), ("", "abcd", 3)],
)  # fmt: skip
def test_distance_counts_added_left_out_mistaken_and_swapped_letters(one, other, steps):
    assert distance(one, other, 2) == distance(other, one, 2) == steps


def test_vocabulary_folds_and_counts_anew():
    make_business(name="Wingko Babat")
    make_business(name="Wingko Semarang")
    SearchWord.objects.create(word="wingko", letters="giknow", businesses=5)
    SearchWord.objects.create(word="usang", letters="agnsu", businesses=1)
    assert SearchWord.objects.fold() == 2
    assert SearchWord.objects.get(word="wingko").businesses == 6
    assert SearchWord.objects.rebuild() == SearchWord.objects.count()
    assert SearchWord.objects.get(word="wingko").businesses == 2
    assert not SearchWord.objects.filter(word="usang").exists()


class AnyText(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=60).filter(lambda text: "\x00" not in text and text.isprintable()))
    def test_any_text_is_searched_without_failing(self, text: str):
        find(Business.objects.all(), text, tokens={"p": ["32"]})
