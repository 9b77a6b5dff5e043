"""What lies below `var/`: data, sockets, logs, locks, and how other processes find the running servers."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .launching import CannotStart, last_words
from .leftovers import MARK
from .servers import Postgres, Valkey, socket_folder

ROOT = Path(__file__).resolve().parents[2]
LEAST_FREE = 300 * 1024 * 1024  # bytes: a fresh cluster with demo data takes about 150 MB
LONGEST_LOG = 5 * 1024 * 1024  # bytes; at the next start a longer one makes room, the last is kept
KEEPER = "perintah manage.py"
KEEPER_LEAVES_WITHIN = 10.0  # seconds
KEEPER_STARTS_WITHIN = 60.0


def read_env_file() -> None:
    """Put `.env` into the environment, where what is set already stays."""
    from dotenv import load_dotenv

    load_dotenv(os.environ.get("PORTAL_ENV_FILE", str(ROOT / ".env")), override=False)


@dataclass(frozen=True)
class State:
    """The folder `var` of one checkout."""

    var: Path

    @classmethod
    def of_checkout(cls) -> State:
        return cls(Path(os.environ.get("PORTAL_VAR") or ROOT / "var").resolve())

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def mail(self) -> Path:
        return self.var / "mail"

    @property
    def run(self) -> Path:
        return self.var / "run"

    def prepare(self) -> None:
        """Make the folders. Raises CannotStart where the disk refuses or is full."""
        try:
            for folder in (self.var, self.logs, self.mail, self.run):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.run / f"probe-{os.getpid()}"
            probe.write_bytes(b"x" * 65536)
            probe.unlink()
            free = shutil.disk_usage(self.var).free
        except OSError as error:
            raise CannotStart(_disk_sentence(self.var, error)) from error
        if free < LEAST_FREE:
            raise CannotStart(
                f"Ruang disk hampir habis: {free // 1024**2} MB. Sediakan paling sedikit 300 MB untuk {self.var}."
            )

    def claim(self) -> None:
        """Make this process, and all that it starts, known as the owner of `var`."""
        os.environ["PORTAL_VAR"] = str(self.var)
        os.environ[MARK] = str(self.var)
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > LONGEST_LOG:
                log.replace(log.with_suffix(".log.1"))

    def postgres(self) -> Postgres:
        # the major version in the name: a later wheel must not start on older data
        sockets = socket_folder(self.run / "sockets")
        return Postgres(data=self.var / "pg18", sockets=sockets, log=self.logs / "postgres.log")

    def valkey(self) -> Valkey:
        sockets = socket_folder(self.run / "valkey")
        return Valkey(data=self.var / "valkey", sockets=sockets, log=self.logs / "valkey.log")

    def wanted(self) -> dict[str, Postgres | Valkey]:
        """The servers that nobody named: {variable of its URL: server}."""
        makers: dict[str, Callable[[], Postgres | Valkey]] = {
            "DATABASE_URL": self.postgres,
            "REDIS_URL": self.valkey,
        }
        return {name: make() for name, make in makers.items() if not os.environ.get(name)}

    @contextlib.contextmanager
    def locked(self, note: str) -> Iterator[None]:
        """Hold the checkout. A second start learns who holds it and stops."""
        with (self.run / "lock").open("a+") as file:
            deadline = time.monotonic() + KEEPER_LEAVES_WITHIN
            while not _try_lock(file):
                file.seek(0)
                holder = file.read().strip() or "proses lain"
                if not holder.startswith(KEEPER) or time.monotonic() > deadline:
                    raise CannotStart(
                        f"Portal ini sudah berjalan: {holder}. Hentikan dulu dengan Ctrl-C di sana, "
                        f"atau kill {holder.split()[-1]}."
                    )
                time.sleep(0.2)  # it ends soon after the last command
            file.seek(0)
            file.truncate()
            file.write(f"{note}, pid {os.getpid()}")
            file.flush()
            yield

    @contextlib.contextmanager
    def servers(self) -> Iterator[None]:
        """For a management command: DATABASE_URL and REDIS_URL of the running servers, started where none run.

        They run under a keeper of their own, so that commands may overlap and end in any order.
        """
        wanted = self.wanted()
        if not wanted:
            yield
            return
        self.prepare()
        with self.users().open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self._wait_for(wanted)
            for name, server in wanted.items():
                os.environ[name] = server.url
            yield

    def users(self) -> Path:
        """Locked, shared, by each command that uses the servers."""
        return self.run / "users"

    def _wait_for(self, wanted: dict[str, Postgres | Valkey]) -> None:
        deadline = time.monotonic() + KEEPER_STARTS_WITHIN
        keeper: subprocess.Popen[bytes] | None = None
        log = self.logs / "keeper.log"
        while not all(server.answers() for server in wanted.values()):
            if keeper is None:
                with log.open("wb") as output:
                    keeper = subprocess.Popen(
                        [sys.executable, "-m", "soksi_portal.embedded.keeper"],
                        cwd=ROOT,
                        stdin=subprocess.DEVNULL,
                        stdout=output,
                        stderr=output,
                        start_new_session=True,
                    )
            if keeper.poll() or time.monotonic() > deadline:
                raise CannotStart(last_words(log, lines=3) or "Server tertanam tidak mau mulai.")
            if keeper.poll() == 0:  # somebody else held the lock just now
                keeper = None
                time.sleep(0.5)
            time.sleep(0.05)


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _disk_sentence(folder: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"Disk penuh: {folder} tidak dapat ditulisi. Kosongkan ruang lalu coba lagi."
    return (
        f"Folder {folder} tidak dapat ditulisi ({error.strerror}). "
        "Beri izin tulis, atau pilih folder lain: PORTAL_VAR=/folder/lain make run"
    )
