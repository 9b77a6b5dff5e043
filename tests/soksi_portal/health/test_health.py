"""/sehat/ and /siap/ tell a load balancer the truth."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from soksi_portal.embedded.launching import end_session, spawn
from soksi_portal.embedded.state import ROOT
from soksi_portal.health.heartbeat import HEARTBEAT_KEY, LONGEST_SILENCE, beat_is_alive
from tests.servers import CeleryWorker


def until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_live_asks_no_database(client: Client):
    answer = client.get("/sehat/")  # pytest-django would refuse a query here
    assert (answer.status_code, answer.content) == (200, b"sehat\n")


@pytest.mark.parametrize("address", ["/sehat/", "/siap/"])
def test_only_reading_is_allowed(client: Client, address: str):
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_ready_names_the_dead(client: Client):
    answer = client.get("/siap/")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": True, "broker": True, "worker": False, "beat": False}


@pytest.mark.django_db(transaction=True)
def test_ready_when_worker_and_beat_live_and_not_once_they_are_killed(
    client: Client, celery_worker: type[CeleryWorker], tmp_path: Path
):
    worker = celery_worker()
    command = [sys.executable, "-m", "celery", "-A", "soksi_portal", "beat", "--pidfile", ""]
    beat = spawn(
        [*command, "--schedule", tmp_path / "schedule"], log=tmp_path / "beat.log", die_with=signal.SIGKILL
    )
    try:
        worker.wait_until_ready()
        assert until(lambda: cache.get(HEARTBEAT_KEY) is not None), (tmp_path / "beat.log").read_text()
        # a busy machine may keep a live worker from answering at once
        assert until(lambda: client.get("/siap/").status_code == 200), client.get("/siap/").json()
        worker.kill()
        answer = client.get("/siap/")
        assert (answer.status_code, answer.json()["worker"]) == (503, False)
        beat.terminate()
        beat.wait(10)
        assert client.get("/siap/").json()["beat"] is False  # an orderly end is known at once
    finally:
        end_session(beat)


def test_silent_beat_counts_as_dead():
    cache.set(HEARTBEAT_KEY, time.time() - LONGEST_SILENCE - 1)
    assert not beat_is_alive()
    cache.set(HEARTBEAT_KEY, time.time() - 1)
    assert beat_is_alive()


def test_answers_without_any_server_behind():
    """Nothing is there: /siap/ still says so in JSON, /sehat/ is not touched by it."""
    script = (
        "import django; django.setup(); from django.test import Client; c = Client(SERVER_NAME='localhost');"
        "a = c.get('/siap/'); print(a.status_code, a.content.decode(), c.get('/sehat/').status_code, sep='|')"
    )
    nowhere = {
        "DJANGO_SETTINGS_MODULE": "soksi_portal.settings.development",
        "DATABASE_URL": "postgresql://portal@%2Fnonexistent/portal",
        "REDIS_URL": "unix:///nonexistent/valkey.sock",
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    ready, body, live = done.stdout.strip().splitlines()[-1].split("|")
    assert (ready, live) == ("503", "200"), done.stderr
    assert set(json.loads(body).values()) == {False}
