"""The demo in a database of its own: made once in a run, cloned for each test that looks at it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connections
from django.db.models import FileField

from soksi_portal.embedded.prepare import REFERENCE
from soksi_portal.embedded.throwaway import RUN_FOLDER
from tests.template import connected_to, ensure_template, execute
from umkm.businesses.models import BulkImport, Document


@contextmanager
def demo_database() -> Iterator[None]:
    """Meanwhile the process works in a clone of the demo, its live server too."""
    template, files = _ensure_demo()
    _bring_files(files)
    clone = f"{connections['default'].settings_dict['NAME']}_demo"
    execute(f"CREATE DATABASE {clone} TEMPLATE {template}")
    try:
        with connected_to(clone):
            yield
    finally:
        execute(f"DROP DATABASE {clone} WITH (FORCE)")


def _ensure_demo() -> tuple[str, Path]:
    """The demo's template, and its files: each process of a run has a document storage of its own."""
    run, name = Path(os.environ[RUN_FOLDER]), f"{ensure_template()}_demo"
    files = run / "demo-files"
    with (run / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not files.is_dir():
            execute(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {ensure_template()}")
            with connected_to(name):
                for command in (*REFERENCE, "demo_data"):
                    call_command(command, verbosity=0)
                with connections["default"].cursor() as cursor:
                    cursor.execute("ANALYZE")
                _keep_files(run / "demo-files-new")
            (run / "demo-files-new").rename(files)
    return name, files


def _keep_files(folder: Path) -> None:
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
