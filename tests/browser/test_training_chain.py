"""A training from its schedule to a stranger who checks the certificate, on phones.

The certificate is handed out by the real task; the codes on screen and paper are read by a reader of their own.
"""

from __future__ import annotations

import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from programs.training.certificates.running import run_certificates
from programs.training.models import Certificate, CertificateRun, Invitation, Module, Question, Session
from soksi_portal.accounts.choices import Role
from tests.browser.look import overflow
from tests.factories import make_phase, make_pilot, make_province, make_user, make_venue
from tests.programs.training.checkin.makers import read_picture

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY = 1  # no prayer to ask about
PASS_MARK = 60


def follow(page: Page, address: str) -> None:
    """To an address of the portal, wherever it was read; the page then fits the phone."""
    page.goto("/" + address.split("/", 3)[3] if "://" in address else address)
    assert overflow(page) == []


def sit(page: Page) -> None:
    """Go through a test that waits on the start page; the first choice each time."""
    follow(page, "/beranda/")
    page.get_by_role("main").get_by_role("link", name="Kerjakan tes").first.click()
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_load_state()
    while page.get_by_role("button", name="Simpan dan lanjut").is_visible():
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Simpan dan lanjut").click()
        page.wait_for_load_state()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Nilai Anda")).to_be_visible()


def test_from_the_schedule_to_the_public_check(open_page):
    for command in ("load_modules", "load_questions"):
        call_command(command, verbosity=0)
    Module.objects.filter(code="PBK").update(pass_mark=PASS_MARK)
    Question.objects.filter(test__module__code="PBK").update(answer=1)  # so that the first choice is right
    province = make_province("32")
    pilot = make_pilot(phase=make_phase(provinces=[province]), province=province)
    make_venue(province, name="Balai Latihan Bandung")
    trainer = make_user(Role.TRAINER, full_name="Agus Prasetyo")
    cadre = pilot.business.owner.user

    # scheduled at a desk, for the province's pilots
    day = timezone.now().astimezone(ZoneInfo("Asia/Jakarta")).date() + timedelta(days=3)
    while day.weekday() != TUESDAY:
        day += timedelta(days=1)
    desk = open_page("/pelatihan/baru/", user=make_user(Role.JAMKRINDO))
    desk.get_by_label("Modul").select_option("Pembukuan sederhana")
    desk.get_by_label("Jawa Barat").check()
    desk.get_by_label("Tempat", exact=True).select_option(index=1)
    desk.get_by_label("Tanggal").fill(day.isoformat())
    desk.get_by_label("Jam mulai").fill("09:00")
    desk.get_by_label("Jam selesai").fill("12:00")
    desk.get_by_label("Pelatih").select_option("Agus Prasetyo")
    desk.get_by_label("Kapasitas").fill("10")
    desk.get_by_role("button", name="Jadwalkan dan undang").click()
    expect(desk.get_by_role("main")).to_contain_text("pukul 09.00–12.00 WIB")
    session, invitation = Session.objects.get(), Invitation.objects.get()

    # answered from the message, without signing in; the first test done at home
    stranger = open_page(invitation.get_absolute_url(), width="360")
    stranger.get_by_role("button", name="Ya, saya akan hadir").click()
    expect(stranger.get_by_text("Anda terdaftar sebagai peserta")).to_be_visible()
    with time_machine.travel(session.starts_at - timedelta(days=1)):
        phone = open_page("/beranda/", width="360", user=cadre)
        sit(phone)

    # checked in by the code on the trainer's screen
    with time_machine.travel(session.starts_at - timedelta(minutes=5)):
        screen = open_page(f"/pelatihan/{session.pk}/layar/", user=trainer)
        (code,) = read_picture(Image.open(io.BytesIO(screen.screenshot())))
        follow(phone, code)
        phone.get_by_role("button", name="Saya hadir").first.click()
        expect(phone.get_by_text("Anda tercatat hadir")).to_be_visible()

    # over: the trainer says so, the last test is passed, and only then is there a certificate
    with time_machine.travel(session.ends_at + timedelta(minutes=5)):
        follow(screen, f"/pelatihan/{session.pk}/kehadiran/")
        screen.get_by_role("button", name="Selesai, pelatihan terlaksana").click()
        expect(screen.get_by_role("main")).to_contain_text("Belum mengerjakan tes akhir")
        sit(phone)
        follow(screen, f"/pelatihan/{session.pk}/")
        screen.get_by_role("button", name="Terbitkan sertifikat").click()
        assert run_certificates(run_id=CertificateRun.objects.latest("pk").pk)
        certificate = Certificate.objects.get()

        # anybody checks it
        public = open_page("/sertifikat/", width="360")
        public.get_by_role("textbox").fill(certificate.number)
        public.get_by_role("button", name="Periksa").click()
        expect(public.get_by_role("main")).to_contain_text(cadre.full_name)
        expect(public.get_by_role("main")).to_contain_text("berlaku")
        assert overflow(public) == []
