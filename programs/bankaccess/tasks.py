"""Background work of this slice, named in the beat schedule."""

from __future__ import annotations

from celery import shared_task

from .models import BankTally


@shared_task(ignore_result=True)
def fold_tallies() -> None:
    """Every few minutes from the beat schedule; beside writers and itself it does no harm."""
    BankTally.objects.fold()
