"""The template database that every test process clones: migrated once, and kept as SQL for the next run.

Migrating takes most of a short run's time, loading the kept dump well under a second. The dump is named by
what it was made of: migrations, what they import, and the pinned versions.
"""

from __future__ import annotations

import ast
import contextlib
import fcntl
import functools
import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg2
from django.core.management import call_command
from django.db import connections

from soksi_portal.embedded.servers import postgres_programs
from soksi_portal.embedded.state import ROOT
from soksi_portal.embedded.throwaway import RUN_FOLDER, is_own_postgres

KEPT = ROOT / "var" / "cache"
KEEP = 4  # dumps: a few branches, not every edit
TOPS = ("soksi_portal", "umkm", "programs")


def ensure_template() -> str:
    """The template's name; made unless another process of this run, or a run on the same server, has."""
    fingerprint = _fingerprint()
    template = f"portal_template_{fingerprint}"
    with (Path(os.environ[RUN_FOLDER]) / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template in _databases():
            return template
        building = f"{template}_new"  # renamed when whole, so that a broken migration leaves no half template
        execute(f"DROP DATABASE IF EXISTS {building}", f"CREATE DATABASE {building}")
        dump = KEPT / f"schema-{fingerprint}.sql"
        if not (is_own_postgres() and dump.is_file() and _load(dump, building)):
            execute(f"DROP DATABASE {building}", f"CREATE DATABASE {building}")
            with connected_to(building):
                call_command("migrate", verbosity=0, interactive=False)
            if is_own_postgres():
                _keep(dump, building)
        execute(f"ALTER DATABASE {building} RENAME TO {template}")
    return template


def empty_tables() -> None:
    """Delete every row but those that migrating makes anew; triggers and foreign keys sleep meanwhile (a superuser's right)."""
    connection = connections["default"]
    kept = {"django_migrations", "django_content_type", "auth_permission"}
    tables = sorted(set(connection.introspection.django_table_names(include_views=False)) - kept)
    deletes = "; ".join(f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SET session_replication_role = replica; {deletes}; RESET session_replication_role")


@contextlib.contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Meanwhile this process works in the database `name`."""
    connection = connections["default"]
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _load(dump: Path, name: str) -> bool:
    command = [_program("psql"), "-q", "-X", "-v", "ON_ERROR_STOP=1", "-1", "-f", str(dump), *target(name)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _keep(dump: Path, name: str) -> None:
    """Best effort: a read-only checkout only costs time."""
    fresh = dump.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        KEPT.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [_program("pg_dump"), "--no-owner", "-f", str(fresh), *target(name)],
            check=True,
            capture_output=True,
        )
        fresh.rename(dump)
        newest_first = sorted(KEPT.glob("schema-*.sql"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in newest_first[KEEP:]:
            old.unlink(missing_ok=True)
    fresh.unlink(missing_ok=True)


def _program(name: str) -> str:
    return str(postgres_programs() / name)


def target(name: str) -> list[str]:
    """How PostgreSQL's own programs reach the database `name` of this run."""
    values = connections["default"].settings_dict
    return ["-d", f"postgresql://{values['USER']}@{quote(values['HOST'], safe='')}/{name}"]


@functools.cache  # reading all migrations takes a second
def _fingerprint() -> str:
    digest = hashlib.sha256()
    migrations = [path for top in TOPS for path in sorted((ROOT / top).glob("*/migrations/*.py"))]
    for path in [*migrations, *sorted(set(_imported_by(migrations))), ROOT / "constraints.txt"]:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def _imported_by(files: list[Path]) -> Iterator[Path]:
    """The project's own modules that the migrations import."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                path = ROOT / (name.replace(".", "/") + ".py")
                if name.split(".")[0] in TOPS and path.is_file():
                    yield path


def _databases() -> set[str]:
    with _maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


def execute(*statements: str) -> None:
    with _maintenance() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextlib.contextmanager
def _maintenance() -> Iterator[psycopg2.extensions.cursor]:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()
