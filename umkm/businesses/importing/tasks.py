"""Background work of imports, named in the beat schedule or sent by the views.

Reading, running and undoing need no retry policy of their own: the rows say what is left to do, and `resume_imports`
asks for it every few seconds. What is asked for once a day is tried again.
"""

from celery import shared_task
from django.conf import settings
from django.db import OperationalError

from ..models import BulkImport
from . import running, services, undoing

LONG = 3_600  # seconds: taking back, and reading, happen in one piece


@shared_task(ignore_result=True, time_limit=LONG, soft_time_limit=LONG)
def prepare_import(batch_id: int) -> None:
    """Reads a file that was sent; reading it twice reads it once."""
    batch = BulkImport.objects.filter(pk=batch_id).first()
    if batch:
        services.prepare(batch=batch)


@shared_task(ignore_result=True)
def run_import(batch_id: int) -> None:
    """Some minutes of an import, then the next task goes on; two of them never run one import."""
    if running.run_import(batch_id=batch_id):
        run_import.delay(batch_id)


@shared_task(ignore_result=True, time_limit=LONG, soft_time_limit=LONG)
def undo_import(batch_id: int) -> None:
    """Takes everything back or nothing; twice does it once."""
    batch = BulkImport.objects.filter(pk=batch_id).first()
    if batch:
        undoing.undo(batch=batch)


@shared_task(ignore_result=True)
def resume_imports() -> None:
    """From the beat schedule: imports whose worker has died go on where they stopped."""
    waiting = running.left_alone()
    for task, batches in (
        (prepare_import, waiting.to_read),
        (run_import, waiting.to_run),
        (undo_import, waiting.to_undo),
    ):
        for batch_id in batches:
            # by then this asks again: else they pile up while nobody takes them
            task.apply_async([batch_id], expires=settings.CELERY_BEAT_SCHEDULE["resume-imports"]["schedule"])


@shared_task(ignore_result=True, autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def forget_old_files() -> None:
    """Once a day: what holds people's numbers and is not needed any more."""
    services.forget_old_files()
