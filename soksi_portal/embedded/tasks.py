"""Signs of life: beat plans this, a worker runs it."""

from __future__ import annotations

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

HEARTBEAT_KEY = "embedded:heartbeat"
KEPT = 3600  # seconds


@shared_task
def beat_is_alive() -> None:
    """Running this proves beat, broker and worker at once; safe to run twice."""
    cache.set(HEARTBEAT_KEY, timezone.now().timestamp(), KEPT)
