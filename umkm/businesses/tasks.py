"""Background work of this slice, named in the beat schedule."""

from celery import shared_task

from .models import BusinessTally


@shared_task(ignore_result=True)
def fold_tallies() -> None:
    """Every minute from the beat schedule; beside writers and itself it does no harm."""
    BusinessTally.objects.fold()
