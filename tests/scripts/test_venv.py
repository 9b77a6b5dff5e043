"""The start notices an environment that is not whole."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from soksi_portal.embedded.state import ROOT


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("portal_venv", ROOT / "scripts" / "venv.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    (packages / "thing").mkdir(parents=True)
    (packages / "thing" / "code.py").write_text("x = 1\n")
    info = packages / "thing-1.0.dist-info"
    info.mkdir()
    (info / "RECORD").write_text(
        "thing/code.py,sha256=abc,6\nthing/__pycache__/code.pyc,,\nthing-1.0.dist-info/RECORD,,\n"
    )
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").write_text("")
    monkeypatch.setattr(module, "VENV", tmp_path)
    return module


def test_whole_package(venv: ModuleType):
    assert venv.broken_packages() == []


@pytest.mark.parametrize("harm", ["missing", "truncated", "no list"])
def test_harmed_package_is_found(venv: ModuleType, harm: str):
    packages = venv.VENV / "lib" / "python3.11" / "site-packages"
    if harm == "missing":
        (packages / "thing" / "code.py").unlink()
    elif harm == "truncated":
        (packages / "thing" / "code.py").write_text("")
    else:
        (packages / "thing-1.0.dist-info" / "RECORD").unlink()
    assert [path.name for path in venv.broken_packages()] == ["thing-1.0.dist-info"]


def test_install_cut_half_way_is_not_current(venv: ModuleType):
    assert not venv.is_current("run")
    venv.stamp("run").write_text(venv.fingerprint("run"))
    assert venv.is_current("run")
    assert not venv.is_current("dev")
    venv.stamp("run").write_text("of older requirements")
    assert not venv.is_current("run")


def test_development_environment_serves_running_too(venv: ModuleType):
    venv.stamp("dev").write_text(venv.fingerprint("dev"))
    assert venv.is_current("run")
