"""`make run` from the first start to the last kill -9, on a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from soksi_portal.embedded.ports import free_port
from soksi_portal.embedded.state import ROOT
from tests.soksi_portal.embedded.running import Portal, environment, processes_of, until

pytestmark = pytest.mark.xdist_group("portal")  # they share the folder that the first one prepares


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Below directories that only their owner may enter."""
    return tmp_path_factory.mktemp("portal", numbered=True) / "var"


@pytest.fixture(scope="module")
def portal(var: Path) -> Iterator[Portal]:
    running = Portal(var)
    try:
        running.wait_until_greeted()
        yield running
    finally:
        running.end()


def test_first_start_serves_and_says_where(portal: Portal, var: Path):
    assert portal.status("/sehat/") == 200
    assert until(portal.is_ready), (var / "log" / "worker.log").read_text()
    assert f"http://127.0.0.1:{portal.port}/" in portal.said()
    assert str(var / "mail") in portal.said()


def test_second_run_in_the_same_folder_is_refused(portal: Portal, var: Path):
    refused = subprocess.run(
        [sys.executable, "-m", "soksi_portal.embedded", "run"],
        cwd=ROOT,
        env=environment(var, PORT=str(free_port())),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        f"Portal ini sudah berjalan: http://127.0.0.1:{portal.port}/, pid {portal.process.pid}. "
        f"Hentikan dulu dengan Ctrl-C di sana, atau kill {portal.process.pid}."
    )
    assert portal.status("/sehat/") == 200


def test_taken_port_is_refused_before_anything_starts(portal: Portal, var: Path, tmp_path: Path):
    refused = subprocess.run(
        [sys.executable, "-m", "soksi_portal.embedded", "run"],
        cwd=ROOT,
        env=environment(tmp_path / "other", PORT=str(portal.port)),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"\nPort {portal.port} di 127.0.0.1 sedang dipakai program lain.")
    assert not (tmp_path / "other" / "pg18").exists()


def test_killed_parts_come_back(portal: Portal, var: Path):
    """All at once, which is harder than one after the other."""
    assert until(portal.is_ready)
    parts = {pid for pid in processes_of(var) if _parent(pid) == portal.process.pid}
    assert len(parts) == 6, processes_of(var)  # PostgreSQL, Valkey, web, worker, beat, mail
    for pid in parts:
        os.kill(pid, signal.SIGKILL)
    assert until(lambda: portal.said().count("dimulai lagi") >= 6), portal.said()
    assert until(portal.is_ready), portal.said()
    assert not parts & set(processes_of(var))


def test_killed_supervisor_leaves_nothing_and_the_next_run_keeps_the_data(portal: Portal, var: Path):
    made = (var / "pg18" / "PG_VERSION").stat().st_ino
    os.kill(portal.process.pid, signal.SIGKILL)
    portal.process.wait()
    assert until(lambda: processes_of(var) == {}, seconds=20), processes_of(var)
    again = Portal(var, port=portal.port)
    try:
        again.wait_until_greeted()
        assert until(again.is_ready)
        assert (var / "pg18" / "PG_VERSION").stat().st_ino == made
        os.kill(again.process.pid, signal.SIGINT)  # one Ctrl-C
        assert again.process.wait(40) == 0, again.said()
    finally:
        again.end()
    assert processes_of(var) == {}


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
