"""A real Chromium for the tests of pages. What it says on the console fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.look import CHROMIUM, WIDTHS, launch

# playwright's loop lives in this thread; the test's own queries are synchronous on purpose
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def _files_of_the_source() -> Iterator[None]:
    """The live server gives static files as they are in the source, not as an earlier start collected them.

    pytest-django looks for staticfiles by its package's name, and ours is configured by a class.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.test.testcases._StaticFilesHandler", StaticFilesHandler)
        yield


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`open_page("/masuk/", width="360", user=user, **context)`; console errors fail the test at its end."""
    said: list[str] = []
    contexts = []

    def opened(path: str = "/", *, width: str = "1280", user: object = None, **options: object) -> Page:
        context = chromium.new_context(
            viewport=WIDTHS[width], locale="id-ID", base_url=live_server.url, **options
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    # what a test refuses, or cuts off, on purpose
    wanted = ("status of 4", "ERR_INTERNET_DISCONNECTED")
    assert [line for line in said if not any(words in line for words in wanted)] == []


def wait_until_kept(page: Page) -> None:
    """The line may go once the page says so: a worker whose program is still on its way complains on the console."""
    expect(page.locator("[data-offline-kept]")).to_be_visible(timeout=30_000)


def wait_until(page: Page, question: str) -> None:
    """`page.wait_for_function` takes the promise of an async question for a yes, so nothing is waited for."""
    script = """async () => {
      const question = QUESTION;
      for (let left = 600; left; left--) {
        if (await question()) return;
        await new Promise((next) => setTimeout(next, 50));
      }
      throw new Error("It never came true: " + question);
    }"""
    page.wait_for_load_state()
    page.evaluate(script.replace("QUESTION", question))


def session_of(user: object) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value
