"""The portal's own processes: what each is, how it starts and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .launching import end_session, spawn, stop

LONGEST_PAUSE = 30.0  # seconds between restarts of a process that keeps dying
STEADY_AFTER = 60.0  # seconds alive after which a death counts as the first again


@dataclass
class Child:
    """A process that the supervisor keeps alive."""

    name: str
    command: list[str]
    log: Path
    env: Mapping[str, str]
    stop_with: signal.Signals = signal.SIGTERM
    patience: float = 15.0
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    restart_at: float | None = field(default=None)

    def start(self, now: float) -> None:
        # killed with us at once: what is under way is safe to run again
        self.process = spawn(self.command, log=self.log, env=self.env, die_with=signal.SIGQUIT)
        self.started_at, self.restart_at = now, None

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def plan_restart(self, now: float) -> float:
        """After a death: clear what it left and say in how many seconds it starts again."""
        if self.process:
            end_session(self.process)  # a killed parent's workers would keep the port
        self.deaths = 1 if now - self.started_at > STEADY_AFTER else self.deaths + 1
        pause = min(0.5 * 2 ** (self.deaths - 1), LONGEST_PAUSE)
        self.restart_at = now + pause
        return pause

    def stop(self) -> None:
        if self.process:
            stop(self.process, how=self.stop_with, patience=self.patience)


def web(*, host: str, port: int, log: Path, env: Mapping[str, str], reload: bool) -> Child:
    if reload:
        command = [sys.executable, "manage.py", "runserver", f"{_bracketed(host)}:{port}"]
        return Child("web", command, log, {**env, "DEBUG": "true"}, stop_with=signal.SIGINT)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", env.get("WEB_WORKERS") or str(max(2, os.cpu_count() or 2)), "--no-ws"]
    command += ["--respawn-failed-workers", "--backpressure", "32", "soksi_portal.wsgi:application"]
    return Child("web", command, log, env)


def worker(*, log: Path, env: Mapping[str, str]) -> Child:
    command = [sys.executable, "-m", "celery", "-A", "soksi_portal", "worker", "--concurrency", "2"]
    command += ["--loglevel", "INFO", "--without-gossip", "--without-mingle", "--hostname", "portal@%h"]
    return Child("worker", command, log, env, patience=25.0)


def beat(*, log: Path, env: Mapping[str, str], schedule: Path) -> Child:
    command = [sys.executable, "-m", "celery", "-A", "soksi_portal", "beat", "--loglevel", "INFO"]
    return Child("beat", [*command, "--schedule", str(schedule), "--pidfile", ""], log, env)


def mail(*, port: int, folder: Path, log: Path, env: Mapping[str, str]) -> Child:
    command = [sys.executable, "-m", "soksi_portal.embedded.mailcatcher", str(port), str(folder)]
    return Child("mail", command, log, env)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
