"""The secret key: made once for a development start, judged for a production one."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

SHORTEST_KEY = 50  # characters, as `check --deploy` asks (security.W009)
FEWEST_DIFFERENT = 10


def own_secret_key(var: Path) -> str:
    """The key of this checkout, kept in `var`, readable by its owner only."""
    return _kept(var / "secret-key", lambda: secrets.token_urlsafe(60))


def own_personal_data_key(var: Path) -> str:
    """What NIK and NPWP of this checkout's database are encrypted with."""
    return _kept(
        var / "personal-data-key", lambda: "1:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    )


def _kept(file: Path, make: Callable[[], str]) -> str:
    try:
        return file.read_text()
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        key = make()
        try:
            with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
                new.write(key)
        except FileExistsError:  # another process of the same start was first
            return file.read_text()
        return key


def is_weak(key: str) -> bool:
    return len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT or "insecure" in key.lower()
