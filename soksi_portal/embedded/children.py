"""The portal's own processes: what each is, how it starts and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .launching import end_session, spawn

LONGEST_PAUSE = 30.0  # seconds between restarts of a process that keeps dying
STEADY_AFTER = 60.0  # seconds alive after which a death counts as the first again
# few: Python threads share one core, and each keeps a connection to the database
THREADS_EACH = 4


@dataclass
class Child:
    """A process that the supervisor keeps alive."""

    name: str
    command: list[str]
    log: Path
    env: Mapping[str, str]
    stop_with: signal.Signals = signal.SIGTERM
    patience: float = 15.0  # seconds to end in order
    # what it gets when the supervisor is killed: at once, since whatever was under way is safe to run again
    die_with: signal.Signals = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    restart_at: float | None = field(default=None)

    def start(self, now: float) -> None:
        self.process = spawn(self.command, log=self.log, env=self.env, die_with=self.die_with)
        self.started_at, self.restart_at = now, None

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def plan_restart(self, now: float) -> float:
        """After a death: clear what it left and say in how many seconds it starts again."""
        self.clear()
        self.deaths = 1 if now - self.started_at > STEADY_AFTER else self.deaths + 1
        pause = min(0.5 * 2 ** (self.deaths - 1), LONGEST_PAUSE)
        self.restart_at = now + pause
        return pause

    def ask_to_end(self) -> None:
        if self.process and self.is_alive():
            self.process.send_signal(self.stop_with)

    def clear(self) -> None:
        """End whatever is left of it: a killed parent's workers would keep the port."""
        if self.process:
            end_session(self.process)


def web(*, host: str, port: int, log: Path, env: Mapping[str, str], reload: bool) -> Child:
    if reload:
        where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        command = [sys.executable, "manage.py", "runserver", where]
        return Child("web", command, log, env, stop_with=signal.SIGINT, die_with=signal.SIGINT)
    workers = env.get("WEB_WORKERS") or str(min(max(2, os.cpu_count() or 2), 8))
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", workers, "--blocking-threads", str(THREADS_EACH), "--no-ws"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "10"]
    command.append("soksi_portal.wsgi:application")
    return Child("web", command, log, env, die_with=signal.SIGTERM)  # it ends its own processes


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
