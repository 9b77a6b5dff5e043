"""Background work of imports, named in the beat schedule or sent by the views."""

from celery import shared_task

from ..models import BulkImport
from . import running, services


@shared_task(ignore_result=True)
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


@shared_task(ignore_result=True)
def resume_imports() -> None:
    """From the beat schedule: imports whose worker has died go on where they stopped."""
    unread, stopped = running.left_alone()
    for batch_id in unread:
        prepare_import.delay(batch_id)
    for batch_id in stopped:
        run_import.delay(batch_id)
