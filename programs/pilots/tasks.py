"""Background work of this slice, named in the beat schedule."""

from celery import shared_task

from .models import PilotTally


@shared_task(ignore_result=True)
def fold_tallies() -> None:
    """Every few minutes from the beat schedule; beside writers and itself it does no harm."""
    PilotTally.objects.fold()
