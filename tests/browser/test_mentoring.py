"""The books on a cheap phone, from the opening balance to the statements; once with scripts and once without."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from programs.mentoring.models import ReportVersion
from programs.mentoring.reports.months import last_complete, month_code, month_words, today
from programs.mentoring.statements.figures import month_after
from tests.browser.look import overflow
from tests.programs.mentoring.makers import make_keeper, owner_of

pytestmark = pytest.mark.django_db(transaction=True)

OPENING = (
    {"cash": "2 juta", "bank": "3.000.000"},
    {},
    {"stock": "1,5 juta"},
    {"equipment_bought": "2.400.000", "equipment_name": "Kompor", "equipment_years": "2"},
    {},
)
# 5,000,000 + 12,000,000 − 7,000,000 − 1,200,000 − 500,000 − 1,000,000 = 7,300,000; 50,000 less is counted
MONTH = (
    {"sales": "12 juta"},
    {"purchases": "7 juta"},
    {"stock": "1,3 juta"},
    {"wages": "1,2 juta", "rent": "500 ribu"},
    {},
    {},
    {"drawings": "1.000.000"},
    {"cash": "4.250.000", "bank": "3 juta"},
    {"employees": "2"},
)


def look(page: Page, name: str) -> None:
    """What a person would see goes to a folder where one is wanted."""
    assert overflow(page) == [], name
    if folder := os.environ.get("PORTAL_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def fill_in(page: Page, pages: tuple[dict[str, str], ...], name: str) -> None:
    for number, told in enumerate(pages, start=1):
        for field, text in told.items():
            page.locator(f"[name={field}]").fill(text)
        look(page, f"{name}-{number}")
        page.get_by_role("button", name="Simpan dan lanjut").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_opening_balance_to_the_statements(open_page, scripts):
    business = make_keeper()
    page = open_page("/laporan/", width="360", user=owner_of(business), java_script_enabled=scripts)
    look(page, "own-empty")
    page.get_by_role("link", name="Isi saldo awal").click()
    month = last_complete(today())
    page.get_by_label("Sejak kapan Anda mulai mencatat?").select_option(month_code(month_after(month, -1)))
    look(page, "start")
    page.get_by_role("button", name="Lanjut").click()
    look(page, "opening-list")
    page.get_by_role("link", name="Uang", exact=True).click()
    fill_in(page, OPENING, "opening")
    expect(page.get_by_text("8.900.000").first).to_be_visible()
    look(page, "opening-check")
    page.get_by_role("button", name="Kirim laporan").click()
    look(page, "opening-sent")
    page.get_by_role("button", name="Isi laporan").click()
    look(page, "month-list")
    page.get_by_role("link", name="Penjualan", exact=True).click()
    fill_in(page, MONTH, "month")
    expect(page.get_by_text(re.compile("Selisihnya −Rp.50.000"))).to_be_visible()
    look(page, "month-check")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_text("Tulis penjelasannya, atau perbaiki angkanya dahulu.").first).to_be_visible()
    page.get_by_label("Menurut Anda, dari mana selisih itu?").fill("Belanja kecil tidak tercatat.")
    look(page, "month-refused")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_text("Sudah terkirim")).to_be_visible()
    look(page, "month-sent")
    assert ReportVersion.objects.get(report__month=month).difference == -50_000
    page.get_by_role("link", name="Lihat laporan keuangan").click()
    expect(page.get_by_role("heading", name="Laporan keuangan", exact=True)).to_be_visible()
    # 12,000,000 − 7,200,000 − 1,700,000 − 100,000 − 50,000
    expect(page.get_by_text("2.950.000").first).to_be_visible()
    expect(page.get_by_text(month_words(month)).first).to_be_visible()
    look(page, "statements")
