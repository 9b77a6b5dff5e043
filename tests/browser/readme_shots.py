"""Renews the screenshots of README.md from a running demo: `python -m tests.browser.readme_shots http://127.0.0.1:8000`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.look import WIDTHS, launch, sign_in

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
PASSWORD = "demo-umkm-2026"
# file, account, width, address or how to get there
SHOTS = (
    ("kemajuan-1280", "", "1280", "/kemajuan/"),
    ("usaha-360", "kader", "360", "/usaha/"),
    ("bandingkan-1280", "jamkrindo", "1280", "/percontohan/provinsi/32/"),
    ("kehadiran-360", "pelatih", "360", "/beranda/"),
    ("pengingat-1280", "jamkrindo", "1280", "/pengingat/"),
)


def main(base: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, account, width, address in SHOTS:
            page = _open(browser, base, account, width)
            page.goto(base + address)
            _deeper(page, name)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


def _open(browser: Browser, base: str, account: str, width: str) -> Page:
    page = browser.new_context(viewport=WIDTHS[width], locale="id-ID", color_scheme="light").new_page()
    if account:
        sign_in(page, base, f"{account}@demo.test", PASSWORD)
    return page


def _deeper(page: Page, name: str) -> None:
    """From the list to the page that is shown."""
    if name.startswith("usaha"):
        page.locator("main a[href^='/usaha/']").filter(has_text=re.compile("Kerupuk|Keripik")).first.click()
    if name.startswith("kehadiran"):
        page.locator("main a[href$='/kehadiran/']").first.click()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
