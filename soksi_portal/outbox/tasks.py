from __future__ import annotations

import time

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from . import delivery, retention
from .tallies.services import count_days

LONGEST_RUN = 240.0  # seconds, well under the time limit of tasks, so that others get their turn


@shared_task(ignore_result=True)
def deliver_due() -> None:
    """From the beat schedule every few seconds, and after each commit that plans a message.

    Needs no retry policy of its own: the rows say what is left to do. Safe to run twice and side by side.
    """
    until = time.monotonic() + LONGEST_RUN
    while delivery.deliver_due(until=until) and time.monotonic() < until:
        continue


@shared_task(ignore_result=True)
def count_messages() -> None:
    """Every few minutes; see tallies/services.py. Safe to run twice."""
    count_days(until=timezone.localdate())


@shared_task(autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3, ignore_result=True)
def drop_old_texts() -> None:
    """Every night, until none is left or it is another's turn. Safe to run twice and side by side."""
    until = time.monotonic() + LONGEST_RUN
    while retention.drop_old_texts(now=timezone.now()) and time.monotonic() < until:
        continue
