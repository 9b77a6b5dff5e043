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
from tests.browser.look import OVERFLOW
from tests.programs.mentoring.visits.makers import make_sheet, make_visit, mentor_of, picture

pytestmark = pytest.mark.django_db(transaction=True)
FINDINGS = "Apa yang Anda temukan?"


def test_sheet_is_written_without_a_line_and_sent_once(open_page, live_server):
    visit = make_visit(starts_at=timezone.now() - timedelta(hours=1))
    address = f"/pendampingan/kunjungan/{visit.pk}/catat/"
    page = open_page(address, width="360", user=mentor_of(visit))
    assert page.evaluate(OVERFLOW) == []
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
    expect(page.get_by_text("Belum terkirim. Tersimpan di HP ini")).to_be_visible()
    assert Visit.objects.get().state == "agreed"

    page.reload()
    expect(page.get_by_label(FINDINGS)).to_have_value("Di kebun, tanpa sinyal.")
    record_visit(visit=visit, sheet=make_sheet(findings="Dari laptop."), by=mentor_of(visit))

    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
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
    page.wait_for_url(re.compile(r"/$"))
    wait_until(page, "async () => (await caches.keys()).length === 0")


def test_what_waits_on_a_phone_is_its_writers_alone(open_page, live_server):
    visit = make_visit()
    address = f"/pendampingan/kunjungan/{visit.pk}/catat/"
    page = open_page(address, width="360", user=mentor_of(visit))
    wait_until_kept(page)
    page.context.set_offline(True)
    page.get_by_label(FINDINGS).fill("Rahasia usaha.")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Belum terkirim. Tersimpan di HP ini")).to_be_visible()

    other = make_visit()
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": session_of(mentor_of(other)), "url": live_server.url}]
    )
    page.context.set_offline(False)
    page.goto(f"/pendampingan/kunjungan/{other.pk}/catat/")
    expect(page.get_by_label(FINDINGS)).to_have_value("")
    wait_until(page, "async () => (await navigator.serviceWorker.ready).active.state === 'activated'")
    page.goto("/pendampingan/")
    page.wait_for_timeout(500)
    assert not VisitEntry.objects.exists()
