"""The whole job as five people in one story: from a cadre's phone to the map of provinces.

Real browser, real PostgreSQL and Valkey, a real Celery worker, a real SMTP server. The cadre and the trainer
hold phones.
"""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from programs.partnership.models import Memorandum
from programs.partnership.services import create_phase, open_phase
from programs.pilots.models import Pilot
from programs.reminders.tasks import plan_due_reminders
from programs.training.models import Holiday, Invitation, Session
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.embedded.prepare import REFERENCE
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.tasks import deliver_due
from tests.browser.look import WIDTHS
from tests.factories import make_user, make_venue
from umkm.regions.models import Province

PASSWORD = "kata-sandi-cerita-7"
FRIDAY = 4
HOME = "73"  # Sulawesi Selatan: WITA
pytestmark = pytest.mark.django_db(transaction=True)


def person(role: Role, name: str) -> User:
    user = make_user(role, province=Province.objects.get(code=HOME), full_name=name)
    user.set_password(PASSWORD)
    user.save()
    return user


def screen(chromium: Browser, url: str, width: str, user: User | None = None) -> Page:
    context = chromium.new_context(viewport=WIDTHS[width], locale="id-ID", base_url=url)
    page = context.new_page()
    if user:
        page.goto("/masuk/")
        page.get_by_label("E-mail atau nomor HP").fill(user.email)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Masuk").click()
        expect(page, page.get_by_role("main").inner_text()).to_have_url(re.compile("/beranda/$"))
    return page


def wait_for(condition, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.2)


def confirmation_in(mails) -> str:
    found = re.search(r"/akun/email/pastikan/\S+", " ".join(words_of(mail) for mail in mails))
    return found[0] if found else ""


def words_of(mail) -> str:
    parts = mail.walk() if mail.is_multipart() else [mail]
    return " ".join(
        part.get_payload(decode=True).decode() for part in parts if part.get_content_type() == "text/plain"
    )


def score_all(page: Page, score: int) -> None:
    """The same score by every criterion."""
    page.wait_for_load_state()
    for group in page.get_by_role("group", name=re.compile("^Nilai untuk")).all():
        group.get_by_label(str(score), exact=True).check()


