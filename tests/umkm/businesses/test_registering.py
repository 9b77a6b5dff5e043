"""What the registration asks of the person, how it forgives, and what a verified business lets its owner change."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_kbli, make_province, make_regency, make_user
from umkm.businesses import services
from umkm.businesses.choices import BusinessState
from umkm.businesses.errors import KeyFixed
from umkm.businesses.forms import STEPS
from umkm.businesses.models import Business
from umkm.businesses.numbering import key_of_number, registration_number
from umkm.cadres.choices import CadreState, Sex
from umkm.cadres.identity import nik_hash
from umkm.cadres.models import Cadre
from umkm.regions.models import Regency

pytestmark = pytest.mark.django_db
NIK = "3201015501900001"


@pytest.fixture
def newcomer() -> Cadre:
    return make_cadre(nik="", state=CadreState.DRAFT)


def signed_in(cadre: Cadre) -> Client:
    client = Client()
    client.force_login(cadre.user)
    return client


def step(business: Business, slug: str) -> str:
    return reverse("business_step", args=[business.pk, slug])


def confirm(client: Client, url: str, nik: str, **more: Any) -> Any:
    """Type the NIK, read what it says, tick that it is right."""
    page = client.post(url, {"nik": nik, **more}).content.decode()
    mark = re.search(r'name="read_for" value="([0-9a-f]+)"', page)
    assert mark, page
    return client.post(url, {"nik": nik, "read_for": mark[1], "is_me": "on", **more})


def test_nik_is_read_back_before_it_is_kept(newcomer: Cadre):
    business = make_business(owner=newcomer, state=BusinessState.DRAFT)
    client = signed_in(newcomer)
    page = client.post(step(business, "pemilik"), {"nik": "3201 0155 0190 0001"}).content.decode()
    newcomer.refresh_from_db()
    assert "Anda perempuan yang lahir pada 15 Januari 1990" in page.replace("\u00a0", " ")
    assert newcomer.nik_hash is None
    assert "perlu diperbaiki" not in page  # asked back, not told off
    mark = re.search(r'name="read_for" value="([0-9a-f]+)"', page)
    assert mark
    page = client.post(step(business, "pemilik"), {"nik": NIK, "read_for": mark[1]}).content.decode()
    assert "Ada satu hal yang perlu diperbaiki" in page
    confirm(client, step(business, "pemilik"), NIK, membership_number="sk 32000123")
    newcomer.refresh_from_db()
    assert bytes(newcomer.nik_hash) == nik_hash(NIK)
    assert (newcomer.sex, newcomer.membership_number) == (Sex.WOMAN, "SK32000123")
    page = client.get(step(business, "pemilik")).content.decode()
    assert NIK not in page
    assert "••••••••••••0001" in page


def test_tick_for_another_nik_does_not_count(newcomer: Cadre):
    business = make_business(owner=newcomer, state=BusinessState.DRAFT)
    client = signed_in(newcomer)
    page = client.post(step(business, "pemilik"), {"nik": NIK}).content.decode()
    mark = re.search(r'name="read_for" value="([0-9a-f]+)"', page)
    assert mark
    client.post(step(business, "pemilik"), {"nik": "3201011501900002", "read_for": mark[1], "is_me": "on"})
    newcomer.refresh_from_db()
    assert newcomer.nik_hash is None


def test_nik_of_somebody_else_is_refused_politely(newcomer: Cadre):
    make_cadre(nik=NIK)
    business = make_business(owner=newcomer, state=BusinessState.DRAFT)
    page = confirm(signed_in(newcomer), step(business, "pemilik"), NIK).content.decode()
    assert "NIK ini sudah terdaftar" in page
    assert "koordinator" in page


def test_business_without_the_owners_nik_is_not_sent(newcomer: Cadre):
    business = make_business(owner=newcomer, state=BusinessState.DRAFT)
    client = signed_in(newcomer)
    answer = client.post(reverse("business_check", args=[business.pk]), follow=True)
    assert "Lengkapi dulu: NIK." in answer.content.decode()
    confirm(client, step(business, "pemilik"), NIK)
    client.post(reverse("business_check", args=[business.pk]))
    business.refresh_from_db()
    newcomer.refresh_from_db()
    assert (business.state, newcomer.state) == (BusinessState.SUBMITTED, CadreState.SUBMITTED)


def test_owner_verified_before_the_nik_was_asked_for_brings_it_now():
    cadre = make_cadre(nik="", membership_number="SK1")
    business = make_business(owner=cadre, state=BusinessState.DRAFT)
    client = signed_in(cadre)
    page = client.get(step(business, "pemilik")).content.decode()
    assert 'name="nik"' in page
    assert 'name="membership_number"' not in page
    confirm(client, step(business, "pemilik"), NIK, membership_number="SK2")
    cadre.refresh_from_db()
    assert (bytes(cadre.nik_hash), cadre.membership_number) == (nik_hash(NIK), "SK1")
    client.post(reverse("business_check", args=[business.pk]))
    business.refresh_from_db()
    assert business.state == BusinessState.SUBMITTED


def test_verified_owner_reads_the_own_nik_masked_and_changes_nothing():
    cadre = make_cadre(nik=NIK, membership_number="SK1")
    business = make_business(owner=cadre, state=BusinessState.DRAFT)
    client = signed_in(cadre)
    page = client.get(step(business, "pemilik")).content.decode()
    assert "0001" in page
    assert NIK not in page
    assert 'name="nik"' not in page
    client.post(
        step(business, "pemilik"), {"nik": "3201011501900002", "membership_number": "SK2", "is_me": "on"}
    )
    cadre.refresh_from_db()
    assert (bytes(cadre.nik_hash), cadre.membership_number) == (nik_hash(NIK), "SK1")


def test_npwp_is_kept_encrypted_shown_masked_and_stays_when_not_typed_again():
    cadre = make_cadre()
    business = make_business(owner=cadre, state=BusinessState.DRAFT)
    client = signed_in(cadre)
    papers = {"start_year": "2019", "legal_form": "individual", "licences": ["halal"]}
    client.post(step(business, "legalitas"), {**papers, "npwp": "01.312.166.0-091.000"})
    business.refresh_from_db()
    kept = bytes(business.npwp_hash)
    assert b"01312166" not in bytes(business.npwp_encrypted)
    page = client.get(step(business, "legalitas")).content.decode()
    assert "••••••••••••1000" in page
    assert "131216600" not in page
    client.post(step(business, "legalitas"), papers)
    business.refresh_from_db()
    assert bytes(business.npwp_hash) == kept
    client.post(step(business, "legalitas"), {**papers, "forget_npwp": "on"})
    business.refresh_from_db()
    assert business.npwp_hash is None


def test_going_back_and_sending_the_first_page_again_mends_the_same_draft():
    cadre = make_cadre()
    client = signed_in(cadre)
    sheet = re.search(r'name="lembar" value="([0-9a-f]+)"', client.get("/usaha/baru/").content.decode())
    assert sheet
    place = {"address": "Jalan 1", "province": "32", "regency": cadre.regency_id, "lembar": sheet[1]}
    client.post("/usaha/baru/", {**place, "name": "Keripik Bu Sarii"})
    client.post("/usaha/baru/", {**place, "name": "Keripik Bu Sari"})
    assert [business.name for business in Business.objects.all()] == ["Keripik Bu Sari"]
    fresh = re.search(r'name="lembar" value="([0-9a-f]+)"', client.get("/usaha/baru/").content.decode())
    assert fresh
    client.post("/usaha/baru/", {**place, "name": "Batik", "lembar": fresh[1]})
    assert Business.objects.count() == 2


def test_change_from_the_check_page_leads_back_to_it():
    cadre = make_cadre()
    business = make_business(owner=cadre, state=BusinessState.DRAFT)
    client = signed_in(cadre)
    check = reverse("business_check", args=[business.pk])
    assert f"{step(business, 'pekerja')}?kembali=periksa" in client.get(check).content.decode()
    answer = client.post(f"{step(business, 'pekerja')}?kembali=periksa", {"women": "1", "men": "0"})
    assert answer.url == check


def test_expired_session_leads_back_to_the_page_after_signing_in():
    business = make_business(state=BusinessState.DRAFT)
    url = step(business, "pekerja")
    answer = Client().post(url, {"women": "1"})
    assert answer.url == f"/masuk/?next={url}"


def test_position_is_taken_as_maps_give_it_and_refused_outside_the_country():
    cadre = make_cadre()
    business = make_business(owner=cadre, state=BusinessState.DRAFT)
    client = signed_in(cadre)
    place = {"name": "A B", "address": "Jalan 1", "province": "32", "regency": cadre.regency_id}
    page = client.post(step(business, "tempat"), {**place, "position": "107.6, -6.9"}).content.decode()
    assert "di luar Indonesia" in page
    client.post(step(business, "tempat"), {**place, "position": "-6.914744, 107.609810"})
    business.refresh_from_db()
    assert (str(business.latitude), str(business.longitude)) == ("-6.914744", "107.609810")


def test_task_list_says_what_is_left_and_what_for(newcomer: Cadre):
    business = make_business(owner=newcomer, state=BusinessState.DRAFT, capital=None)
    page = signed_in(newcomer).get(reverse("business_edit", args=[business.pk])).content.decode()
    for form in STEPS:
        assert str(form.title) in page
        assert str(form.purpose) in page
    assert "Kurang: Modal usaha." in page
    assert "Dokumen dan foto" in page


@pytest.fixture
def verified() -> Business:
    return make_business(name="Keripik Lama", nib="9120001234567")


def test_verified_business_is_edited_at_once_but_for_its_key_facts(verified: Business):
    client = signed_in(verified.owner)
    page = client.get(step(verified, "tempat")).content.decode()
    assert 'name="name"' not in page
    assert reverse("change_create", args=[verified.pk]) in page
    sent = {"name": "Baru", "province": "91", "address": "Jalan Baru 2", "regency": verified.regency_id}
    client.post(step(verified, "tempat"), sent)
    client.post(step(verified, "legalitas"), {"start_year": "2018", "legal_form": "cv", "nib": ""})
    client.post(step(verified, "pinjaman"), {"has_bank_loan": "True"})
    verified.refresh_from_db()
    assert (verified.name, verified.nib, verified.has_bank_loan) == ("Keripik Lama", "9120001234567", False)
    assert (verified.address, verified.start_year, verified.legal_form) == ("Jalan Baru 2", 2018, "cv")
    assert verified.state == BusinessState.VERIFIED


@pytest.mark.parametrize(
    ("fact", "value"), [("name", "Lain"), ("nib", None), ("has_bank_loan", True), ("regency", "91")]
)
def test_service_refuses_key_facts_of_a_verified_business(verified: Business, fact, value):
    if fact == "regency":
        value = make_regency(make_province("91"))
    with pytest.raises(KeyFixed):
        services.save_draft(business=verified, by=verified.owner.user, facts={fact: value})


def test_verified_business_stays_complete_and_sound(verified: Business):
    client = signed_in(verified.owner)
    make_kbli()
    answer = client.post(step(verified, "usaha"), {"last_year_sales": "99.000.000.000", "capital": "1"})
    assert "batas usaha menengah" in answer.content.decode()
    answer = client.post(step(verified, "kegiatan"), {"description": "", "kbli": "56102", "nanti": "1"})
    verified.refresh_from_db()
    assert (answer.status_code, verified.description) == (200, "Nasi rames dan gorengan")


@pytest.mark.parametrize("key", [1, 999, 1_234_567, 9_876_543, 12_345_678])
def test_registration_number_is_read_back_and_a_mistyped_one_is_not(key: int):
    number = registration_number(key)
    assert key_of_number(number) == key_of_number(f" {number.lower().replace('.', ' ')} ") == key
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert key_of_number(wrong) is None


def test_remark_on_workers_stands_beside_the_number_it_is_about():
    business = make_business(state=BusinessState.SUBMITTED, women_employees=1)
    services.return_business(
        business=business,
        by=make_user(Role.COORDINATOR),
        reasons={
            "employees": "Hitung juga yang paruh waktu.",
            "women_employees": "Dua orang saat kami datang.",
        },
    )
    page = signed_in(business.owner).get(step(business, "pekerja")).content.decode()
    women, men = page.index("Dua orang saat"), page.index("Hitung juga yang")
    assert page.index('id="id_women"') > women
    assert page.index('id="id_women"') < men < page.index('id="id_men"')


@pytest.mark.parametrize("state", [BusinessState.DRAFT, BusinessState.VERIFIED])
def test_regency_that_has_ended_stays_good_for_what_lies_there_and_for_nothing_new(state: str):
    business = make_business(state=state)
    client, gone = signed_in(business.owner), business.regency
    make_regency(make_province("91"))
    Regency.objects.filter(pk=gone.pk).update(ended_on=timezone.localdate())
    sent = {"name": "Baru", "address": "Jalan Baru 1", "province": "32", "regency": gone.pk}
    assert f'value="{gone.pk}" selected' in client.get(step(business, "tempat")).content.decode()
    assert client.post(step(business, "tempat"), sent).status_code == 302
    business.refresh_from_db()
    assert (business.address, business.regency) == ("Jalan Baru 1", gone)
    refused = client.post(reverse("business_create"), sent)
    assert "Pilihan ini bukan bagian dari provinsi di atas" in refused.content.decode()
