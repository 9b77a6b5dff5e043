"""Makes `.venv` and keeps it at the pinned versions. Runs on any Python 3.11+, before anything is installed.

A stamp is written last, so that an install cut half-way is noticed and done again.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
FILES = {"run": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}


def main(kind: str) -> None:
    if sys.version_info < (3, 11):
        sys.exit(
            "Portal ini memerlukan Python 3.11 atau yang lebih baru. Misalnya: PYTHON=python3.12 make run"
        )
    wanted = fingerprint(kind)
    if is_current(kind, wanted):
        return
    try:
        make_venv()
        install(kind)
        stamp(kind).write_text(wanted)
    except PermissionError as error:
        sys.exit(f"{error.filename or VENV} tidak dapat ditulisi. Beri izin tulis lalu ulangi.")
    except OSError as error:
        sys.exit(f"Lingkungan Python tidak dapat disiapkan: {error.strerror or error}.")


def fingerprint(kind: str) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in [*FILES[kind], "constraints.txt"]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_current(kind: str, wanted: str) -> bool:
    """A development environment has what running needs, too."""
    if not (VENV / "bin" / "python").exists():
        return False
    kinds = ["dev", "run"] if kind == "run" else [kind]
    return any(
        stamp(one).exists() and stamp(one).read_text() == (wanted if one == kind else fingerprint(one))
        for one in kinds
    )


def stamp(kind: str) -> Path:
    return VENV / f"installed-{kind}"


def make_venv() -> None:
    if (VENV / "bin" / "python").exists() and works("-m", "pip", "--version"):
        return
    print("Membuat lingkungan Python di .venv …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        words = (done.stderr or done.stdout).strip()
        hint = "Di Debian dan Ubuntu: apt-get install python3-venv" if "ensurepip" in words else words[-400:]
        sys.exit(f"Lingkungan Python tidak dapat dibuat. {hint}")


def works(*arguments: str) -> bool:
    try:
        done = subprocess.run([str(VENV / "bin" / "python"), *arguments], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def install(kind: str) -> None:
    print("Memasang pustaka pada versi yang ditetapkan (sekali saja, sekitar satu menit) …", flush=True)
    files = [part for name in FILES[kind] for part in ("-r", str(ROOT / name))]
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*command, *files, "-c", str(ROOT / "constraints.txt")], check=False)
    if done.returncode:
        sys.exit(
            "Pustaka tidak dapat dipasang. Periksa sambungan internet lalu ulangi; yang sudah terpasang dipakai lagi."
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
