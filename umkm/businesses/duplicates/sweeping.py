"""The nightly search for what the hook missed: a broker that was down, rows that an import brought."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from umkm.businesses.models import Business

from .finding import seek

DAYS_BACK = timedelta(days=3)  # a night or two may fail
STRETCH = 1_000  # businesses of one task: a few seconds


def sweep(*, after: list[str] | None = None) -> list[str] | None:
    """Look for duplicates of those that wait to be examined, the oldest first, behind the position `after`.

    Returns the position to go on from, or None at the end.
    """
    waiting = Business.objects.awaiting_verification().filter(submitted_at__gte=timezone.now() - DAYS_BACK)
    if after:
        at, number = parse_datetime(after[0]), int(after[1])
        waiting = waiting.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=number))
    rows = list(waiting.order_by("submitted_at", "pk").values_list("submitted_at", "pk")[:STRETCH])
    for _at, number in rows:
        seek(business_id=number)
    if len(rows) < STRETCH:
        return None
    at, number = rows[-1]
    return [at.isoformat(), str(number)] if at else None
