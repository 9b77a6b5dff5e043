"""Beat's own sign of life, so that a full queue is not mistaken for a dead beat."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery.beat import PersistentScheduler
from django.core.cache import cache

HEARTBEAT_KEY = "health:beat"
EVERY = 5.0  # seconds
LONGEST_SILENCE = 20.0  # seconds

logger = logging.getLogger(__name__)


class BeatWithHeartbeat(PersistentScheduler):
    """Celery's scheduler; writes down when it last looked at its schedule."""

    _next_sign = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        pause: float = super().tick(*args, **kwargs)
        if time.monotonic() >= self._next_sign:
            self._next_sign = time.monotonic() + EVERY
            try:
                cache.set(HEARTBEAT_KEY, time.time(), timeout=3600)
            except Exception:  # the schedule goes on; the silence tells
                logger.exception("Tanda hidup tidak dapat ditulis")
        return min(pause, EVERY)

    def close(self) -> None:
        super().close()
        cache.delete(HEARTBEAT_KEY)  # an orderly end is known at once


def beat_is_alive() -> bool:
    last = cache.get(HEARTBEAT_KEY)
    return last is not None and time.time() - last < LONGEST_SILENCE
