"""The sheet of a visit on a phone that has no line: opened, written, kept, sent once, and never over what is newer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from programs.mentoring.models import Visit, VisitEntry, VisitPhoto
from programs.mentoring.visits.recording import record_visit
from tests.browser.conftest import session_of, wait_until, wait_until_kept
from tests.browser.look import overflow
from tests.programs.mentoring.visits.makers import make_sheet, make_visit, mentor_of, picture

pytestmark = pytest.mark.django_db(transaction=True)
FINDINGS = "Apa yang Anda temukan?"
UNSENT = "Belum terkirim. Tersimpan di HP ini"
# the portal fails once
REFUSED = """() => {
  const real = window.fetch;
  window.fetch = async () => { window.fetch = real; return new Response("", { status: 500 }); };
}"""
# how long the page waits between tries that all fail; no two phones' pauses are alike, but here
PAUSES = """() => new Promise((done) => {
  const [real, random, pauses] = [window.setTimeout, Math.random, []];
  Math.random = () => 0.5;
  window.setTimeout = (next, pause) => {
    if (pauses.push(pause) < 7) return real(next, 0);
    [window.setTimeout, Math.random] = [real, random];
    done(pauses);
  };
  window.offline.keepSending(async () => false);
})"""
# whose sheets the phone keeps
WAITING = """(await new Promise((done) => {
  const asked = indexedDB.open("pendampingan", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("kunjungan").objectStore("kunjungan").getAllKeys();
    all.onsuccess = () => { asked.result.close(); done(all.result); };
  };
}))"""


def test_sheet_is_written_without_a_line_and_sent_once(open_page, live_server):
    visit = make_visit(starts_at=timezone.now() - timedelta(hours=1))
    address = f"/pendampingan/kunjungan/{visit.pk}/catat/"
    page = open_page(address, width="360", user=mentor_of(visit))
    assert overflow(page) == []
    wait_until_kept(page)

    page.context.set_offline(True)
    page.reload()  # from the phone itself
    page.get_by_label(FINDINGS).fill("Di kebun, tanpa sinyal.")
    photo = picture()
    page.get_by_label("Foto").set_input_files(
        {"name": "kebun.jpg", "mimeType": "image/jpeg", "buffer": photo.read()}
    )
    expect(page.get_by_text("kebun.jpg")).to_be_visible()
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    assert Visit.objects.get().state == "agreed"

    page.reload()
    expect(page.get_by_label(FINDINGS)).to_have_value("Di kebun, tanpa sinyal.")
    record_visit(visit=visit, sheet=make_sheet(findings="Dari laptop."), by=mentor_of(visit))

    page.context.set_offline(False)
    expect(page.get_by_text("Dari laptop.")).to_be_visible()
    assert Visit.objects.get().findings == "Dari laptop."
    page.get_by_role("button", name="Pakai tulisan saya").click()
    expect(page).to_have_url(re.compile(f"{visit.get_absolute_url()}$"))
    assert list(Visit.objects.values_list("findings", "version")) == [("Di kebun, tanpa sinyal.", 2)]
    assert VisitPhoto.objects.kept().count() == 1
    assert sorted(VisitEntry.objects.values_list("outcome", flat=True)) == ["applied", "applied", "conflict"]
    expect(page.get_by_text("Belum terkirim")).to_be_hidden()

    page.get_by_role("button", name="Akun").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    wait_until(page, "async () => (await caches.keys()).length === 0")


def test_what_waits_on_a_phone_is_its_writers_alone(open_page, live_server):
    visit = make_visit()
    address = f"/pendampingan/kunjungan/{visit.pk}/catat/"
    page = open_page(address, width="360", user=mentor_of(visit))
    wait_until_kept(page)
    page.context.set_offline(True)
    page.get_by_label(FINDINGS).fill("Rahasia usaha.")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text(UNSENT)).to_be_visible()

    other = make_visit()
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": session_of(mentor_of(other)), "url": live_server.url}]
    )
    page.context.set_offline(False)
    page.goto(f"/pendampingan/kunjungan/{other.pk}/catat/")
    wait_until_kept(page)
    expect(page.get_by_label(FINDINGS)).to_have_value("")
    page.evaluate(REFUSED)
    page.get_by_label(FINDINGS).fill("Milik yang lain.")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    page.goto("/pendampingan/")  # sends what waits, each person's own
    wait_until(page, f"async () => !{WAITING}.includes('{mentor_of(other).pk}:{other.pk}')")
    assert page.evaluate(f"async () => {WAITING}") == [f"{mentor_of(visit).pk}:{visit.pk}"]
    assert list(VisitEntry.objects.values_list("visit", flat=True)) == [other.pk]


def test_sheet_outlives_a_portal_in_trouble_and_an_expired_session(open_page, live_server):
    visit = make_visit(starts_at=timezone.now() - timedelta(hours=1))
    page = open_page(f"/pendampingan/kunjungan/{visit.pk}/catat/", width="360", user=mentor_of(visit))
    wait_until_kept(page)
    page.evaluate(REFUSED)
    page.get_by_label(FINDINGS).fill("Di kebun.")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    pauses = page.evaluate(PAUSES)
    assert [round(pause / 20_000) for pause in pauses] == [1, 2, 4, 8, 16, 30, 30]

    session = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_text("Belum terkirim: Anda sudah keluar.")).to_be_visible()
    page.reload()
    page.wait_for_url("**/masuk/**")
    wait_until(
        page, "async () => (await caches.keys()).length === 0"
    )  # the page is forgotten, the words are not
    page.context.add_cookies([session])
    page.goto(f"/pendampingan/kunjungan/{visit.pk}/catat/")
    page.wait_for_url(f"**{visit.get_absolute_url()}")
    assert Visit.objects.get().findings == "Di kebun."


def test_second_tab_writes_over_nothing_that_the_first_has_sent(open_page, live_server):
    visit = make_visit(starts_at=timezone.now() - timedelta(hours=1))
    address = f"/pendampingan/kunjungan/{visit.pk}/catat/"
    first = open_page(address, width="360", user=mentor_of(visit))
    wait_until_kept(first)
    first.get_by_label(FINDINGS).fill("Satu.")
    expect(first.get_by_text("Tekan Simpan catatan bila sudah selesai")).to_be_visible()
    second = first.context.new_page()
    second.goto(address)
    expect(second.get_by_label(FINDINGS)).to_have_value("Satu.")
    second.get_by_role("button", name="Simpan catatan").click()
    second.wait_for_url(f"**{visit.get_absolute_url()}")

    first.get_by_label(FINDINGS).fill("Satu dan dua.")
    first.get_by_role("button", name="Simpan catatan").click()
    expect(first.locator("[data-visit-panel]")).to_contain_text("Satu dan dua.")
    assert list(Visit.objects.values_list("findings", "version")) == [("Satu.", 1)]
    first.get_by_role("button", name="Pakai tulisan saya").click()
    first.wait_for_url(f"**{visit.get_absolute_url()}")
    assert Visit.objects.get().findings == "Satu dan dua."


def test_sheet_of_a_visit_closed_to_its_writer_says_so_and_stays_readable(open_page, live_server):
    visit = make_visit(starts_at=timezone.now() - timedelta(hours=1))
    page = open_page(f"/pendampingan/kunjungan/{visit.pk}/catat/", width="360", user=mentor_of(visit))
    wait_until_kept(page)
    page.get_by_label(FINDINGS).fill("Di kebun.")
    mentor_of(visit).role_grants.update(ended_at=timezone.now())
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_role("alert")).to_contain_text("tidak lagi terbuka bagi Anda")
    expect(page.get_by_label(FINDINGS)).to_have_value("Di kebun.")
    page.get_by_role("link", name="Buang tulisan ini").click()
    page.wait_for_url("**/pendampingan/")
    assert page.evaluate(f"async () => {WAITING}") == []
