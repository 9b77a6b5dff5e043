"""Makes `.venv` and keeps it whole, at the pinned versions. Runs on a bare Python 3.11+, before anything is installed.

A stamp is written last, so that an install cut half-way is noticed; each start compares what lies there with the
packages' own lists of files, so that a deleted or truncated file is noticed, too. Both are mended, not only told.
"""

from __future__ import annotations

import contextlib
import csv
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
FILES = {"run": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}
NO_VENV = "Lingkungan Python tidak dapat dibuat. Di Debian dan Ubuntu: sudo apt-get install python3-venv"


def main(kind: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 — whoever runs make may have an older one
        sys.exit("Portal ini memerlukan Python 3.11 atau lebih baru. Misalnya: make run PYTHON=python3.12")
    try:
        with one_at_a_time():
            broken = broken_packages()
            if is_current(kind) and not broken:
                return
            make_venv()
            if broken:
                say(f"Tidak utuh, dipasang ulang: {', '.join(path.name.split('-')[0] for path in broken)}.")
            for path in broken:
                shutil.rmtree(path)  # without it pip installs the package anew
            install(kind)
            stamp(kind).write_text(fingerprint(kind))
    except PermissionError as error:
        sys.exit(f"{error.filename or VENV} tidak dapat ditulisi. Beri izin tulis lalu ulangi.")
    except OSError as error:
        sys.exit(f"Lingkungan Python tidak dapat disiapkan: {error.filename or VENV}: {error.strerror}.")
    except KeyboardInterrupt:
        sys.exit("\nDibatalkan. Ulangi kapan saja; yang sudah diunduh dipakai lagi.")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Menunggu pemasangan lain yang sedang berjalan di folder ini …")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def fingerprint(kind: str) -> str:
    digest = hashlib.sha256(f"{ROOT}\0{sys.version_info[:2]}".encode())
    for name in [*FILES[kind], "constraints.txt"]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_current(kind: str) -> bool:
    """A development environment has what running needs, too."""
    if not (VENV / "bin" / "python").exists():
        return False
    kinds = ["run", "dev"] if kind == "run" else ["dev"]
    return any(stamp(one).is_file() and stamp(one).read_text() == fingerprint(one) for one in kinds)


def stamp(kind: str) -> Path:
    return VENV / f"installed-{kind}"


def broken_packages() -> list[Path]:
    """The `.dist-info` folders of packages of which a file is missing or has another size."""
    folders = sorted(VENV.glob("lib/python3.*/site-packages/*.dist-info"))
    return [folder for folder in folders if not is_whole(folder)]


def is_whole(folder: Path) -> bool:
    here = str(folder.parent)
    try:
        with (folder / "RECORD").open(newline="", encoding="utf-8") as lines:
            return all(
                os.stat(f"{here}/{path}").st_size == int(size)
                for path, _digest, size in csv.reader(lines)
                if size and not path.endswith(".pyc")
            )
    except (OSError, ValueError):
        return False


def make_venv() -> None:
    if runs(
        VENV / "bin" / "python", "-c", f"import sys; assert sys.version_info[:2] == {sys.version_info[:2]}"
    ):
        return
    say("Membuat lingkungan Python di .venv …")
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()  # tells at once where the folder is read-only
    for options in (
        [],
        ["--without-pip"],
    ):  # Debian keeps ensurepip in python3-venv; our own pip serves as well
        if runs(sys.executable, "-m", "venv", "--clear", *options, VENV):
            return
    shutil.rmtree(VENV)
    sys.exit(NO_VENV)


def runs(*command: str | Path) -> bool:
    try:
        done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def pip() -> list[str]:
    inside = VENV / "bin" / "python"
    if runs(inside, "-m", "pip", "--version"):
        return [str(inside), "-m", "pip"]
    if runs(sys.executable, "-m", "pip", "--python", inside, "--version"):
        return [sys.executable, "-m", "pip", "--python", str(inside)]
    sys.exit(NO_VENV)


def install(kind: str) -> None:
    say("Memasang pustaka pada versi yang ditetapkan (pertama kali sekitar satu menit) …")
    files = [part for name in FILES[kind] for part in ("-r", str(ROOT / name))]
    options = ["--disable-pip-version-check", "--root-user-action=ignore", "--progress-bar", "off"]
    command = [*pip(), "install", *options, *files, "-c", str(ROOT / "constraints.txt")]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    count, errors = 0, []
    for line in process.stdout or ():
        words = line.split()
        if words[:1] == ["Collecting"] or words[:2] == ["Requirement", "already"]:
            count += 1
            if count % 10 == 0:
                say(f"  {count} pustaka …")
        elif words[:2] == ["Installing", "collected"]:
            say("  menulis ke .venv …")
        elif words[:1] == ["ERROR:"]:
            errors.append(line.strip())
    if process.wait():
        sys.exit(
            "\n".join(errors[-5:]) + "\nPustaka tidak dapat dipasang. "
            "Periksa sambungan internet dan ruang disk lalu ulangi; yang sudah diunduh dipakai lagi."
        )


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
