"""`make run`: starts everything in order, keeps it alive, stops it in order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from . import children
from .children import Child
from .launching import CannotStart
from .prepare import is_prepared
from .servers import Postgres, Valkey
from .state import ROOT, State

TICK = 0.25  # seconds between looks at the children
PORT_PATIENCE = 4.0  # seconds: a run that was killed may still be letting go of the port
READY_WITHIN = 40.0
ACCOUNTS = ["kader", "koordinator", "pusat", "jamkrindo", "pelatih", "bank", "admin"]


class Supervisor:
    def __init__(self, *, reload: bool = False) -> None:
        self.state = State.of_checkout()
        self.reload = reload
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.port = _port(os.environ.get("PORT") or "8000")
        self.servers: list[Postgres | Valkey] = []
        self.children: list[Child] = []
        self.asked_to_stop = 0
        self._changed_at = 0.0

    @property
    def address(self) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 — only compared
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    def run(self) -> None:
        """Until SIGINT, SIGTERM or SIGHUP. Raises CannotStart where something essential does not start."""
        begun = time.monotonic()
        self.state.prepare()
        with self.state.locked(self.address):
            _wait_for_port(self.host, self.port)
            for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(sign, self._ask_to_stop)
            try:
                self._start_servers()
                self._prepare()
                self._start_children()
                self._wait_until_served()
                if not self.asked_to_stop:
                    self._greet(time.monotonic() - begun)
                while not self.asked_to_stop:
                    self._look_after()
                    time.sleep(TICK)
            finally:
                self._stop_all()

    def _ask_to_stop(self, *_signal: object) -> None:
        self.asked_to_stop += 1

    def _start_servers(self) -> None:
        wanted: list[tuple[str, str, Postgres | Valkey]] = [
            ("DATABASE_URL", "PostgreSQL", self.state.postgres()),
            ("REDIS_URL", "Valkey", self.state.valkey()),
        ]
        for variable, name, server in wanted:
            if os.environ.get(variable):
                say(f"{name}: dari {variable}.")
                continue
            begun = time.monotonic()
            server.start()
            self.servers.append(server)
            os.environ[variable] = server.url
            say(f"{name} siap ({_seconds(begun)}).")

    def _prepare(self) -> None:
        if is_prepared(self.state):
            return
        done = subprocess.run([sys.executable, "-m", "soksi_portal.embedded.prepare"], cwd=ROOT, check=False)
        if done.returncode and not self.asked_to_stop:
            raise CannotStart("Basis data atau data awal tidak dapat disiapkan. Sebabnya tertulis di atas.")

    def _start_children(self) -> None:
        logs, env = self.state.logs, self._environment()
        if not os.environ.get("EMAIL_HOST"):
            port = _free_port()
            env |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}
            self.children.append(
                children.mail(port=port, folder=self.state.mail, log=logs / "mail.log", env=env)
            )
        self.children += [
            children.web(host=self.host, port=self.port, log=logs / "web.log", env=env, reload=self.reload),
            children.worker(log=logs / "worker.log", env=env),
            children.beat(log=logs / "beat.log", env=env, schedule=self.state.var / "run" / "beat-schedule"),
        ]
        for child in self.children:
            child.start(time.monotonic())
        say("Web, pekerja Celery dan penjadwal dimulai.")

    def _environment(self) -> dict[str, str]:
        env = dict(os.environ)
        env.setdefault("DJANGO_SETTINGS_MODULE", "soksi_portal.settings.development")
        env.setdefault("PORTAL_URL", self.address)
        env["PYTHONUNBUFFERED"] = "1"
        return env

    def _wait_until_served(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        web = next(child for child in self.children if child.name == "web")
        while not self.asked_to_stop:
            if _answers(f"{self.address}sehat/"):
                return
            if not web.is_alive() or time.monotonic() > deadline:
                raise CannotStart(f"Server web tidak mau mulai. Sebabnya ada di {web.log}.")
            time.sleep(0.05)

    def _greet(self, took: float) -> None:
        say("")
        say(f"Portal siap di {self.address} ({took:.1f} detik). Hentikan dengan Ctrl-C.")
        if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith("production"):
            return
        password = os.environ.get("DEMO_PASSWORD") or "demo-umkm-2026"
        say(f"Akun demo, semua dengan kata sandi {password}:")
        for name in ACCOUNTS:
            say(f"  {name}@demo.test")
        if any(child.name == "mail" for child in self.children):
            say(f"E-mail keluar dapat dibaca di {self.state.mail}/ (*.txt).")
        else:
            say(f"E-mail keluar dikirim lewat {os.environ['EMAIL_HOST']}.")
        say(f"Catatan setiap proses: {self.state.logs}/")

    def _look_after(self) -> None:
        now = time.monotonic()
        for server in self.servers:
            if server.process and server.process.poll() is not None:
                say(f"{type(server).__name__} berhenti dan dimulai lagi …")
                server.stop()
                server.start()
        for child in self.children:
            if child.restart_at is not None:
                if now >= child.restart_at:
                    child.start(now)
            elif not child.is_alive():
                pause = child.plan_restart(now)
                say(f"Proses {child.name} berhenti; dimulai lagi dalam {pause:.1f} detik. Lihat {child.log}.")
        if self.reload:
            self._reload_changed()

    def _reload_changed(self) -> None:
        """Worker and beat start anew when code changes; the web server sees to itself."""
        newest = max(
            path.stat().st_mtime
            for top in ("soksi_portal", "umkm", "programs")
            for path in (ROOT / top).rglob("*.py")
        )
        if self._changed_at and newest > self._changed_at:
            for child in self.children:
                if child.name in ("worker", "beat"):
                    child.stop()
                    child.start(time.monotonic())
            say("Kode berubah: pekerja dan penjadwal dimulai lagi.")
        self._changed_at = newest

    def _stop_all(self) -> None:
        """What makes work first, what keeps it last."""
        if self.children or self.servers:
            say("Menghentikan semua proses …")
        order = ("beat", "web", "worker", "mail")
        for child in sorted(self.children, key=lambda child: order.index(child.name)):
            child.stop()
        for server in reversed(self.servers):
            server.stop()
        if self.children or self.servers:
            say("Selesai. Data tetap tersimpan.")


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _seconds(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f} detik"


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise CannotStart(f"PORT harus angka 1 sampai 65535, bukan “{text}”.")


def _wait_for_port(host: str, port: int) -> None:
    deadline = time.monotonic() + PORT_PATIENCE
    while True:
        try:
            family, *_rest, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(where)
            return
        except socket.gaierror:
            raise CannotStart(f"HOST “{host}” tidak dikenal di mesin ini.") from None
        except OSError as error:
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"Port {port} di {host} tidak dapat dipakai ({error.strerror}). "
                    f"Hentikan program yang memakainya, atau pilih port lain: PORT={port % 65535 + 1} make run"
                ) from None
            time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 — our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def forget(state: State) -> None:
    """Throw away this checkout's embedded data, so that the next start makes the demo anew."""
    import shutil

    with state.locked("demo-reset"):
        for name in ("pg18", "pg18.new", "valkey", "mail"):
            shutil.rmtree(state.var / name, ignore_errors=True)
        (state.var / "run" / "prepared-schema").unlink(missing_ok=True)