def test_from_a_cadres_phone_to_the_map(chromium, live_server, smtp_sink, celery_worker, settings):
    settings.PORTAL_URL = live_server.url + "/"
    worker = celery_worker(env=smtp_sink.env)  # starts meanwhile
    for command in REFERENCE:
        call_command(command, verbosity=0)
    admin = person(Role.ADMIN, "Bambang Suryadi")
    coordinator = person(Role.COORDINATOR, "Dedi Kurniawan")
    staff = person(Role.JAMKRINDO, "Rina Setiawati")
    colleague = person(Role.JAMKRINDO, "Yuni Astuti")
    trainer = person(Role.TRAINER, "Agus Prasetyo")
    phase = create_phase(
        memorandum=Memorandum.objects.get(),
        name="Tahap cerita",
        provinces=[Province.objects.get(code=HOME)],
        quota=2,
        starts_on=timezone.localdate(),
        ends_on=None,
        by=admin,
    )
    open_phase(phase=phase, by=admin)
    make_venue(Province.objects.get(code=HOME), name="Balai Latihan Makassar")
    worker.wait_until_ready()
    url = live_server.url

    # 1 a visitor becomes a cadre
    siti = screen(chromium, url, "360")
    siti.goto("/")
    siti.get_by_role("main").get_by_role("link", name="Daftar sebagai kader").first.click()
    siti.get_by_label("Nama lengkap").fill("Siti Rahmawati")
    siti.get_by_label("Nomor HP").fill("0812 3456 7890")
    siti.get_by_label("Alamat e-mail").fill("siti@contoh.test")
    siti.get_by_label("Kata sandi").fill(PASSWORD)
    siti.get_by_label("Provinsi").select_option("Sulawesi Selatan")
    expect(siti.get_by_label("Kabupaten atau kota").locator("optgroup")).to_have_count(
        0
    )  # follows the province
    siti.get_by_label("Kabupaten atau kota").select_option("Kota Makassar")
    siti.get_by_label("Saya menyetujui").check()
    siti.get_by_role("button", name="Buat akun").click()
    expect(siti.get_by_role("heading", level=1)).to_contain_text("Siti Rahmawati")
    wait_for(
        lambda: confirmation_in(smtp_sink.messages)
    )  # to an address that nobody confirmed goes little else
    siti.goto(confirmation_in(smtp_sink.messages))
    siti.get_by_role("main").get_by_role("button").click()

    # 2 she registers a business
    siti.goto("/usaha/baru/")
    siti.get_by_label("Nama usaha").fill("Keripik Bu Siti")
    siti.get_by_label("Alamat usaha").fill("Jalan Melati 5")
    siti.get_by_role("button", name="Simpan dan lanjut").click()
    siti.get_by_label("NIK", exact=True).fill("7371 0155 0190 0001")
    siti.get_by_role("button", name="Simpan dan lanjut").click()
    siti.get_by_label("Ya, ini saya").check()
    siti.get_by_role("button", name="Simpan dan lanjut").click()
    siti.get_by_label("Apa yang Anda buat atau jual?").fill("Keripik singkong pedas")
    siti.get_by_label("Cari dengan satu kata").fill("keripik")
    siti.get_by_label("Industri Kerupuk, Keripik, Peyek dan Sejenisnya").check()
    siti.get_by_role("button", name="Simpan dan lanjut").click()
    siti.get_by_label("Usaha ini mulai tahun berapa?").fill("2019")
    siti.get_by_label("Perorangan", exact=True).check()
    siti.get_by_role("button", name="Simpan dan lanjut").click()
    siti.get_by_label("Berapa pekerja perempuan?").fill("2")
    siti.get_by_label("Berapa pekerja laki-laki?").fill("0")
    siti.get_by_role("button", name="Simpan dan lanjut").click()
    siti.get_by_label("Berapa penjualan sepanjang tahun").fill("120000000")
    siti.get_by_label("Berapa modal usaha sekarang?").fill("15000000")
    siti.get_by_role("button", name="Simpan dan lanjut").click()
    siti.get_by_label("WhatsApp").check()
    siti.get_by_role("button", name="Simpan dan lanjut").click()
    siti.get_by_label("Tidak ada", exact=True).check()
    siti.get_by_role("button", name="Simpan dan lanjut").click()
    expect(siti.get_by_role("main")).to_contain_text("Mikro")
    siti.get_by_role("button", name="Kirim untuk diperiksa").click()
    expect(siti.get_by_role("main")).to_contain_text("Menunggu Koordinator Sulawesi Selatan")

    # 3 the coordinator returns it, she mends it, the coordinator verifies her card and then it
    dedi = screen(chromium, url, "1280", coordinator)
    dedi.goto("/verifikasi/")
    dedi.get_by_role("link", name="Keripik Bu Siti").click()
    dedi.get_by_label("Alasan perbaikan: Alamat usaha").fill("Tulis juga RT dan RW.")
    dedi.get_by_role("button", name="Kembalikan untuk diperbaiki").click()
    siti.goto("/beranda/")
    siti.get_by_role("link", name=re.compile("Keripik Bu Siti|Perbaiki")).first.click()
    siti.get_by_role("link", name=re.compile("Nama dan tempat usaha")).first.click()
    expect(siti.get_by_role("main")).to_contain_text("Tulis juga RT dan RW.")
    siti.get_by_label("Alamat usaha").fill("Jalan Melati 5 RT 02/RW 07")
    siti.get_by_role("button", name=re.compile("^Simpan")).first.click()
    business_id = re.search(r"/usaha/(\d+)/", siti.url).group(1)
    siti.goto(f"/usaha/{business_id}/periksa/")
    siti.get_by_role("button", name="Kirim untuk diperiksa").click()
    for queue, name in (("/verifikasi/kader/", "Siti Rahmawati"), ("/verifikasi/", "Keripik Bu Siti")):
        dedi.goto(queue)
        dedi.get_by_role("link", name=name).click()
        dedi.wait_for_load_state()
        for box in dedi.get_by_role("checkbox").all():
            box.check()
        dedi.get_by_role("button", name="Verifikasi saja").click()

    # 4 she agrees to be proposed, and the coordinator nominates it
    siti.goto("/beranda/")
    siti.get_by_role("link", name=re.compile("Baca dan jawab")).first.click()
    siti.get_by_role("button", name="Saya setuju usaha ini diusulkan").click()
    expect(siti.get_by_role("main")).to_contain_text("Tarik persetujuan")
    dedi.goto("/usulan/calon/")
    dedi.get_by_role("link", name=re.compile("Usulkan")).first.click()
    dedi.get_by_label("Mengapa usaha ini?").fill(
        "Penjualannya naik tiga tahun berturut-turut dan catatan kasnya rapi."
    )
    score_all(dedi, 4)
    dedi.get_by_role("main").get_by_role("button", name="Usulkan ke Jamkrindo").click()
    expect(dedi.get_by_role("main")).to_contain_text("Menunggu keputusan Jamkrindo")

    # 5 two of Jamkrindo's staff review it, each for herself; then one compares and accepts
    rina, yuni = (screen(chromium, url, "1280", user) for user in (staff, colleague))
    for reviewer, score in ((yuni, 4), (rina, 5)):
        reviewer.goto("/beranda/")
        reviewer.get_by_role("main").get_by_role("link", name=re.compile("Nilai")).first.click()
        reviewer.get_by_role("link", name="Keripik Bu Siti").click()
        reviewer.wait_for_load_state()
        expect(reviewer.get_by_text("Yuni Astuti: 4,00")).to_have_count(0)
        reviewer.get_by_role("link", name="Nilai usulan ini").click()
        reviewer.get_by_label("Saya tidak punya kepentingan dengan usaha ini").check()
        reviewer.get_by_role("button", name="Lanjutkan").click()
        score_all(reviewer, score)
        reviewer.get_by_role("button", name="Serahkan penilaian").click()
        expect(reviewer.get_by_role("main")).to_contain_text("Penilaian diserahkan.")
    expect(rina.get_by_text("Yuni Astuti: 4,00")).to_be_visible()
    rina.goto(f"/percontohan/provinsi/{HOME}/")
    expect(rina.get_by_role("main")).to_contain_text("Penjualannya naik tiga tahun")
    rina.get_by_role("main").get_by_text("Terima di kursi 1").click()
    rina.get_by_role("button", name="Terima", exact=True).click()
    wait_for(lambda: Pilot.objects.active().exists())
    siti.goto(f"/usaha/{business_id}/")
    expect(siti.get_by_role("main")).to_contain_text("percontohan")

    # 6 and schedule a training in the province's own time
    day = (datetime.now(ZoneInfo("Asia/Makassar")) + timedelta(days=9)).date()
    while day.weekday() == FRIDAY or Holiday.objects.filter(day=day).exists():
        day += timedelta(days=1)  # or one would be asked about the prayer, or the day off
    rina.goto("/pelatihan/baru/")
    rina.get_by_label("Modul").select_option("Pembukuan sederhana")
    rina.get_by_label(re.compile("^Sulawesi Selatan")).check()
    rina.get_by_label("Tempat", exact=True).select_option(index=1)
    rina.get_by_label("Tanggal").fill(day.isoformat())
    rina.get_by_label("Jam mulai").fill("09:00")
    rina.get_by_label("Jam selesai").fill("12:00")
    rina.get_by_label("Pelatih").select_option("Agus Prasetyo")
    rina.get_by_label("Kapasitas").fill("10")
    rina.get_by_role("button", name="Jadwalkan dan undang").click()
    expect(rina.get_by_role("main")).to_contain_text("pukul 09.00–12.00 WITA")
    session = Session.objects.get()
    assert session.starts_at.astimezone(ZoneInfo("Asia/Makassar")).hour == 9

    # 7 the invitation arrives by e-mail at once (outside the quiet hours), reminders are planned
    Message.objects.filter(state="pending").update(ignores_quiet_hours=True, next_attempt_at=timezone.now())
    plan_due_reminders.delay()
    invitation = Invitation.objects.get()
    deliver_due.delay()  # what beat asks every few seconds
    wait_for(lambda: any(invitation.token in words_of(mail) for mail in smtp_sink.messages))
    wait_for(
        lambda: (
            Message.objects.filter(state="pending", lead_minutes__gt=0, recipient=invitation.person).count()
            == 3
        )
    )
    leads = Message.objects.filter(state="pending", recipient=invitation.person, lead_minutes__gt=0)
    assert sorted(leads.values_list("lead_minutes", flat=True)) == [120, 1440, 7200]
    answer = screen(chromium, url, "360")  # from the mail, without signing in
    answer.goto(f"/undangan/{invitation.token}/")
    answer.get_by_role("button", name="Ya, saya akan hadir").click()
    expect(answer.get_by_text("Anda terdaftar sebagai peserta")).to_be_visible()
    rina.goto("/pengingat/")
    expect(rina.get_by_role("main")).to_contain_text("Siti Rahmawati")

    # 8 on the day the trainer takes attendance on a phone
    agus = screen(chromium, url, "360", trainer)
    with time_machine.travel(session.starts_at + timedelta(minutes=5)):
        agus.goto(f"/pelatihan/{session.pk}/kehadiran/")
        agus.get_by_role("radiogroup", name=re.compile("Siti")).get_by_text("Hadir", exact=True).click()
        expect(agus.get_by_role("main")).to_contain_text("Tersimpan: Hadir")
    with time_machine.travel(session.ends_at + timedelta(minutes=5)):
        agus.goto(f"/pelatihan/{session.pk}/kehadiran/")
        agus.get_by_role("button", name="Selesai, pelatihan terlaksana").click()
        expect(agus.get_by_role("main")).to_contain_text("terlaksana")

    # 9 and everyone sees it on the map
    everyone = screen(chromium, url, "360")
    everyone.goto("/kemajuan/")
    row = everyone.get_by_role("row").filter(has=everyone.get_by_role("link", name="Sulawesi Selatan"))
    figures = {cell.get_attribute("data-label"): cell.inner_text() for cell in row.get_by_role("cell").all()}
    assert figures["Kursi terisi"].split("\n")[-1] == "1 / 2"
    everyone.get_by_role("link", name="Sulawesi Selatan").last.click()
    assert urlsplit(everyone.url).path == f"/kemajuan/{HOME}/"
    expect(everyone.get_by_role("main")).to_contain_text("100 %")
