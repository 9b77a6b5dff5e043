"""A test run that is killed leaves no server, and the next one removes its folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from soksi_portal.embedded import throwaway
from soksi_portal.embedded.state import ROOT
from tests.soksi_portal.embedded.running import environment, until

SCRIPT = """
import os, sys, time
from soksi_portal.embedded.throwaway import RUN_FOLDER, ensure_servers
ensure_servers()
print(os.environ[RUN_FOLDER], flush=True)
time.sleep(60)
"""


def test_killed_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    run = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=environment(tmp_path / "var", TMPDIR=str(tmp_path)),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout
    folder = Path(run.stdout.readline().strip())
    assert _servers_in(folder) == ["postgres", "valkey-server"]
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    assert until(lambda: _servers_in(folder) == [], seconds=15)
    assert folder.is_dir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    throwaway._sweep()
    assert not folder.exists()


def _servers_in(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if any(word.startswith(os.fsencode(folder)) for word in words[1:]):
            found.append(Path(os.fsdecode(words[0])).name)
    return sorted(found)
