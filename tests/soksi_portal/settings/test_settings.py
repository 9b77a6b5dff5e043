"""Production refuses to start half-configured; every setting is documented."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys

import pytest

from soksi_portal.embedded.state import ROOT
from soksi_portal.settings.addresses import broker_address, redis_address
from soksi_portal.settings.secret import is_weak

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "soksi_portal.settings.production",
    "PORTAL_ENV_FILE": os.devnull,
    "SECRET_KEY": "Zk3v9Qm1Xw7Rb5Ty8Nc2Lp6Hd4Gf0Js-Aq_Ve9Uo1Ii7Kx5Mw3Bz8Ct6Dr",
    "ALLOWED_HOSTS": "kemitraan.example.id",
    "DATABASE_URL": "postgresql://portal@db.example.id/portal",
    "REDIS_URL": "redis://valkey.example.id:6379",
    "PORTAL_URL": "https://kemitraan.example.id",
    "EMAIL_HOST": "smtp.example.id",
    "PERSONAL_DATA_KEYS": "1:" + base64.b64encode(bytes(range(32))).decode(),
    "BLIND_INDEX_KEY": "Pq8Rt2Vw5Xz1Ya4Bc7De0Fg3Hi6Jk9Lm-Nn_Oo2Pp5Qq8Rr1Ss4Tt",
}


def check(*words: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], **COMPLETE}
    for name, value in changes.items():
        if value is None:
            del env[name]
        else:
            env[name] = value
    return subprocess.run(
        [sys.executable, "manage.py", "check", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_complete_production_passes_the_deployment_check():
    done = check("--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues (1 silenced)" in done.stdout  # the one that base.py gives a reason for


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY kosong atau lemah"),
        ({"SECRET_KEY": "pendek"}, "SECRET_KEY kosong atau lemah"),
        ({"DEBUG": "true"}, "DEBUG tidak boleh menyala"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS harus berisi"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS harus berisi"),
        ({"DEMO": "true"}, "DEMO tidak boleh menyala"),
        ({"DATABASE_URL": None}, "DATABASE_URL harus diisi"),
        ({"REDIS_URL": None}, "REDIS_URL harus diisi"),
        ({"EMAIL_HOST": None}, "EMAIL_HOST harus diisi"),
        ({"PERSONAL_DATA_KEYS": None}, "PERSONAL_DATA_KEYS harus berisi"),
        ({"PERSONAL_DATA_KEYS": "1:cGVuZGVr"}, "setiap kunci ditulis nomor:base64"),
        ({"BLIND_INDEX_KEY": None}, "BLIND_INDEX_KEY kosong atau lemah"),
        ({"PORTAL_URL": "http://kemitraan.example.id"}, "PORTAL_URL harus dimulai dengan https://"),
    ],
)
def test_half_configured_production_refuses(changes: dict[str, str | None], words: str):
    done = check(**changes)
    assert done.returncode == 1
    assert words in done.stderr


@pytest.mark.parametrize("key", ["", "a" * 60, "abc" * 20, "django-insecure-" + "0123456789abcdef" * 4])
def test_weak_key(key: str):
    assert is_weak(key)


def test_every_setting_from_the_environment_is_documented():
    used = set()
    for file in (ROOT / "soksi_portal").rglob("*.py"):
        used |= set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', file.read_text()))
    documented = set(re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert used - documented == set()


@pytest.mark.parametrize(
    ("url", "client", "broker"),
    [
        ("unix:///a/v.sock", "unix:///a/v.sock?db=1", "redis+socket:///a/v.sock?virtual_host=1"),
        ("redis://h:6379", "redis://h:6379/1", "redis://h:6379/1"),
        ("rediss://:p%40@h:6379/5?ssl_cert_reqs=required",)
        + ("rediss://:p%40@h:6379/1?ssl_cert_reqs=required",) * 2,
    ],
)
def test_address_for_each_reader(url: str, client: str, broker: str):
    assert (redis_address(url, 1), broker_address(url, 1)) == (client, broker)
