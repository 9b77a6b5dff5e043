"""Before anything serves: schema, reference data, demo data, static files. Skips what has not changed.

`python -m soksi_portal.embedded.prepare` is one process for all of it, since starting Django is the dear part.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from .state import ROOT, State

# in this order; each can run again at any time
REFERENCE = (
    "load_regions",
    "load_kbli",
    "load_consent_texts",
    "load_partnership",
    "load_modules",
    "load_questions",
    "load_holidays",
    "load_bank_products",
    "load_readiness_rubric",
)
SCHEMA_SOURCES = (
    "constraints.txt",
    *(
        f"{top}/**/{files}"
        for top in ("soksi_portal", "umkm", "programs")
        for files in ("migrations/*.py", "management/commands/*.py", "*.csv", "demo/*.py")
    ),
)
STATIC_SOURCES = ("static/**/*", "constraints.txt")


def is_prepared(state: State) -> bool:
    """Whether schema, reference data and static files are those of this checkout's files."""
    return all(_is_current(state, name, fingerprint) for name, fingerprint in _fingerprints(state))


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soksi_portal.settings.development")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    try:
        django.setup()
        _prepare_what_changed(State.of_checkout())
    except ImproperlyConfigured as error:
        _say(f"Setelan belum lengkap: {error}")
        return 1
    except OperationalError as error:
        _say(f"PostgreSQL tidak dapat dihubungi: {str(error).splitlines()[0]}")
        return 1
    return 0


def _prepare_what_changed(state: State) -> None:
    from django.conf import settings
    from django.core.management import call_command

    fingerprints = dict(_fingerprints(state))  # before: a file changed meanwhile is done again next time
    stale = {name for name, fingerprint in fingerprints.items() if not _is_current(state, name, fingerprint)}
    if "schema" in stale:
        _say("Memutakhirkan basis data …")
        call_command("migrate", verbosity=0, interactive=False)
        for command in REFERENCE:
            _say(f"Memuat data acuan: {command} …")
            call_command(command, verbosity=0)
        if settings.DEMO:
            call_command("demo_data")
        _stamp(state, "schema").write_text(fingerprints["schema"])
    if "static" in stale and not settings.DEBUG:
        _say("Menyiapkan berkas tampilan …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        _stamp(state, "static").write_text(fingerprints["static"])


def _fingerprints(state: State) -> Iterable[tuple[str, str]]:
    yield "schema", f"{_cluster(state)} {_digest(SCHEMA_SOURCES)}"
    yield "static", _digest(STATIC_SOURCES)


def _is_current(state: State, name: str, fingerprint: str) -> bool:
    if name == "schema" and not _uses_embedded(state):
        return False  # somebody else's database may be another one each time
    if name == "static" and not (state.var / "static" / "staticfiles.json").is_file():
        return False
    stamp = _stamp(state, name)
    return stamp.is_file() and stamp.read_text() == fingerprint


def _uses_embedded(state: State) -> bool:
    return os.environ.get("DATABASE_URL", "") in ("", state.postgres().url)  # the supervisor's own, or unset


def _cluster(state: State) -> str:
    """Which cluster it is: a file that PostgreSQL writes once, when the cluster is made."""
    try:
        made = (state.var / "pg18" / "PG_VERSION").stat()
    except OSError:
        return "none"
    return f"{made.st_ino}-{made.st_mtime_ns}"


def _digest(patterns: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(f"{path.relative_to(ROOT)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _stamp(state: State, name: str) -> Path:
    return state.var / "run" / f"prepared-{name}"


def _say(words: str) -> None:
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
