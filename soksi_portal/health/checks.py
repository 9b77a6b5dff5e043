"""Whether the parts that the portal stands on are alive."""

from __future__ import annotations

import logging
from collections.abc import Callable

from celery import current_app
from django.db import connection

from .heartbeat import beat_is_alive

PATIENCE = 2.0  # seconds for a worker's answer

logger = logging.getLogger(__name__)


def readiness() -> dict[str, bool]:
    """{part: alive} for database, broker, worker and beat. No part's failure hides another's."""
    broker = _holds("broker", _broker)
    return {
        "database": _holds("database", _database),
        "broker": broker,
        "worker": broker and _holds("worker", _worker),  # it is asked over the broker
        "beat": _holds("beat", beat_is_alive),
    }


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:  # whatever it is, that part is not alive
        logger.warning("%s tidak menjawab: %s", name, error)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _broker() -> bool:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE)
    return True


def _worker() -> bool:
    """A worker answers over the broker, now."""
    return bool(current_app.control.ping(timeout=PATIENCE, limit=1))
