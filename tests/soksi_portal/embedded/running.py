"""A real portal in a folder of its own, started and stopped as `make run` does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from soksi_portal.embedded.leftovers import MARK
from soksi_portal.embedded.ports import free_port
from soksi_portal.embedded.state import ROOT

OF_THE_TEST_RUN = (
    "DATABASE_URL",
    "REDIS_URL",
    "PORTAL_TEST_RUN",
    "DJANGO_SETTINGS_MODULE",
    "MAKELEVEL",
    MARK,
)


def environment(var: Path, **more: str) -> dict[str, str]:
    """Ours without what points to the test run's own servers."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_TEST_RUN}
    return {**kept, "PORTAL_ENV_FILE": os.devnull, "PORTAL_VAR": str(var), "DEMO": "false", **more}


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


class Portal:
    def __init__(self, var: Path, *, port: int | None = None) -> None:
        self.var = var
        self.port = port or free_port()
        self.output = var.with_name(f"{var.name}-{self.port}.txt")
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "soksi_portal.embedded", "run"],
                cwd=ROOT,
                env=environment(var, PORT=str(self.port)),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def wait_until_greeted(self, seconds: float = 120) -> None:
        greeted = until(
            lambda: "Hentikan dengan Ctrl-C." in self.said() or self.process.poll() is not None, seconds
        )
        assert greeted, self.said()
        assert self.process.poll() is None, self.said()

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def is_ready(self) -> bool:
        return self.status("/siap/") == 200

    def end(self) -> None:
        """Whatever a failed test left."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def processes_of(var: Path, *, running: str = "") -> dict[int, str]:
    """{pid: command} of all that belongs to the folder, where the command contains `running`."""
    found = {}
    mark = os.fsencode(f"{MARK}={var}")
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            owned = mark in (folder / "environ").read_bytes().split(b"\0")
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if owned and running in command:
            found[int(folder.name)] = command
    return found
