"""The pages of a registration, as a cadre sends them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_province, make_regency, make_user
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.cadres.models import Cadre

pytestmark = pytest.mark.django_db


@pytest.fixture
def cadre() -> Cadre:
    call_command("load_kbli", verbosity=0)
    return make_cadre()


@pytest.fixture
def phone(cadre: Cadre, client: Client) -> Client:
    client.force_login(cadre.user)
    return client


def step(business: Business, slug: str) -> str:
    return reverse("business_step", args=[business.pk, slug])


ANSWERS: dict[str, dict[str, Any]] = {
    "kegiatan": {"description": "Keripik singkong", "kbli": "10794"},
    "legalitas": {"start_year": "2019", "legal_form": "individual", "nib": "9120 0012 3456 7"},
    "pekerja": {"women": "1", "men": "1"},
    "usaha": {"last_year_sales": "Rp 120.000.000", "capital": "15000000"},
    "pemasaran": {"marketing_channels": ["shop", "chat"], "wishes": ["bookkeeping"]},
    "pinjaman": {"has_bank_loan": "False"},
}


def test_registration_page_by_page_ends_with_who_has_it(phone: Client, cadre: Cadre):
    place = {
        "name": "Keripik Bu Sari",
        "address": "Jalan Melati 5",
        "province": "32",
        "regency": cadre.regency_id,
    }
    answer = phone.post(reverse("business_create"), place)
    business = Business.objects.get()
    assert answer.url == step(business, "kegiatan")
    for slug, values in ANSWERS.items():
        assert phone.get(answer.url).status_code == 200
        assert answer.url == step(business, slug)
        answer = phone.post(answer.url, values)
        assert answer.status_code == 302
    assert answer.url == reverse("business_check", args=[business.pk])
    assert "Mikro, karena penjualan setahun Rp\u00a0120.000.000" in phone.get(answer.url).content.decode()
    answer = phone.post(answer.url)
    assert answer.url == reverse("business_sent", args=[business.pk])
    sent = phone.get(answer.url).content.decode()
    assert "Menunggu Pengurus pusat" in sent
    assert "Jawa Barat belum punya koordinator" in sent
    business.refresh_from_db()
    assert business.registration_number in sent
    assert (business.state, business.nib, business.last_year_sales, business.has_bank_loan) == (
        BusinessState.SUBMITTED, "9120001234567", 120_000_000, False,
    )  # fmt: skip
    assert (business.employees, business.women_employees, business.wishes) == (2, 1, ["bookkeeping"])


def test_confirmation_names_the_coordinator_where_there_is_one(phone: Client, cadre: Cadre):
    make_user(Role.COORDINATOR, province=cadre.province)
    business = make_business(owner=cadre, state=BusinessState.SUBMITTED)
    page = phone.get(reverse("business_sent", args=[business.pk])).content.decode()
    assert "Menunggu Koordinator Jawa Barat" in page
    assert "belum punya koordinator" not in page


def test_submit_pressed_twice_submits_once(phone: Client, cadre: Cadre):
    business = make_business(owner=cadre, state=BusinessState.DRAFT)
    check = reverse("business_check", args=[business.pk])
    answers = [phone.post(check) for _ in range(2)]
    assert [answer.url for answer in answers] == [reverse("business_sent", args=[business.pk])] * 2
    moves = business.events.filter(state=BusinessState.SUBMITTED)
    assert moves.count() == 1


def test_first_page_sent_twice_makes_one_draft(phone: Client, cadre: Cadre):
    place = {
        "name": "Keripik Bu Sari",
        "address": "Jalan Melati 5",
        "province": "32",
        "regency": cadre.regency_id,
    }
    for _ in range(2):
        phone.post(reverse("business_create"), place)
    assert Business.objects.count() == 1


def test_later_saves_what_is_there_and_asks_for_no_more(phone: Client, cadre: Cadre):
    business = make_business(owner=cadre, state=BusinessState.DRAFT, employees=None, capital=None)
    answer = phone.post(step(business, "pekerja"), {"men": "3", "nanti": "1"})
    business.refresh_from_db()
    assert (answer.url, business.employees, business.women_employees) == (reverse("business_list"), 3, None)


def test_submitting_an_incomplete_draft_says_what_is_missing(phone: Client, cadre: Cadre):
    business = make_business(owner=cadre, state=BusinessState.DRAFT, capital=None, address="")
    answer = phone.post(reverse("business_check", args=[business.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("business_edit", args=[business.pk])
    assert "Lengkapi dulu: Alamat usaha, Modal usaha." in answer.content.decode()


@pytest.mark.parametrize(
    ("slug", "values", "sentence"),
    [
        ("legalitas", {"nib": "912000123456"}, "NIB terdiri dari 13 angka. Anda mengetik 12."),
        ("legalitas", {"nib": "91200012345AB"}, "NIB hanya berisi angka."),
        ("legalitas", {"start_year": "1899"}, "Tahun mulai antara 1900 dan"),
        ("legalitas", {"start_year": "dulu"}, "Tulis tahun mulai dengan angka"),
        ("usaha", {"last_year_sales": "9" * 40}, "Jumlah ini terlalu besar."),
        ("usaha", {"capital": "banyak"}, "Tulis jumlahnya dengan angka saja"),
        ("pekerja", {"men": "99999999999999999999"}, "Jumlah pekerja ini terlalu besar."),
        ("usaha", {"last_year_sales": ""}, "Bila tidak ada penjualan, tulis 0."),
        ("kegiatan", {"kbli": "99999"}, "Pilih satu jenis usaha dari daftar."),
        ("pinjaman", {"has_bank_loan": "mungkin"}, "Pilih salah satu jawaban."),
        ("tempat", {"name": ""}, "Tulis nama usaha Anda."),
    ],
)  # fmt: skip
def test_wrong_answer_is_told_beside_the_field_and_kept(phone: Client, cadre: Cadre, slug, values, sentence):
    business = make_business(owner=cadre, state=BusinessState.DRAFT)
    place = {"name": "Uji", "address": "Jalan 1", "province": "32", "regency": cadre.regency_id}
    right = place if slug == "tempat" else ANSWERS[slug]
    page = phone.post(step(business, slug), {**right, **values})
    assert page.status_code == 200
    text = page.content.decode()
    assert sentence in text
    typed = next(iter(values.values()))
    if slug in ("legalitas", "pekerja", "usaha") and typed:
        assert f'value="{typed}"' in text


def test_nib_of_another_business_is_refused_with_a_way_out(phone: Client, cadre: Cadre):
    make_business(nib="9120001234567")
    business = make_business(owner=cadre, state=BusinessState.DRAFT)
    page = phone.post(step(business, "legalitas"), ANSWERS["legalitas"]).content.decode()
    assert "NIB ini sudah dipakai usaha lain" in page
    assert 'href="#id_nib"' in page


def test_choosing_another_province_shows_its_regencies_and_keeps_what_was_typed(phone: Client):
    papua = make_regency(make_province("91"))
    typed = {"name": "Keripik", "address": "Jalan 1", "province": "91", "ganti": "1"}
    page = phone.post(reverse("business_create"), typed).content.decode()
    assert papua.full_name in page
    assert 'value="Keripik"' in page
    assert Business.objects.count() == 0


def test_business_follows_its_regency_into_another_province(phone: Client, cadre: Cadre):
    regency = make_regency(make_province("91"))
    place = {"name": "Sagu", "address": "Jalan 1", "province": "91", "regency": regency.pk}
    phone.post(reverse("business_create"), place)
    assert Business.objects.get().province_id == "91"


def test_search_without_javascript_keeps_what_was_typed(phone: Client, cadre: Cadre):
    business = make_business(owner=cadre, state=BusinessState.DRAFT, kbli=None)
    page = phone.post(step(business, "kegiatan"), {"description": "Emping", "kata": "keripik", "cari": "1"})
    text = page.content.decode()
    assert ">Emping</textarea>" in text.replace("\n", "")
    assert 'value="10794"' in text
    assert 'value="keripik"' in text


def test_sales_are_not_asked_of_a_business_begun_this_year(phone: Client, cadre: Cadre):
    business = make_business(
        owner=cadre, state=BusinessState.DRAFT, start_year=timezone.localdate().year, last_year_sales=5
    )
    page = phone.get(step(business, "usaha")).content.decode()
    assert 'name="last_year_sales"' not in page
    phone.post(step(business, "usaha"), {"capital": "5.000.000"})
    business.refresh_from_db()
    assert (business.last_year_sales, business.size_class) == (None, "micro")


def test_business_begun_last_year_tells_sales_or_that_the_year_was_not_full(phone: Client, cadre: Cadre):
    business = make_business(owner=cadre, state=BusinessState.DRAFT, start_year=timezone.localdate().year - 1)
    rest = {"capital": "5.000.000"}
    neither = phone.post(step(business, "usaha"), rest)
    both = phone.post(step(business, "usaha"), {**rest, "last_year_sales": "9", "not_a_full_year": "on"})
    ticked = phone.post(step(business, "usaha"), {**rest, "not_a_full_year": "on"})
    assert [neither.status_code, both.status_code, ticked.status_code] == [200, 200, 302]
    business.refresh_from_db()
    assert business.last_year_sales is None


def test_another_tab_after_submission_changes_nothing(phone: Client, cadre: Cadre):
    business = make_business(owner=cadre, state=BusinessState.SUBMITTED, name="Lama")
    page = phone.post(step(business, "pinjaman"), {"has_bank_loan": "True"}, follow=True)
    business.refresh_from_db()
    assert (page.status_code, business.has_bank_loan) == (200, False)
    assert "sudah dikirim" in page.content.decode()


def test_withdrawn_business_can_be_changed_and_sent_again(phone: Client, cadre: Cadre):
    business = make_business(owner=cadre, state=BusinessState.SUBMITTED)
    assert phone.get(reverse("business_withdraw", args=[business.pk])).status_code == 200
    phone.post(reverse("business_withdraw", args=[business.pk]))
    business.refresh_from_db()
    assert business.state == BusinessState.DRAFT
    phone.post(reverse("business_check", args=[business.pk]))
    business.refresh_from_db()
    assert business.state == BusinessState.SUBMITTED


def test_somebody_elses_draft_is_not_found_and_a_visible_business_is_not_hers_to_change(client: Client):
    draft = make_business(state=BusinessState.DRAFT)
    submitted = make_business(state=BusinessState.SUBMITTED)
    both_roles = make_user(Role.COORDINATOR, Role.CADRE)
    make_cadre(user=both_roles)
    client.force_login(both_roles)
    assert client.get(reverse("business_edit", args=[draft.pk])).status_code == 404
    refused = client.get(reverse("business_edit", args=[submitted.pk]))
    assert refused.status_code == 403
