"""Background work of this slice, named in the beat schedule."""

from __future__ import annotations

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from . import services
from .models import PilotTally


@shared_task(ignore_result=True)
def fold_tallies() -> None:
    """Every few minutes from the beat schedule; beside writers and itself it does no harm."""
    PilotTally.objects.fold()


@shared_task(autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def carry_on_offers() -> tuple[int, int, int]:
    """Every minute: remind, end what nobody answered, offer what became free. Twice, or twice at once, is once.

    Each offer and each province in a transaction of its own. Returns (lapsed, offered, reminded).
    """
    now = timezone.now()
    lapsed = sum(services.lapse_offer(offer=offer, now=now) for offer in services.late_offers(now))
    offered = sum(
        len(services.offer_free_seats(phase_id=phase, province_id=province))
        for phase, province in services.freed_provinces()
    )
    return lapsed, offered, services.remind_unanswered(now=now)
