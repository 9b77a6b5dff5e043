"""Whether the parts that the portal stands on are alive."""

from __future__ import annotations

from collections.abc import Callable

from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from .tasks import HEARTBEAT_KEY

LONGEST_SILENCE = 45  # seconds; beat is due every 10


def readiness() -> dict[str, bool]:
    """{part: alive} for database, broker, worker and beat. No part's failure hides another's."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _database,
        "broker": _broker,
        "worker": _worker,
        "beat": _beat,
    }
    return {name: _holds(check) for name, check in checks.items()}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever it is, that part is not alive
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _broker() -> bool:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
    return True


def _worker() -> bool:
    return bool(current_app.control.ping(timeout=1, limit=1))


def _beat() -> bool:
    """The last heartbeat went from beat over the broker through a worker not long ago."""
    last = cache.get(HEARTBEAT_KEY)
    return last is not None and timezone.now().timestamp() - last < LONGEST_SILENCE
