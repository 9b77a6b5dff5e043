"""Registering on a cheap phone, with and without scripts; examining at a desk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from soksi_portal.accounts.choices import Role
from tests.browser.look import axe_findings, overflow
from tests.factories import make_business, make_cadre, make_province, make_regency, make_user
from tests.umkm.businesses import samples
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.cadres.choices import CadreState

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS")  # a folder, to look at the pages


def look_at(page: Page, name: str, *, scripts: bool = True) -> None:
    """No horizontal scrolling, no serious axe finding; a screenshot where one is asked for.

    The checks are scripts themselves, so a page without scripts is only photographed.
    """
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{scripts}.png", full_page=True)
    if not scripts:
        return
    assert overflow(page) == [], name
    assert axe_findings(page) == [], name


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Simpan dan lanjut").click()


def register(page: Page, regency: str, *, scripts: bool) -> None:
    look_at(page, "1-tempat", scripts=scripts)
    page.get_by_label("Nama usaha").fill("Keripik Bu Sari")
    page.get_by_label("Alamat usaha").fill("Jalan Melati 5 RT 02/RW 07, Desa Cibeureum")
    page.get_by_label("Kabupaten/kota").select_option(regency)
    go_on(page)
    page.get_by_label("NIK", exact=True).fill("3201 0155 0190 00")
    go_on(page)
    expect(page.locator("#id_nik_error")).to_contain_text("16 angka")
    look_at(page, "2-nik-salah", scripts=scripts)
    page.get_by_label("NIK", exact=True).fill("3201 0155 0190 0001")
    go_on(page)
    expect(page.get_by_text("Anda perempuan yang lahir pada 15 Januari 1990")).to_be_visible()
    look_at(page, "2-nik-dibaca", scripts=scripts)
    page.get_by_label("Ya, ini saya").check()
    go_on(page)
    page.get_by_label("Apa yang Anda buat atau jual?").fill("Keripik singkong pedas")
    page.get_by_label("Cari dengan satu kata").fill("keripik")
    if not scripts:
        page.get_by_role("button", name="Cari").click()
    expect(page.get_by_label("Industri Kerupuk, Keripik, Peyek dan Sejenisnya")).to_be_visible()
    look_at(page, "3-kegiatan", scripts=scripts)
    page.get_by_label("Industri Kerupuk, Keripik, Peyek dan Sejenisnya").check()
    go_on(page)
    page.get_by_label("Usaha ini mulai tahun berapa?").fill("2019")
    page.get_by_label("Perorangan", exact=True).check()
    page.get_by_label("NIB (Nomor Induk Berusaha)").fill("912000123456")
    go_on(page)
    expect(page.locator("#id_nib_error")).to_have_text("NIB terdiri dari 13 angka. Anda mengetik 12.")
    look_at(page, "4-legalitas-salah", scripts=scripts)
    page.get_by_label("NIB (Nomor Induk Berusaha)").fill("9120001234567")
    go_on(page)
    page.get_by_label("Berapa pekerja perempuan?").fill("2")
    page.get_by_label("Berapa pekerja laki-laki?").fill("0")
    look_at(page, "5-pekerja", scripts=scripts)
    go_on(page)
    page.get_by_label("Berapa penjualan sepanjang tahun").fill("120000000")
    page.get_by_label("Berapa modal usaha sekarang?").fill("15000000")
    look_at(page, "6-usaha", scripts=scripts)
    go_on(page)
    page.get_by_label("Pasar atau bazar").check()
    look_at(page, "7-pemasaran", scripts=scripts)
    go_on(page)
    page.get_by_label("Tidak ada", exact=True).check()
    look_at(page, "8-pinjaman", scripts=scripts)
    go_on(page)
    look_at(page, "9-periksa", scripts=scripts)
    add_a_photo(page, scripts=scripts)
    page.get_by_role("link", name="Lanjut ke bagian lain").click()
    look_at(page, "91-tugas", scripts=scripts)
    page.get_by_role("link", name="Periksa jawaban dan kirim").click()
    page.get_by_role("button", name="Kirim untuk diperiksa").click()
    expect(page.get_by_text("Menunggu Koordinator Jawa Barat")).to_be_visible()
    look_at(page, "92-terkirim", scripts=scripts)


def add_a_photo(page: Page, *, scripts: bool) -> None:
    page.get_by_role("link", name="Tambahkan dokumen dan foto").click()
    photo = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": samples.phone_photo()}
    page.locator("#kamera-photo").set_input_files([photo])
    if not scripts:
        page.locator("#photo").get_by_role("button", name="Kirim").click()
    expect(page.locator("#photo .document")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False])
def test_registering_on_a_phone(open_page, scripts):
    call_command("load_kbli", verbosity=0)
    cadre = make_cadre(nik="", state=CadreState.DRAFT)
    make_user(Role.COORDINATOR)
    page = open_page("/usaha/baru/", width="360", user=cadre.user, java_script_enabled=scripts)
    register(page, make_regency().pk, scripts=scripts)
    cadre.refresh_from_db()
    business = Business.objects.get()
    assert (business.state, cadre.state) == (BusinessState.SUBMITTED, CadreState.SUBMITTED)
    assert business.documents.count() == 1


def test_returned_business_is_mended_beside_the_remarks(open_page):
    call_command("load_kbli", verbosity=0)
    coordinator = make_user(Role.COORDINATOR, full_name="Rina S.")
    business = make_business(state=BusinessState.SUBMITTED, name="Warung Bu Tini", last_year_sales=90_000_000)
    make_business(state=BusinessState.SUBMITTED, name="Batik Ani")

    desk = open_page("/verifikasi/", user=coordinator)
    look_at(desk, "antrean")
    desk.get_by_role("link", name="Warung Bu Tini").click()
    look_at(desk, "memeriksa")
    desk.get_by_label("Alasan perbaikan: Alamat usaha").fill("Tulis RT/RW dan nama desanya.")
    desk.get_by_role("button", name="Kembalikan untuk diperbaiki").click()
    expect(desk.get_by_text("Warung Bu Tini dikembalikan kepada pemiliknya.")).to_be_visible()
    small = open_page(
        f"/verifikasi/{Business.objects.get(name='Batik Ani').pk}/", width="360", user=coordinator
    )
    look_at(small, "memeriksa-hp")

    phone = open_page("/usaha/", width="360", user=business.owner.user)
    look_at(phone, "usaha-saya")
    phone.get_by_role("link", name="Perbaiki sekarang").click()
    look_at(phone, "tugas")
    phone.get_by_role("link", name="Nama dan tempat usaha").click()
    look_at(phone, "catatan")
    phone.get_by_label("Alamat usaha").fill("Jalan Uji 1 RT 01/RW 02, Desa Maju")
    go_on(phone)
    phone.get_by_role("link", name="Periksa jawaban dan kirim").click()
    phone.get_by_role("button", name="Kirim untuk diperiksa").click()

    desk.goto(f"/verifikasi/{business.pk}/")
    for tick in desk.get_by_role("checkbox").all():
        tick.check()
    desk.get_by_role("button", name="Verifikasi saja").click()
    expect(desk.get_by_text("Warung Bu Tini sudah diverifikasi.")).to_be_visible()
    for width in ("360", "1280"):
        look_at(
            open_page(business.get_absolute_url(), width=width, user=business.owner.user), f"cerita-{width}"
        )
    look_at(open_page("/usaha/", user=make_user(Role.JAMKRINDO)), "daftar")


def test_regencies_follow_the_province(open_page):
    papua = make_regency(make_province("91"))
    page = open_page("/usaha/baru/", width="360", user=make_cadre().user)
    page.get_by_label("Nama usaha").fill("Sagu Papua")
    page.get_by_label("Provinsi").select_option("91")
    expect(page.get_by_label("Kabupaten/kota").locator(f"option[value='{papua.pk}']")).to_be_attached()
    expect(page.get_by_label("Nama usaha")).to_have_value("Sagu Papua")
