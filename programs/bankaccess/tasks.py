"""Background work of this slice, named in the beat schedule."""

from __future__ import annotations

from celery import shared_task
from django.db import OperationalError

from .models import BankTally
from .readiness.services import keep_all_scores


@shared_task(ignore_result=True)
def fold_tallies() -> None:
    """Every few minutes from the beat schedule; beside writers and itself it does no harm."""
    BankTally.objects.fold()


@shared_task(autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3, ignore_result=True)
def count_readiness() -> None:
    """Every few hours from the beat schedule: months pass by themselves. Running it twice keeps nothing twice."""
    keep_all_scores()
