"""The demo's data in a test's database: made once in a run, then loaded from a dump."""

from __future__ import annotations

import fcntl
import os
import subprocess
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from soksi_portal.embedded.prepare import REFERENCE
from soksi_portal.embedded.servers import postgres_programs
from soksi_portal.embedded.throwaway import RUN_FOLDER, is_own_postgres
from tests.template import target

# these are there in every test's database, whatever it holds
MADE_BY_DJANGO = ("django_migrations", "django_content_type", "auth_permission")


def load_demo() -> None:
    """Fill the (empty, committed) database of a transactional test."""
    if not is_own_postgres():  # somebody else's server: its rights may not do for a load past the triggers
        _make()
        return
    run = Path(os.environ[RUN_FOLDER])
    dump = run / "demo.sql"
    with (run / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not dump.is_file():
            _make()
            without = [f"--exclude-table={table}" for table in MADE_BY_DJANGO]
            _program("pg_dump", "--data-only", "--disable-triggers", *without, "-f", str(dump))
            return
    _program("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-1", "-f", str(dump))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _make() -> None:
    for command in (*REFERENCE, "demo_data"):
        call_command(command, verbosity=0)


def _program(name: str, *words: str) -> None:
    command = [str(postgres_programs() / name), *words, *target(connection.settings_dict["NAME"])]
    subprocess.run(command, check=True, capture_output=True)
