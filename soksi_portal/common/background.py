"""Asking a worker for something soon, where nothing is lost if nobody hears it."""

from __future__ import annotations

from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError


def once_committed(task: str, *args: Any, expires: int | None = None) -> None:
    """Send `task` (its full name) when the transaction is through; `expires` in seconds.

    A broker that is down is passed over: only for work that the beat schedule finds as well, or that may be left.
    """
    # a plain function: Django names what fails by its __qualname__, which a partial has not
    transaction.on_commit(lambda: send_quietly(task, *args, expires=expires), robust=True)


def send_quietly(task: str, *args: Any, expires: int | None = None) -> None:
    """At once; see `once_committed`."""
    try:
        current_app.send_task(task, args=args, retry=False, expires=expires)
    except (OperationalError, OSError):
        return
