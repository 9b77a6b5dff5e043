"""Checking in on phones: the screen's QR to "present", and marks that wait on the phone until the line is back."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from programs.training.models import Attendance
from programs.training.services import record_attendance
from soksi_portal.accounts.choices import Role
from tests.browser.conftest import wait_until, wait_until_kept
from tests.browser.look import overflow
from tests.factories import make_user
from tests.programs.training.checkin.makers import make_guest, make_running, read_picture

pytestmark = pytest.mark.django_db(transaction=True)
# a phone's camera in whose picture a code is; Chromium on Linux has no detector of its own
CAMERA = """
  window.BarcodeDetector = class { static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return [{ rawValue: "SEEN" }]; } };
  HTMLMediaElement.prototype.play = async () => {}; // an empty picture never begins
  const media = { getUserMedia: async () => document.createElement("canvas").captureStream(5) };
  Object.defineProperty(navigator, "mediaDevices", { value: media });
"""


def statuses() -> dict[int, tuple[str, str]]:
    return {
        pk: (status, method)
        for pk, status, method in Attendance.objects.values_list("invitation", "status", "method")
    }


def test_qr_of_the_screen_leads_a_phone_to_present(open_page):
    session = make_running()
    guest = make_guest(session)
    screen = open_page(f"/pelatihan/{session.pk}/layar/", user=session.trainer)
    (read,) = read_picture(Image.open(io.BytesIO(screen.screenshot())))
    phone = open_page(read.removeprefix("http://testserver"), width="360", user=guest.person)
    assert overflow(phone) == []
    assert statuses() == {}
    phone.get_by_role("button", name="Saya hadir").first.click()
    expect(
        phone.get_by_role("heading", name=f"Terima kasih, {guest.person}. Anda tercatat hadir.")
    ).to_be_visible()
    expect(screen.locator(".screen-count strong")).to_have_text("1", timeout=15000)  # by itself
    assert statuses() == {guest.pk: ("present", "qr_self")}


def test_trainers_camera_records_a_participants_code_once(open_page):
    session = make_running()
    guest = make_guest(session)
    phone = open_page(guest.get_absolute_url(), width="360")
    (seen,) = read_picture(Image.open(io.BytesIO(phone.screenshot(full_page=True))))
    page = open_page("/masuk/", width="360", user=session.trainer)
    page.add_init_script(CAMERA.replace("SEEN", seen))
    page.goto(f"/pelatihan/{session.pk}/pindai/")
    page.get_by_role("button", name="Nyalakan kamera").click()
    expect(page.locator("[data-scan-said]")).to_have_text(f"{guest.person} tercatat hadir.")
    expect(page.locator("[data-scan-count]")).to_have_text("1")
    assert statuses() == {guest.pk: ("present", "qr_trainer")}


def test_marks_made_offline_outlive_the_page_and_arrive_once(open_page):
    session = make_running()
    ani, budi = make_guest(session, "Ani"), make_guest(session, "Budi")
    staff = make_user(Role.JAMKRINDO, full_name="Sari Staf")
    page = open_page(f"/pelatihan/{session.pk}/kehadiran/", width="360", user=session.trainer)
    wait_until_kept(page)
    tab = page.context.new_page()  # the same list once more
    tab.goto(page.url)
    wait_until_kept(tab)

    page.context.set_offline(True)
    for name, choice in (("Ani", "Hadir"), ("Budi", "Izin")):
        page.get_by_role("radiogroup", name=re.compile(name)).get_by_text(choice, exact=True).click()
    expect(page.locator(".roll-pending")).to_have_count(2)
    expect(page.locator("[data-roll-waits]")).to_contain_text("2 catatan belum terkirim")
    expect(tab.locator(".roll-pending")).to_have_count(2)
    record_attendance(session=session, statuses={budi.pk: "sick"}, by=staff)
    page.reload()  # opens without a line, as it was last seen, with what was marked
    expect(page.locator(f"#tersimpan-{budi.pk}")).to_have_attribute("data-version", "")
    expect(page.locator(".roll-pending")).to_have_count(2)
    expect(
        page.get_by_role("radiogroup", name=re.compile("Ani")).get_by_label("Hadir", exact=True)
    ).to_be_checked()
    assert statuses() == {budi.pk: ("sick", "list")}

    page.context.set_offline(False)
    for one in (page, tab):
        expect(one.locator(".roll-pending")).to_have_count(0)
        expect(one.locator(f"#tersimpan-{ani.pk}")).to_contain_text("Tersimpan: Hadir")
        expect(one.locator(f"#tersimpan-{budi.pk}")).to_contain_text("Sari Staf sudah mencatat Sakit")
    expect(page.get_by_role("radiogroup", name=re.compile("Budi")).get_by_label("Sakit")).to_be_checked()
    assert statuses() == {ani.pk: ("present", "offline"), budi.pk: ("sick", "list")}

    page.reload()
    expect(page.locator("[data-roll-waits]")).to_be_hidden()
    wait_until(page, "async () => !Object.keys(localStorage).some((key) => key.startsWith('kehadiran'))")
    page.get_by_role("button", name="Akun").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    wait_until(page, "async () => !(await caches.keys()).some((name) => name.startsWith('kehadiran'))")
