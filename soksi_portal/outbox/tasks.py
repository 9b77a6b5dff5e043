from __future__ import annotations

from celery import shared_task

from . import delivery

MOST_BATCHES = 40  # in one run of the task, so that others get their turn


@shared_task(ignore_result=True)
def deliver_due() -> None:
    """From the beat schedule every few seconds, and after each commit that plans a message.

    Needs no retry policy of its own: the rows say what is left to do. Safe to run twice and side by side.
    """
    for _batch in range(MOST_BATCHES):
        if not delivery.deliver_due():
            return
