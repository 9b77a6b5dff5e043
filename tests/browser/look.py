"""Look at pages: screenshots at phone and desk width, light and dark, and what a machine can find wrong with them.

    .venv/bin/python -m tests.browser.look http://127.0.0.1:8000/ … --out var/look [--login email password]

Prints a line for each page and width: horizontal overflow, console errors (a breach of the Content-Security-Policy is
one), axe findings of impact serious or critical, and the bytes of a first and of a next visit. Exit code 1 when
something was found.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    ViewportSize,
    sync_playwright,
)

# as scripts/browser.py: the shell without a window shows pages with half the work
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FOUND = [path for path in map(shutil.which, NAMES) if path]
CHROMIUM = os.environ.get("CHROMIUM") or next(iter(FOUND), "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS: dict[str, ViewportSize] = {
    "360": {"width": 360, "height": 740},
    "1280": {"width": 1280, "height": 800},
}
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const hidden = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
    if (/auto|scroll|hidden/.test(getComputedStyle(p).overflowX)) return true; return false; };
  return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1
    && !hidden(e)).slice(0, 5).map((e) => e.tagName.toLowerCase() + '.' + e.className);
}"""
# of its report only the violations are read, and of its rules those of an impact that counts: all else costs most of
# the time (axe gives each finding the impact of its rule, where the rule has one). A preview in a frame without
# scripts cannot answer axe
RULES = """async () => {
  const passed = axe._audit.rules.filter((rule) => /minor|moderate/.test(rule.impact) || rule.id === 'color-contrast');
  return (await axe.run(document, {resultTypes: ['violations'], iframes: false,
    rules: Object.fromEntries(passed.map((rule) => [rule.id, {enabled: false}]))})).violations;
}"""
NEW_LOOKS = """(good) => {
  const known = new Set(good), fresh = new Map();
  for (const e of document.body.querySelectorAll('*')) {
    const says = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!says && !e.matches('input, select, textarea')) continue;
    const own = getComputedStyle(e), look = [own.color, own.fontSize, own.fontWeight, own.textShadow];
    for (let p = e; p; p = p.parentElement) {
      const s = getComputedStyle(p);
      look.push(s.backgroundColor, s.backgroundImage, s.opacity, s.position);
      if (/^rgb\\(/.test(s.backgroundColor)) break;
    }
    const key = look.join();
    if (!known.has(key)) fresh.set(key, [...(fresh.get(key) || []), e]);
  }
  window.newLooks = [...fresh.values()].flat();
  return [...fresh.keys()];
}"""
CONTRAST = """async () => (await axe.run({include: window.newLooks}, {resultTypes: ['violations'], iframes: false,
  runOnly: ['color-contrast']})).violations"""
GOOD_LOOKS: set[str] = set()


@dataclass
class Findings:
    """What was seen on one page."""

    overflow: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    status: int = 0

    def __bool__(self) -> bool:
        return bool(self.overflow or self.console or self.axe or self.status >= 500)


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def sign_in(page: Page, base: str, email: str, password: str) -> None:
    page.goto(f"{base}/masuk/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")
    if urlsplit(page.url).path == "/masuk/":
        raise SystemExit(f"Signing in as {email} failed: {page.locator('main').inner_text()[:300]}")


def overflow(page: Page) -> list[str]:
    """What is wider than the window. A click ends when the next page begins to arrive: look once it is there."""
    page.wait_for_load_state()
    found: list[str] = page.evaluate(OVERFLOW)
    return found


def axe_findings(page: Page) -> list[str]:
    """What axe finds. Contrast takes four fifths of its time and depends on an element's colours, letters and what lies
    behind it: it is asked only for looks in which this process has found nothing wrong yet.
    """
    page.wait_for_load_state()
    if not page.evaluate(
        "'axe' in window"
    ):  # a context may bring it into each of its pages, at a third of the cost
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RULES)
    looks = page.evaluate(NEW_LOOKS, sorted(GOOD_LOOKS))
    contrast = page.evaluate(CONTRAST) if looks else []
    if not contrast:
        GOOD_LOOKS.update(looks)
    return [
        f"{rule['id']} ({rule['impact']}): {node['target'][0]} {node['html'][:110]}"
        for rule in found + contrast
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"][:4]
    ]


