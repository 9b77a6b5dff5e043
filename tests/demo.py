"""The demo's data in a test's database: made once in a run, then loaded from a dump."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.db.models import FileField

from soksi_portal.embedded.prepare import REFERENCE
from soksi_portal.embedded.servers import postgres_programs
from soksi_portal.embedded.throwaway import RUN_FOLDER, is_own_postgres
from tests.template import target
from umkm.businesses.models import BulkImport, Document

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
            _keep_files(run / "demo-files")
            _program("pg_dump", "--data-only", "--disable-triggers", *without, "-f", str(dump))
            return
    _program("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-1", "-f", str(dump))
    _bring_files(run / "demo-files")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _make() -> None:
    for command in (*REFERENCE, "demo_data"):
        call_command(command, verbosity=0)


def _keep_files(folder: Path) -> None:
    """Each process of a run has a document storage of its own."""
    for name in _names():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with storages["documents"].open(name) as file:
            path.write_bytes(file.read())


def _bring_files(folder: Path) -> None:
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if path.is_file() and not storages["documents"].exists(name):
            storages["documents"].save(name, ContentFile(path.read_bytes()))


def _names() -> Iterator[str]:
    for model in (Document, BulkImport):
        fields = [field.name for field in model._meta.fields if isinstance(field, FileField)]
        for names in model.objects.values_list(*fields):
            yield from (name for name in names if name)


def _program(name: str, *words: str) -> None:
    command = [str(postgres_programs() / name), *words, *target(connection.settings_dict["NAME"])]
    subprocess.run(command, check=True, capture_output=True)
