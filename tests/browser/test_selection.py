"""A whole selection as its people see it: one seat, two proposals, a waiting list, and a seat that goes on.

The owner holds a phone. The other proposal is ready judged: it's there to be better, and to leave later.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from programs.pilots.models import Nomination, Pilot, SeatOffer
from programs.pilots.offers.tokens import link_path
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.browser.look import overflow
from tests.factories import make_business, make_cadre, make_nomination, make_phase, make_province, make_user
from tests.reviewing import make_reviewers

pytestmark = pytest.mark.django_db(transaction=True)

MOTIVATION = "Penjualannya naik tiga tahun berturut-turut dan catatan kasnya rapi."
LEFT = "Pemiliknya pindah ke luar provinsi."


def main_of(page: Page):
    return page.get_by_role("main")


def score_all(page: Page, score: int) -> None:
    """The same score by every criterion."""
    page.wait_for_load_state()
    for group in page.get_by_role("group", name=re.compile("^Nilai untuk")).all():
        group.get_by_label(str(score), exact=True).check()


def judge(page: Page, score: int, *, hidden: str) -> None:
    """One reviewer's part, from the proposal's page; meanwhile the `hidden` colleague's sheet isn't shown."""
    expect(page.get_by_text(hidden)).to_have_count(0)
    page.get_by_role("link", name="Nilai usulan ini").click()
    page.get_by_label("Saya tidak punya kepentingan dengan usaha ini").check()
    page.get_by_role("button", name="Lanjutkan").click()
    page.wait_for_load_state()
    expect(page.get_by_text(hidden)).to_have_count(0)
    score_all(page, score)
    page.get_by_role("button", name="Serahkan penilaian").click()
    expect(main_of(page)).to_contain_text("Penilaian diserahkan.")


def test_a_selection_with_two_reviewers_a_waiting_list_and_a_replacement(open_page):
    province = make_province()
    phase = make_phase(provinces=[province], quota=1)
    coordinator = make_user(Role.COORDINATOR, province=province, full_name="Dedi Kurniawan")
    first, second = make_reviewers(2)
    better = make_nomination(phase=phase, business=make_business(name="Roti Maros"), score=5)
    owner = make_cadre(user=make_user(Role.CADRE, full_name="Siti Rahmawati"))
    business = make_business(owner=owner, name="Kopi Puntang")

    # the owner agrees on her phone, and only then the coordinator can propose
    dedi = open_page("/usulan/calon/", user=coordinator)
    main_of(dedi).get_by_role("link", name=re.compile("Usulkan")).first.click()
    expect(main_of(dedi)).to_contain_text("Usaha ini belum dapat diusulkan")
    siti = open_page("/beranda/", width="360", user=owner.user)
    siti.get_by_role("link", name=re.compile("Baca dan jawab")).first.click()
    siti.get_by_role("button", name="Saya setuju usaha ini diusulkan").click()
    expect(main_of(siti)).to_contain_text("Tarik persetujuan")
    dedi.reload()
    dedi.get_by_label("Mengapa usaha ini?").fill(MOTIVATION)
    score_all(dedi, 3)
    main_of(dedi).get_by_role("button", name="Usulkan ke Jamkrindo").click()
    expect(main_of(dedi)).to_contain_text("Menunggu keputusan Jamkrindo")
    nomination = Nomination.objects.get(business=business)

    # two of Jamkrindo's people judge it, each without the other's sheet; until then nobody decides
    rina, yuni = (open_page(nomination.get_absolute_url(), user=user) for user in (first, second))
    judge(yuni, 4, hidden=f"{first.full_name}:")
    rina.reload()
    expect(main_of(rina)).to_contain_text("1 dari 2 penilai sudah menyerahkan nilainya.")
    judge(rina, 3, hidden=f"{second.full_name}:")
    expect(rina.get_by_text(f"{second.full_name}: 4,00")).to_be_visible()

    # a draft for the province, published in one act: one sits, one waits
    rina.goto(f"/usulan/rancangan/provinsi/{province.pk}/?tahap={phase.pk}")
    better_line, line = (rina.get_by_role("region", name=one.business.name) for one in (better, nomination))
    better_line.get_by_label("Kursi").check()
    line.get_by_label("Daftar tunggu", exact=True).check()
    line.get_by_label("Urutan di daftar tunggu").fill("1")
    rina.get_by_role("button", name="Simpan rancangan").click()
    expect(main_of(rina)).to_contain_text(f"Rancangan {province} disimpan.")
    rina.get_by_role("link", name="Terbitkan semuanya").click()
    rina.get_by_role("button", name="Terbitkan semuanya").click()
    expect(main_of(rina)).to_contain_text("1 usaha mendapat kursi, 1 masuk daftar tunggu")
    siti.goto(nomination.get_absolute_url())
    expect(main_of(siti)).to_contain_text("Urutan 1 di daftar tunggu")

    # who sits withdraws; the seat goes on by itself to the one who waits
    pilot = Pilot.objects.get()
    rina.goto(f"/percontohan/{pilot.pk}/akhiri/")
    rina.get_by_label("Mengundurkan diri").check()
    rina.get_by_label("Catatan akhir").fill(LEFT)
    rina.get_by_role("button", name="Akhiri percontohan").click()
    expect(main_of(rina)).to_contain_text("Percontohan diakhiri.")
    offer = SeatOffer.objects.get()
    told = Message.objects.get(occasion="offer_made", recipient=owner.user)
    link = re.search(r"\S+/tawaran/\S+", told.body).group()
    assert urlsplit(link).path == link_path(offer)

    # she answers from the message on a phone where she isn't signed in
    phone = open_page(urlsplit(link).path, width="360")
    assert overflow(phone) == []
    phone.get_by_label(re.compile("^Ya")).check()
    phone.get_by_role("button", name="Kirim jawaban").click()
    expect(main_of(phone)).to_contain_text("Kursi 1 diterima")

    # and all of it can be read where it belongs: who sat, who sits, what the country shows
    rina.goto(offer.seat.get_absolute_url())
    stays = rina.get_by_role("table", name="Siapa pernah menempatinya").get_by_role("row")
    expect(stays.filter(has_text="Roti Maros")).to_contain_text(LEFT)
    expect(stays.filter(has_text="Kopi Puntang")).to_contain_text("Sekarang")
    expect(rina.get_by_role("table", name="Tawaran kepada daftar tunggu")).to_contain_text("Diterima")
    everyone = open_page("/kemajuan/", width="360")
    row = everyone.get_by_role("row").filter(has=everyone.get_by_role("link", name=province.name))
    expect(row.locator("[data-label='Kursi terisi']")).to_contain_text("1 / 1")
    siti.goto(business.get_absolute_url())
    siti.get_by_role("link", name="Lihat perjalanannya").click()
    expect(siti.get_by_role("heading", level=1)).to_contain_text("Kursi 1")
