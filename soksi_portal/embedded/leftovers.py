"""What a run that was killed left behind: found by a mark in its environment, and ended.

Usually the kernel ends everything together with the supervisor. What was itself killed half-way, or hangs,
must not keep the port or the data when the next run starts.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

MARK = "PORTAL_OWNER"  # in the environment of everything that belongs to one folder `var`
GRACE = 2.0  # seconds: most are ending on their own already
PATIENCE = 8.0


def end_leftovers(var: Path) -> None:
    """End the processes marked with `var`. Only for the holder of its lock. Linux; elsewhere nothing is found."""
    if _all_gone(var, GRACE):
        return
    for pid in _marked(var):
        # PostgreSQL must not lose its parent: its own emergency stop ends its children, too
        _send(pid, signal.SIGQUIT if _is_postgres(pid) else signal.SIGKILL)
    if _all_gone(var, PATIENCE):
        return
    for pid in _marked(var):
        _send(pid, signal.SIGKILL)
    _all_gone(var, PATIENCE)


def _all_gone(var: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(True for _ in _marked(var)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _marked(var: Path) -> Iterator[int]:
    wanted = os.fsencode(f"{MARK}={var}")
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
        except OSError:  # gone meanwhile, or somebody else's
            continue
        if wanted in environment and int(folder.name) != os.getpid():
            yield int(folder.name)


def _is_postgres(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].endswith(b"postgres")
    except OSError:
        return False


def _send(pid: int, sign: signal.Signals) -> None:
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        pass
