"""Every page of the demo, as each role that reaches it, on a phone and at a desk: nothing overflows, breaks the
Content-Security-Policy, or is seriously inaccessible; and no address in it leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext

from soksi_portal.accounts.models import User
from tests.browser.conftest import session_of
from tests.browser.look import WIDTHS, Findings, examine
from tests.browser.pages_of_people import admin, bank, board, cadre, trainer, visitor
from tests.browser.pages_of_staff import coordinator, jamkrindo
from tests.demo import demo_database

ROLES: dict[str, Callable[[], Iterator[str]]] = {
    "": visitor,
    "kader": cadre,
    "koordinator": coordinator,
    "jamkrindo": jamkrindo,
    "pelatih": trainer,
    "pusat": board,
    "bank": bank,
    "admin": admin,
}


@pytest.mark.parametrize("role", ROLES)
def test_every_page(role, transactional_db, chromium: Browser, live_server):
    with demo_database():
        assert _wrong_pages(role, chromium, live_server.url) == {}


def _wrong_pages(role: str, chromium: Browser, url: str) -> dict[str, Findings]:
    """Each page once: on the phone, and then with the window as wide as a desk's."""
    context = chromium.new_context(viewport=WIDTHS["360"], locale="id-ID", base_url=url)
    context.add_init_script(AXE_SCRIPT)
    _sign_in(context, role, url)
    page = context.new_page()
    wrong = {}
    for address in ROLES[role]():
        findings = examine(page, address, also=WIDTHS["1280"])
        expected = 404 if address == "/tidak-ada/" else 200
        if findings or findings.status != expected:
            wrong[address] = findings
    context.close()
    return wrong


def _sign_in(context: BrowserContext, role: str, url: str) -> None:
    if role:
        user = User.objects.get(email=f"{role}@demo.test")
        context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": url}])
