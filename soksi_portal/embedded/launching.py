"""Starting child processes so that none outlives us, and PostgreSQL even where we are root.

PostgreSQL refuses to run as root. Where we are root we start it in a user namespace of one entry, in which
it is an ordinary user and yet owns the same files; where the kernel forbids that, as the account "nobody",
which must then be able to reach program and data.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h
CLONE_NEWUSER = 0x10000000  # linux/sched.h
UNPRIVILEGED = "nobody"


class CannotStart(Exception):
    """Why a server or the portal cannot start: an Indonesian sentence that says what to do."""


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path | None,
    env: Mapping[str, str] | None = None,
    die_with: signal.Signals = signal.SIGTERM,
    drop_root: bool = False,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, its output in `log` (None: ours).

    It gets `die_with` when this process ends in whatever way (Linux), and runs unprivileged with `drop_root`.
    """
    before = _before_exec(die_with, drop_root)
    with log.open("ab") if log else contextlib.nullcontext() as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(env) if env is not None else None,
            start_new_session=True,
            preexec_fn=before,
        )


def run_unprivileged(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> None:
    """Run `command` to its end as `spawn(drop_root=True)` would; raises CannotStart with its last words."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        env=dict(env) if env is not None else None,
        preexec_fn=_before_exec(signal.SIGKILL, drop_root=True),
    )
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise CannotStart(f"{Path(str(command[0])).name}: {' '.join(words)}")


def is_root() -> bool:
    return os.geteuid() == 0


@cache
def namespace_works() -> bool:
    """Whether root may enter a user namespace here (some containers and kernels forbid it)."""
    if sys.platform != "linux":
        return False
    try:
        subprocess.run(["/bin/true"], check=True, preexec_fn=_enter_namespace)
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def last_words(log: Path, lines: int = 1) -> str:
    """The end of a log, for a sentence that says why."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4000))
            words = file.read().decode(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return "\n".join(words[-lines:])


def owner_of_data() -> tuple[int, int] | None:
    """Whom PostgreSQL's data must belong to, where that is not us."""
    if not is_root() or namespace_works():
        return None
    try:
        account = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise CannotStart(
            "PostgreSQL tidak dapat berjalan sebagai root di mesin ini. "
            "Jalankan sebagai pengguna biasa, atau isi DATABASE_URL dengan PostgreSQL sendiri."
        ) from None
    return account.pw_uid, account.pw_gid


def check_reachable(*folders: Path) -> None:
    """Where PostgreSQL must run as another account: can that account enter these folders?"""
    if owner_of_data() is None:
        return
    for folder in folders:
        for part in (folder.resolve(), *folder.resolve().parents):
            if not part.stat().st_mode & stat.S_IXOTH:
                raise CannotStart(
                    f"PostgreSQL tidak boleh berjalan sebagai root, dan {part} tertutup bagi pengguna lain. "
                    "Jalankan sebagai pengguna biasa, pindahkan portal ke folder yang terbuka, "
                    "atau isi DATABASE_URL dengan PostgreSQL sendiri."
                )


def die_with_parent(sign: signal.Signals) -> None:
    """Have this very process receive `sign` when the process that started it ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)


def _before_exec(die_with: signal.Signals, drop_root: bool) -> Callable[[], None]:
    """What the child does between fork and exec. All look-ups happen here, in the parent."""
    leave_root: Callable[[], None] | None = None
    if drop_root and is_root():
        account = owner_of_data()
        leave_root = _enter_namespace if account is None else _become(account)
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def prepare() -> None:
        if leave_root:
            leave_root()
        if libc:  # after any change of user, which would clear it
            libc.prctl(PR_SET_PDEATHSIG, int(die_with), 0, 0, 0)

    return prepare


def _enter_namespace() -> None:
    uid, gid = os.geteuid(), os.getegid()
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"1000 {uid} 1")
    Path("/proc/self/gid_map").write_text(f"1000 {gid} 1")


def _become(account: tuple[int, int]) -> Callable[[], None]:
    def become() -> None:
        os.setgroups([])
        os.setgid(account[1])
        os.setuid(account[0])

    return become


def stop(
    process: subprocess.Popen[bytes], *, how: signal.Signals = signal.SIGTERM, patience: float = 10
) -> None:
    """Ask the process to end, wait `patience` seconds, then end its whole session."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    end_session(process)


def end_session(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the process's session, children of a killed parent included."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    if process.poll() is None:
        process.wait(5)
