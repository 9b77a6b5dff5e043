from __future__ import annotations

import time

from celery import shared_task

from . import delivery

LONGEST_RUN = 240.0  # seconds, well under the time limit of tasks, so that others get their turn


@shared_task(ignore_result=True)
def deliver_due() -> None:
    """From the beat schedule every few seconds, and after each commit that plans a message.

    Needs no retry policy of its own: the rows say what is left to do. Safe to run twice and side by side.
    """
    until = time.monotonic() + LONGEST_RUN
    while delivery.deliver_due(until=until) and time.monotonic() < until:
        continue
