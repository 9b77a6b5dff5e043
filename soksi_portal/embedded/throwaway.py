"""Servers for one test run: in a folder of their own, gone with the run however it ends."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from .servers import FORGETFUL, Postgres, Valkey

RUN_FOLDER = "PORTAL_TEST_RUN"  # in the environment: the run's folder, for its helpers too


def ensure_servers() -> None:
    """Put DATABASE_URL and REDIS_URL into the environment, starting what is not given.

    Processes started by a test run (xdist's, a Celery worker) find both set and share the run's servers.
    """
    if os.environ.get(RUN_FOLDER):
        return
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o711)  # PostgreSQL may run as another account
    os.environ[RUN_FOLDER] = str(folder)
    atexit.register(_remove, folder, os.getpid())
    for name, server in (
        ("DATABASE_URL", Postgres(folder / "pg", _folder(folder / "p"), folder / "postgres.log", FORGETFUL)),
        ("REDIS_URL", Valkey(folder / "valkey", _folder(folder / "v"), folder / "valkey.log", durable=False)),
    ):
        if not os.environ.get(name):
            server.start()
            os.environ[name] = server.url
            atexit.register(_stop, server, os.getpid())


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700)
    return path


def _stop(server: Postgres | Valkey, owner: int) -> None:
    if os.getpid() == owner:
        server.stop()


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
