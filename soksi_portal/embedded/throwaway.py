"""Servers for one test run: in a folder of their own, gone with the run however it ends."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

from .launching import CannotStart
from .servers import FORGETFUL, SOCKET_NOTE, Postgres, Valkey, socket_folder

RUN_FOLDER = "PORTAL_TEST_RUN"  # in the environment: the run's folder, for its helpers too
PREFIX = "portal-test-"
_held: list[IO[str]] = []  # keeps the folder's lock for as long as this process lives


def ensure_servers(*, durable: bool = False) -> None:
    """Put this run's own DATABASE_URL and REDIS_URL into the environment.

    Those that a developer has set are left alone, since tests empty what they use; TEST_DATABASE_URL and
    TEST_REDIS_URL name other servers on purpose. Processes that the run starts (xdist's, a Celery worker)
    find it begun and share its servers.
    """
    if os.environ.get(RUN_FOLDER):
        return
    _sweep()
    folder = _make_folder()
    os.environ[RUN_FOLDER] = str(folder)
    settings = () if durable else FORGETFUL
    sockets = socket_folder(folder / "s")
    for name, server in (
        ("DATABASE_URL", Postgres(folder / "pg", sockets, folder / "postgres.log", settings)),
        ("REDIS_URL", Valkey(folder / "valkey", sockets, folder / "valkey.log", durable)),
    ):
        if os.environ.get(f"TEST_{name}"):
            os.environ[name] = os.environ[f"TEST_{name}"]
            continue
        try:
            server.start()
        except CannotStart as refusal:
            raise SystemExit(f"Server uji tidak dapat dimulai. {refusal}") from refusal
        os.environ[name] = server.url
        atexit.register(_stop, server, os.getpid())


def is_own_postgres() -> bool:
    """Whether this run's PostgreSQL is the throwaway one, not one that TEST_DATABASE_URL named."""
    return not os.environ.get("TEST_DATABASE_URL")


def _make_folder() -> Path:
    unlocked = Path(tempfile.mkdtemp(prefix=f"new-{PREFIX}"))
    unlocked.chmod(0o711)  # PostgreSQL may run as another account
    lock = (unlocked / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    _held.append(lock)
    folder = unlocked.rename(
        unlocked.with_name(unlocked.name.removeprefix("new-"))
    )  # others sweep it from now
    atexit.register(_remove, folder, os.getpid())
    return folder


def _sweep() -> None:
    """Remove the folders of runs that were killed: nobody holds their locks any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError), (folder / "lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _forget(folder)


def _stop(server: Postgres | Valkey, owner: int) -> None:
    if os.getpid() == owner:
        server.stop()


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        _forget(folder)


def _forget(folder: Path) -> None:
    with contextlib.suppress(OSError):
        shutil.rmtree((folder / SOCKET_NOTE).read_text(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
