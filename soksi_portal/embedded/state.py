"""What lies below `var/`: data, sockets, logs, and how other processes find the running servers."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .launching import CannotStart
from .servers import Postgres, Valkey, socket_folder

ROOT = Path(__file__).resolve().parents[2]
LEAST_FREE = 300 * 1024 * 1024  # bytes: a fresh cluster with demo data takes about 150 MB


@dataclass(frozen=True)
class State:
    """The folder `var` of one checkout."""

    var: Path

    @classmethod
    def of_checkout(cls) -> State:
        return cls(Path(os.environ.get("PORTAL_VAR", ROOT / "var")).resolve())

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def mail(self) -> Path:
        return self.var / "mail"

    def prepare(self) -> None:
        """Make the folders. Raises CannotStart where the disk refuses or is full."""
        try:
            for folder in (self.var, self.logs, self.mail, self.var / "run"):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.var / "run" / "probe"
            probe.write_bytes(b"x" * 4096)
            probe.unlink()
        except OSError as error:
            raise CannotStart(_disk_sentence(self.var, error)) from error
        if shutil.disk_usage(self.var).free < LEAST_FREE:
            raise CannotStart(f"Ruang disk hampir habis. Sediakan paling sedikit 300 MB untuk {self.var}.")

    def postgres(self) -> Postgres:
        # the major version in the name: a later wheel must not start on older data
        sockets = socket_folder(self.var / "run" / "sockets")
        return Postgres(data=self.var / "pg18", sockets=sockets, log=self.logs / "postgres.log")

    def valkey(self) -> Valkey:
        sockets = socket_folder(self.var / "run" / "valkey")
        return Valkey(data=self.var / "valkey", sockets=sockets, log=self.logs / "valkey.log")

    @contextlib.contextmanager
    def locked(self, note: str) -> Iterator[IO[str]]:
        """Hold the checkout: a second start learns who holds it and stops."""
        with (self.var / "run" / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                holder = file.read().strip() or "proses lain"
                raise CannotStart(
                    f"Portal ini sudah berjalan ({holder}). Hentikan dulu dengan Ctrl-C di sana."
                ) from None
            file.seek(0)
            file.truncate()
            file.write(f"{note}, pid {os.getpid()}")
            file.flush()
            yield file

    @contextlib.contextmanager
    def servers(self) -> Iterator[None]:
        """DATABASE_URL and REDIS_URL in the environment: those given, the running servers', or started for this."""
        started: list[Postgres | Valkey] = []
        try:
            for name, make in (("DATABASE_URL", self.postgres), ("REDIS_URL", self.valkey)):
                if os.environ.get(name):
                    continue
                server = make()
                if not server.answers():
                    self.prepare()
                    server.start()
                    started.append(server)
                os.environ[name] = server.url
            yield
        finally:
            for server in reversed(started):
                server.stop()


def _disk_sentence(folder: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"Disk penuh: {folder} tidak dapat ditulisi. Kosongkan ruang lalu coba lagi."
    return (
        f"Folder {folder} tidak dapat ditulisi ({error.strerror}). "
        "Beri izin tulis, atau pilih folder lain: PORTAL_VAR=/folder/lain make run"
    )
