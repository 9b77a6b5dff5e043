"""The bridge: from six monthly reports on a phone to a bank's money, and to the figure of the whole country.

The months pass by the clock of the portal's process; once they have, a real worker counts and a real mail server is
told. The cadre holds a phone; Jamkrindo and the bank sit at desks.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from datetime import time as hour

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import APIResponse, Page, expect

from programs.bankaccess.models import ReadinessScore
from programs.bankaccess.readiness.loading import load_rubric
from programs.bankaccess.tasks import count_readiness
from programs.mentoring.models import Report
from programs.mentoring.reports.months import last_complete, last_day, month_code, today
from programs.mentoring.statements.figures import month_after
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.tasks import deliver_due
from tests.browser.look import overflow
from tests.factories import make_business, make_user
from tests.programs.bankaccess.makers import bank_text, make_bank, make_bank_user, make_product
from tests.programs.mentoring.makers import make_keeper, owner_of

pytestmark = pytest.mark.django_db(transaction=True)
MONTHS = 6
OPENING = ({"cash": "1 juta"}, {}, {"stock": "500.000"}, {}, {})

# what the bank records, by the words of its next step
DECISIONS = (
    ("Catat survei", {}),
    ("Catat persetujuan", {
        "Jumlah yang disetujui": "18 juta", "Jangka waktu (bulan)": "24", "Bunga per tahun (%)": "6",
        "Dijamin Jamkrindo (%)": "70",
    }),
    ("Catat pencairan", {"Jumlah yang dicairkan": "18 juta", "Dicairkan tanggal": today().isoformat()}),
)  # fmt: skip


def month_told(number: int) -> tuple[dict[str, str], ...]:
    """Cash grows by what is left: 6,000,000 − 3,500,000 − 600,000 each month."""
    return (
        {"sales": "6 juta"}, {"purchases": "3,5 juta"}, {"stock": "500.000"}, {"wages": "600 ribu"}, {}, {}, {},
        {"cash": str(1_000_000 + 1_900_000 * number)}, {"employees": "1"},
    )  # fmt: skip


def fill_in(page: Page, told: tuple[dict[str, str], ...]) -> None:
    """All pages of the sheet that is open, then send it."""
    page.locator("main .task-list a, main ol a, main ul a").first.click()
    for fields in told:
        for name, text in fields.items():
            page.locator(f"[name={name}]").fill(text)
        page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_text("Sudah terkirim")).to_be_visible()


def send_in(page: Page, business, told: tuple[dict[str, str], ...]) -> None:
    """The same forms of the next month as a phone sends them that shows nothing: only the requests, page after page."""
    request = page.context.request

    def send(address: str, **fields: str) -> APIResponse:
        return request.post(address, form={"csrfmiddlewaretoken": token, **fields})

    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', request.get("/laporan/").text())[1]
    answer = send(f"/laporan/usaha/{business.pk}/baru/")
    answer = request.get(re.search(r'href="(/laporan/\d+/isi/\w+/)"', answer.text())[1])
    for fields in told:
        answer = send(answer.url, **fields)
    assert "Sudah terkirim" in send(answer.url).text()


def on_last_day_of(month, *, plus: int = 0) -> time_machine.travel:
    day = last_day(month) + timedelta(days=plus)
    return time_machine.travel(datetime.combine(day, hour(3), UTC))  # ten in the morning


def readiness(page: Page, business) -> tuple[int, str]:
    """The number, and the words of the page that it comes from."""
    page.goto(f"/kesiapan/usaha/{business.pk}/")
    words = page.get_by_role("main").inner_text()
    return int(re.search(r"(\d+) dari 100", words)[1]), words


def share(page: Page) -> str:
    page.goto("/kemajuan/")
    words = page.get_by_role("main").inner_text()
    return re.search(r"([\d,]+)\s%\s+punya akses bank", words)[1]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def wait_for(condition) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def test_from_six_reports_to_the_national_figure(open_page, celery_worker, smtp_sink):
    load_rubric()
    bank_text()
    first = month_after(last_complete(today()), -MONTHS)
    with on_last_day_of(month_after(first, -1)):
        business = make_keeper()
        make_business()  # of two registered ones neither has a bank's money
        product = make_product(
            bank=make_bank(name="Bank Uji", short_name="Bank Uji"), papers=["statements"],
            valid_from=first, no_programme_credit=True,
        )  # fmt: skip
    worker = celery_worker(env=smtp_sink.env)
    phone = open_page("/laporan/", width="360", user=owner_of(business))
    assert share(open_page("/kemajuan/", width="360")) == "0"

    # the opening balance, then six months, each on its last day
    with on_last_day_of(first, plus=2):
        before, words = readiness(phone, business)
        assert "0 dari 6 bulan" in words
        phone.goto("/laporan/")
        follow(phone, "Isi saldo awal")
        phone.get_by_label("Sejak kapan Anda mulai mencatat?").select_option(month_code(first))
        press(phone, "Lanjut")
        fill_in(phone, OPENING)
    for number in range(1, MONTHS + 1):
        with on_last_day_of(month_after(first, number)):
            if number in (1, MONTHS):
                phone.goto("/laporan/")
                press(phone, "Isi laporan")
                fill_in(phone, month_told(number))
            else:
                send_in(phone, business, month_told(number))
    assert Report.objects.sent().monthly().filter(business=business).count() == MONTHS

    # the statements say what was told: 6 × (6,000,000 − 3,500,000 − 600,000)
    follow(phone, "Lihat laporan keuangan")
    expect(phone.get_by_role("main")).to_contain_text("11.400.000")

    # readiness rose, and says by what
    _seen, words = readiness(phone, business)
    assert "6 dari 6 bulan" in words

    # she answers about credit; a worker counts what changed meanwhile, and staff read it in the list
    follow(phone, "Jawaban tentang kredit")
    follow(phone, "Jawab")
    phone.get_by_label("Tidak", exact=True).check()
    press(phone, "Simpan")
    worker.wait_until_ready()
    number = ReadinessScore.objects.filter(business=business).count()
    count_readiness.delay()
    wait_for(lambda: ReadinessScore.objects.filter(business=business).count() > number)
    after, words = readiness(phone, business)
    assert after > before
    staff = make_user(Role.JAMKRINDO)
    desk = open_page("/kesiapan/", user=staff)
    expect(desk.get_by_role("row").filter(has_text=business.name)).to_contain_text(f"{after} dari 100")

    # the file, read by its owner before she consents to it
    banker = make_bank_user(product.bank)
    desk.goto(f"/rujukan/usaha/{business.pk}/")
    follow(desk, "Siapkan rujukan")
    desk.get_by_label("Bank dan produk").select_option(index=1)
    desk.get_by_label("Jumlah yang diajukan").fill("20 juta")
    desk.get_by_label("Untuk apa").fill("Membeli kompor")
    press(desk, "Siapkan dan minta persetujuan pemilik")
    phone.goto("/beranda/")
    follow(phone, "Baca dan jawab")
    assert overflow(phone) == []
    file = phone.get_by_role("link", name="Buka berkas (PDF)").get_attribute("href")
    assert phone.context.request.get(file).body().startswith(b"%PDF")
    press(phone, "Saya setuju, kirim ke Bank Uji")
    desk.reload()
    press(desk, "Kirim ke bank")

    # the bank is told by e-mail, and decides
    Message.objects.filter(recipient=banker).update(ignores_quiet_hours=True, next_attempt_at=timezone.now())
    deliver_due.delay()  # what beat asks every few seconds
    wait_for(lambda: any(banker.email in mail["To"] for mail in smtp_sink.messages))
    bank = open_page("/beranda/", user=banker)
    follow(bank, "Buka rujukan")
    press(bank, "Sudah kami terima")
    for step, told in DECISIONS:
        follow(bank, step)
        for label, text in told.items():
            bank.get_by_label(label).fill(text)
        press(bank, "Simpan")
    phone.goto("/rujukan/")
    expect(phone.get_by_role("main")).to_contain_text("Dicairkan")
    assert overflow(phone) == []

    # and the country has one more
    assert share(open_page("/kemajuan/", width="360")) == "50"
