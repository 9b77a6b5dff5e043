"""`make run`: starts everything in order, keeps it alive, stops it in order."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from . import children
from .children import Child
from .launching import CannotStart, last_words, spawn
from .leftovers import end_leftovers
from .ports import WILDCARDS, free_port, own_addresses, parse_port, wait_for_port
from .prepare import is_prepared
from .servers import Postgres, Valkey
from .state import ROOT, State

TICK = 0.25  # seconds between looks at the children
READY_WITHIN = 40.0
SETTINGS = "soksi_portal.settings.development"
ACCOUNTS = ("kader", "koordinator", "pusat", "jamkrindo", "pelatih", "bank", "admin")
# what makes work ends first, what keeps it last
STOP_ORDER = (("beat", "web"), ("worker",), ("mail",))


class Supervisor:
    def __init__(self, *, reload: bool = False) -> None:
        self.state = State.of_checkout()
        self.reload = reload
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.port = parse_port(os.environ.get("PORT") or "8000")
        self.servers: list[Postgres | Valkey] = []
        self.children: list[Child] = []
        self.asked_to_stop = 0
        self._begun = time.monotonic()
        self._mail_port = 0  # 0: mail goes to EMAIL_HOST
        self._newest_code = 0.0

    @property
    def address(self) -> str:
        host = "127.0.0.1" if self.host in WILDCARDS else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    def run(self) -> None:
        """Until SIGINT, SIGTERM or SIGHUP. Raises CannotStart where something essential does not start."""
        self.state.prepare()
        with self.state.locked(self.address):
            self.state.claim()
            end_leftovers(self.state.var)
            wait_for_port(self.host, self.port)
            self._listen_for_signals()
            try:
                for step in (
                    self._start_servers,
                    self._prepare,
                    self._start_children,
                    self._greet,
                    self._look_after,
                ):
                    if not self.asked_to_stop:
                        step()
            finally:
                self._stop_all()

    def _listen_for_signals(self) -> None:
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, self._ask_to_stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup make run
            signal.signal(signal.SIGHUP, self._ask_to_stop)

    def _ask_to_stop(self, *_signal: object) -> None:
        self.asked_to_stop += 1

    def _start_servers(self) -> None:
        wanted = self.state.wanted()
        for variable in {"DATABASE_URL", "REDIS_URL"} - set(wanted):
            say(f"  {variable} diisi: memakai server itu.")
        for variable, server in wanted.items():
            begun = time.monotonic()
            self.servers.append(server)
            server.start()
            os.environ[variable] = server.url
            say(f"  {type(server).__name__} siap ({time.monotonic() - begun:.1f} detik).")

    def _prepare(self) -> None:
        """Schema, data and static files, in a process of its own, which a Ctrl-C can end."""
        if is_prepared(self.state):
            return
        command = [sys.executable, "-m", "soksi_portal.embedded.prepare"]
        process = spawn(command, log=None, env=self._environment())
        while process.poll() is None:
            if self.asked_to_stop:
                process.terminate()
            time.sleep(0.05)
        if process.returncode and not self.asked_to_stop:
            raise CannotStart("Basis data atau data awal tidak dapat disiapkan. Sebabnya tertulis di atas.")

    def _start_children(self) -> None:
        """The web server alone first: what it takes to the first page is what a person waits for."""
        env = self._environment()
        if not os.environ.get("EMAIL_HOST"):
            self._mail_port = free_port()
            env |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(self._mail_port)}
        log = self.state.logs / "web.log"
        self._start(children.web(host=self.host, port=self.port, log=log, env=env, reload=self.reload))
        say("  Server web dimulai …")
        self._wait_until_served(self.children[0])
        logs = self.state.logs
        if self._mail_port and not self.asked_to_stop:
            mail = children.mail(port=self._mail_port, folder=self.state.mail, log=logs / "mail.log", env=env)
            self._start(mail)
        if not self.asked_to_stop:
            self._start(children.worker(log=logs / "worker.log", env=env))
            schedule = self.state.run / "beat-schedule"
            self._start(children.beat(log=logs / "beat.log", env=env, schedule=schedule))

    def _start(self, child: Child) -> None:
        self.children.append(child)
        child.start(time.monotonic())

    def _environment(self) -> dict[str, str]:
        env = dict(os.environ)
        env.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        env.setdefault("PORTAL_URL", self.address)
        env["PYTHONUNBUFFERED"] = "1"
        return env

    def _wait_until_served(self, web: Child) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while not self.asked_to_stop:
            if _answers(f"{self.address}sehat/"):
                return
            if not web.is_alive() or time.monotonic() > deadline:
                raise CannotStart(f"Server web tidak mau mulai:\n{last_words(web.log, 3)}\n({web.log})")
            time.sleep(0.05)

    def _greet(self) -> None:
        say(f"\nPortal siap di {self.address} ({time.monotonic() - self._begun:.1f} detik).")
        if self.host in WILDCARDS:
            say(f"Dari perangkat lain: {', '.join(f'http://{one}:{self.port}/' for one in own_addresses())}")
        demo = os.environ.get("DEMO", "true").lower() not in ("false", "0", "no", "off")
        if demo and self._environment()["DJANGO_SETTINGS_MODULE"] == SETTINGS:
            say(f"Akun demo, semua dengan kata sandi {os.environ.get('DEMO_PASSWORD') or 'demo-umkm-2026'}:")
            for name in ACCOUNTS:
                say(f"  {name}@demo.test")
        if self._mail_port:
            say(f"E-mail keluar dapat dibaca di {self.state.mail}/ (*.txt).")
        else:
            say(f"E-mail keluar dikirim lewat {os.environ['EMAIL_HOST']}.")
        say(f"Catatan setiap proses: {self.state.logs}/. Hentikan dengan Ctrl-C.")

    def _look_after(self) -> None:
        while not self.asked_to_stop:
            for server in self.servers:
                if server.process and server.process.poll() is not None:
                    say(f"{type(server).__name__} berhenti; dimulai lagi …")
                    server.stop()
                    server.start()
            for child in self.children:
                self._revive(child, time.monotonic())
            if self.reload:
                self._reload_changed()
            time.sleep(TICK)

    def _revive(self, child: Child, now: float) -> None:
        if child.restart_at is not None:
            if now >= child.restart_at:
                child.start(now)
        elif not child.is_alive():
            pause = child.plan_restart(now)
            say(f"Proses {child.name} berhenti; dimulai lagi dalam {pause:.1f} detik. Lihat {child.log}.")

    def _reload_changed(self) -> None:
        """Worker and beat start anew when code changes; the web server sees to itself."""
        newest = max(
            path.stat().st_mtime
            for top in ("soksi_portal", "umkm", "programs")
            for path in (ROOT / top).rglob("*.py")
        )
        if self._newest_code and newest > self._newest_code:
            say("Kode berubah: pekerja dan penjadwal dimulai lagi.")
            changed = [child for child in self.children if child.name in ("worker", "beat")]
            self._end(changed)
            for child in changed:
                child.start(time.monotonic())
        self._newest_code = newest

    def _stop_all(self) -> None:
        if not self.children and not self.servers:
            return
        say("\nMenghentikan semua proses …")
        for names in STOP_ORDER:
            self._end([child for child in self.children if child.name in names])
        for server in reversed(self.servers):
            server.stop()
        say("Selesai. Data tetap tersimpan.")

    def _end(self, group: list[Child]) -> None:
        """Ask them all, wait for each; a second Ctrl-C waits no longer."""
        asked, begun, told = self.asked_to_stop, time.monotonic(), False
        for child in group:
            child.ask_to_end()
        for child in group:
            while child.is_alive() and self.asked_to_stop <= max(asked, 1):
                waited = time.monotonic() - begun
                if waited > child.patience:
                    break
                if waited > 5 and not told:
                    told = True
                    say(f"Menunggu {child.name} menyelesaikan tugasnya (Ctrl-C sekali lagi: jangan tunggu) …")
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process and child.process.wait(0.1)
            child.clear()


def say(words: str) -> None:
    with contextlib.suppress(OSError, ValueError):  # nobody reads any more: go on, and stop in order
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 — our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
