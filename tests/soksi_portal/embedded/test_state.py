"""Folders, locks, and the servers that management commands share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest

from soksi_portal.embedded.launching import CannotStart, end_session
from soksi_portal.embedded.leftovers import MARK, end_leftovers
from soksi_portal.embedded.state import ROOT, State
from tests.soksi_portal.embedded.running import environment, processes_of, until

Usage = namedtuple("Usage", "total used free")


def test_folder_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart) as refusal:
        State(tmp_path / "file" / "var").prepare()
    assert str(refusal.value).startswith(f"Folder {tmp_path}/file/var tidak dapat ditulisi")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_write_permission_is_named(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(CannotStart, match="tidak dapat ditulisi"):
        State(tmp_path / "var").prepare()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_full_disk_is_told(tmp_path: Path):
    mount = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        with pytest.raises(CannotStart, match=r"^Disk penuh: "):
            State(tmp_path / "var").prepare()
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_nearly_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 100 * 1024**2))
    with pytest.raises(CannotStart, match="Ruang disk hampir habis: 100 MB"):
        State(tmp_path / "var").prepare()


def test_second_holder_of_the_lock_learns_of_the_first(tmp_path: Path):
    state = State(tmp_path / "var")
    state.prepare()
    with (
        state.locked("http://127.0.0.1:8000/"),
        pytest.raises(CannotStart, match=f"http://127.0.0.1:8000/, pid {os.getpid()}"),
        state.locked("kedua"),
    ):
        pass
    with state.locked("ketiga"):  # let go with the first
        pass


def test_long_logs_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(MARK, raising=False)
    state = State(tmp_path / "var")
    state.prepare()
    monkeypatch.setattr("soksi_portal.embedded.state.LONGEST_LOG", 10)
    (state.logs / "web.log").write_text("x" * 11)
    (state.logs / "beat.log").write_text("x")
    monkeypatch.setenv("PORTAL_VAR", "")
    state.claim()
    assert sorted(path.name for path in state.logs.iterdir()) == ["beat.log", "web.log.1"]


def test_commands_share_servers_that_end_after_the_last(tmp_path: Path):
    """The first command to come is the first to go, and the second must not notice."""
    var = tmp_path / "var"
    query = (
        "from django.db import connection as c; k = c.cursor(); k.execute('SELECT 1'); print(k.fetchone())"
    )
    manage = [sys.executable, "manage.py", "shell", "-c"]
    env = environment(var, DJANGO_SETTINGS_MODULE="soksi_portal.settings.development")
    first = subprocess.Popen([*manage, query], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    slow = f"import time; {query}; time.sleep(4); {query}"
    second = subprocess.Popen([*manage, slow], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert first.communicate(timeout=90)[0].splitlines()[-1] == "(1,)"
    assert second.communicate(timeout=90)[0].splitlines()[-2:] == ["(1,)", "(1,)"]
    assert (first.returncode, second.returncode) == (0, 0)
    assert until(lambda: processes_of(var) == {}, seconds=20), processes_of(var)


def test_leftovers_of_a_killed_run_are_ended(tmp_path: Path):
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", stubborn], env={**os.environ, MARK: str(tmp_path)})
    other = subprocess.Popen([sys.executable, "-c", stubborn], env={**os.environ, MARK: f"{tmp_path}-2"})
    try:
        begun = time.monotonic()
        end_leftovers(tmp_path)
        assert process.wait(1) == -9
        assert other.poll() is None  # another folder's is none of our business
        assert time.monotonic() - begun < 6
    finally:
        for one in (process, other):
            one.kill()
            one.wait()


def test_end_session_ends_children_of_a_killed_parent(tmp_path: Path):
    note = tmp_path / "pid"
    child = "import time; time.sleep(60)"
    parent = (
        "import subprocess, sys, time, pathlib;"
        f"p = subprocess.Popen([sys.executable, '-c', {child!r}]);"
        f"pathlib.Path({str(note)!r}).write_text(str(p.pid)); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", parent], start_new_session=True)
    assert until(lambda: note.exists() and note.read_text() != "", seconds=10)
    process.kill()
    end_session(process)
    assert until(lambda: not Path(f"/proc/{note.read_text()}").exists(), seconds=5)
