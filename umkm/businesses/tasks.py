"""Background work of this slice, named in the beat schedule.

What beat asks for within minutes anyway is not tried again; what it asks for once a night, or nobody asks for twice, is.
"""

import time

from celery import shared_task
from django.db import OperationalError

from umkm.cadres.models import CadreTally

from .documents.storing import sweep_files
from .duplicates import finding, sweeping
from .models import BusinessTally, SearchWord, StaleSearch


@shared_task(ignore_result=True)
def fold_tallies() -> None:
    """Every minute from the beat schedule; beside writers and itself it does no harm."""
    BusinessTally.objects.fold()
    CadreTally.objects.fold()


@shared_task(ignore_result=True, autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def seek_duplicates(business_id: int) -> None:
    """After a business is submitted; again, it changes nothing."""
    finding.seek(business_id=business_id)


@shared_task(ignore_result=True, autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def seek_missed_duplicates(after: list[str] | None = None) -> None:
    """Every night: those of the last days, a stretch at a time; each stretch asks for the next."""
    following = sweeping.sweep(after=after)
    if following:
        seek_missed_duplicates.delay(following)


@shared_task(ignore_result=True, autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def sweep_document_files() -> None:
    """Every night: files that were left over by a storage that failed or a process that died."""
    sweep_files()


@shared_task(ignore_result=True)
def fold_search_words() -> None:
    """Words that two writers brought at once are one again."""
    SearchWord.objects.fold()


@shared_task(ignore_result=True)
def renew_stale_search() -> None:
    """Every few minutes: nothing to do but after a place or a KBLI title was renamed. What is not reached is next time's."""
    until = time.monotonic() + 120
    while time.monotonic() < until and StaleSearch.objects.renew() is not None:
        pass


@shared_task(
    ignore_result=True,
    time_limit=3_600,
    soft_time_limit=3_500,
    autoretry_for=(OperationalError, OSError),
    retry_backoff=True,
    max_retries=3,
)
def count_search_words() -> None:
    """Every week: how usual each word is; those of nobody are forgotten, an erased name too."""
    SearchWord.objects.rebuild()
