"""What a cadre's pages weigh on the wire: a production server, hashed and compressed files, a real browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

from soksi_portal.embedded.launching import spawn, stop
from tests.benchmarks.databases import database
from tests.benchmarks.harness import Weight, benchmark
from tests.browser.look import WIDTHS, launch, weigh
from tests.factories import make_business, make_cadre

FIRST, FOLLOWING = 80_000, 15_000  # bytes: the portal's own limits for a page on 3G
VISITOR = ("/", "/daftar/", "/masuk/")
CADRE = ("/beranda/", "/usaha/", "/usaha/baru/", "/usaha/kbli/", "/pelatihan/")


@benchmark("page-weight")
@contextmanager
def page_weight() -> Iterator[list[Weight]]:
    with database("bench_weights") as fresh:
        cadre = make_cadre()
        business = make_business(owner=cadre, state="draft")
        client = Client()
        client.force_login(cadre.user)
        with _served(fresh.settings_dict) as base, sync_playwright() as playwright:
            browser = launch(playwright)
            visitor = browser.new_context(viewport=WIDTHS["360"])
            signed_in = browser.new_context(viewport=WIDTHS["360"])
            signed_in.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base}]
            )
            found: list[Weight] = []
            own = (
                *CADRE,
                f"/usaha/{business.pk}/",
                f"/usaha/{business.pk}/ubah/",
                f"/usaha/{business.pk}/ubah/usaha/",
            )
            for context, addresses in ((visitor, VISITOR), (signed_in, own)):
                for address in addresses:
                    assert context.request.get(base + address, max_redirects=0).status == 200, address
                    first, following = weigh(context, base + address)
                    name = address.strip("/").replace("/", "-") or "depan"
                    found.append(
                        Weight(
                            f"weight-first-{name}", f"first visit {first:,} of {FIRST:,} bytes", first, FIRST
                        )
                    )
                    found.append(
                        Weight(
                            f"weight-next-{name}",
                            f"next visit {following:,} of {FOLLOWING:,} bytes",
                            following,
                            FOLLOWING,
                        )
                    )
            browser.close()
            yield found


@contextmanager
def _served(database_settings: dict[str, str]) -> Iterator[str]:
    """granian with the settings of `make run` on this benchmark's database."""
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = f"postgresql://{database_settings['USER']}@{quote(database_settings['HOST'], safe='')}/{database_settings['NAME']}"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "soksi_portal.settings.development", "DATABASE_URL": where}
    env |= {"PORTAL_VAR": str(folder), "SECRET_KEY": settings.SECRET_KEY}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=env, check=True)
    server = spawn(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(port),
            "soksi_portal.wsgi:application",
        ],
        log=folder / "web.log",
        env=env,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(f"{base}/sehat/")
        yield base
    finally:
        stop(server, how=signal.SIGTERM)


def _wait(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
