"""Real servers for tests: an SMTP sink, a Celery worker, a broker that is down."""

from __future__ import annotations

import email
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import pytest
import redis
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

from soksi_portal.celery import app
from soksi_portal.embedded.launching import end_session, spawn
from soksi_portal.embedded.throwaway import RUN_FOLDER
from soksi_portal.settings.addresses import redis_address


class SmtpSink:
    """Listens on a free port; `messages` are those taken, in their order."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=0)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 — aiosmtpd's
        self.messages.append(email.message_from_bytes(envelope.content))
        return "250 OK"

    @property
    def port(self) -> int:
        return int(self._controller.server.sockets[0].getsockname()[1])

    @property
    def env(self) -> dict[str, str]:
        """The settings by which a process sends here."""
        return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(self.port)}

    def __enter__(self) -> SmtpSink:
        # aiosmtpd's own start() connects once, to the port it was given, which is 0 here
        self._controller._trigger_server = lambda: socket.create_connection(
            ("127.0.0.1", self.port), 5
        ).close()
        self._controller.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._controller.stop()


class CeleryWorker:
    """A worker process in a session of its own, on this test's database and a broker of the run's Valkey."""

    running: ClassVar[list[CeleryWorker]] = []

    def __init__(self, *, env: dict[str, str] | None = None, options: tuple[str, ...] = ()) -> None:
        command = [sys.executable, "-m", "celery", "-A", "soksi_portal", "worker", "-c", "1", "-l", "INFO"]
        self.log = Path(os.environ[RUN_FOLDER]) / f"worker-{os.getpid()}-{len(self.running)}.log"
        self.process = spawn(
            [*command, "--without-gossip", "--without-mingle", *options],
            log=self.log,
            env={**os.environ, "DATABASE_URL": test_database_url(), **(env or {})},
            die_with=signal.SIGKILL,
        )
        self.running.append(self)

    def wait_until_ready(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while " ready." not in self.log.read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.log.read_text()[-2000:])
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9 of the worker and its pool, as a power cut would."""
        end_session(self.process)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()


def empty_broker() -> None:
    """Forget the tasks that wait in this test process's broker."""
    redis.Redis.from_url(redis_address(settings.REDIS_URL, settings.BROKER_DB)).flushdb()


@contextmanager
def broker_that_is_down() -> Iterator[None]:
    """Nothing listens where this process sends its tasks."""
    with socket.socket() as nobody, pytest.MonkeyPatch.context() as patch:
        nobody.bind(("127.0.0.1", 0))
        patch.setattr(app.conf, "broker_write_url", None)  # first: unset, it is told from the other
        patch.setattr(app.conf, "broker_url", f"redis://127.0.0.1:{nobody.getsockname()[1]}/0")
        app.amqp._producer_pool = app._pool = None
        yield
    app.amqp._producer_pool = app._pool = None  # the next one to send meets the real broker


def test_environment() -> dict[str, str]:
    """For a process of its own on this test's database, with the settings of tests."""
    return {
        **os.environ,
        "DATABASE_URL": test_database_url(),
        "DJANGO_SETTINGS_MODULE": "soksi_portal.settings.testing",
    }


test_environment.__test__ = False  # type: ignore[attr-defined]


def test_database_url() -> str:
    """The URL of the database that the running test uses."""
    values = connection.settings_dict
    return f"postgresql://{values['USER']}@{quote(values['HOST'], safe='')}/{values['NAME']}"


test_database_url.__test__ = False  # type: ignore[attr-defined]
