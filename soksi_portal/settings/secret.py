"""The secret key: made once for a development start, judged for a production one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

SHORTEST_KEY = 50  # characters, as `check --deploy` asks (security.W009)
FEWEST_DIFFERENT = 10


def own_secret_key(var: Path) -> str:
    """The key of this checkout, kept in `var`, readable by its owner only."""
    file = var / "secret-key"
    try:
        return file.read_text()
    except FileNotFoundError:
        var.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(60)
        try:
            with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
                new.write(key)
        except FileExistsError:  # another process of the same start was first
            return file.read_text()
        return key


def is_weak(key: str) -> bool:
    return len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT or "insecure" in key.lower()