def examine(page: Page, url: str, *, with_axe: bool = True, also: ViewportSize | None = None) -> Findings:
    """Open `url` and note what is wrong, also once the window has another size; screenshots are the caller's."""
    findings = Findings()
    listeners = {
        "console": lambda m: findings.console.append(m.text) if m.type in ("error", "warning") else None,
        "pageerror": lambda error: findings.console.append(str(error)),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    try:
        answer = page.goto(url)
    except Error as error:
        raise SystemExit(f"{url} does not answer: {error.message.splitlines()[0]}") from None
    findings.status = answer.status if answer else 0
    findings.overflow = overflow(page)
    if with_axe:
        findings.axe = axe_findings(page)
    if also:
        usual = page.viewport_size
        page.set_viewport_size(also)
        findings.overflow += overflow(page)
        if usual:
            page.set_viewport_size(usual)
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    if findings.status >= 400:  # the browser notes the page's own 404 in the console
        findings.console = [line for line in findings.console if "Failed to load resource" not in line]
    return findings


class Scale:
    """Counts what a page really costs on the wire: headers and compressed bodies, nothing out of the cache."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def weigh(self, page: Page, url: str) -> int:
        self.bytes = 0
        page.goto(url)
        page.wait_for_load_state("networkidle")
        return self.bytes


def weigh(context: BrowserContext, url: str) -> tuple[int, int]:
    """Bytes of the first visit with an empty cache, and of the next one."""
    page = context.new_page()
    scale = Scale(page)
    scale.session.send("Network.clearBrowserCache")
    first, following = scale.weigh(page, url), scale.weigh(page, url)
    page.close()
    return first, following


def name_of(url: str) -> str:
    parts = urlsplit(url)
    return re.sub(r"[^a-z0-9]+", "-", f"{parts.path}-{parts.query}".lower()).strip("-") or "depan"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def report(url: str, label: str, findings: Findings) -> None:
    say(f"{'WRONG' if findings else 'ok   '} {label:11} {findings.status} {url}")
    for kind in ("overflow", "console", "axe"):
        for line in getattr(findings, kind):
            say(f"        {kind}: {line}")


def look(urls: list[str], out: Path, login: list[str] | None, themes: list[str]) -> bool:
    out.mkdir(parents=True, exist_ok=True)
    wrong = False
    with sync_playwright() as playwright:
        browser = launch(playwright)
        base = "{0.scheme}://{0.netloc}".format(urlsplit(urls[0]))
        signed_in = None
        if login:
            context = browser.new_context(locale="id-ID")
            sign_in(context.new_page(), base, *login)
            signed_in = context.storage_state()
            context.close()
        for width, viewport in WIDTHS.items():
            for theme in themes:
                context = browser.new_context(
                    viewport=viewport,
                    color_scheme=theme,
                    locale="id-ID",
                    storage_state=signed_in,
                    device_scale_factor=2 if width == "360" else 1,
                )
                page = context.new_page()
                for url in urls:
                    findings = examine(page, url)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=out / f"{name_of(url)}-{width}-{theme}.png", full_page=True)
                    report(url, f"{width} {theme}", findings)
                    wrong = wrong or bool(findings)
                context.close()
        for url in urls:
            context = browser.new_context(viewport=WIDTHS["360"], storage_state=signed_in)
            first, following = weigh(context, url)
            say(f"bytes       first {first:,}  next {following:,}  {url}")
            context.close()
        browser.close()
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("urls", nargs="+")
    parser.add_argument("--out", type=Path, default=Path("var/look"))
    parser.add_argument("--login", nargs=2, metavar=("EMAIL", "PASSWORD"))
    parser.add_argument("--themes", nargs="+", choices=["light", "dark"], default=["light", "dark"])
    options = parser.parse_args()
    sys.exit(look(options.urls, options.out, options.login, options.themes))


if __name__ == "__main__":
    main()
