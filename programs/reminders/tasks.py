from __future__ import annotations

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from . import services


@shared_task(ignore_result=True, autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def plan_due_reminders() -> None:
    """Every minute from the beat schedule; running it twice plans nothing twice."""
    services.plan(now=timezone.now())
