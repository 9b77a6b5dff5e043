"""Asking a worker to look for duplicates, once what changed is committed."""

from __future__ import annotations

from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from umkm.businesses.models import Business

TASK = "umkm.businesses.tasks.seek_duplicates"


def seek_soon(business: Business) -> None:
    transaction.on_commit(partial(_send, business.pk), robust=True)


def _send(business_id: int) -> None:
    """A broker that is down loses nothing: the nightly search finds what was missed."""
    try:
        current_app.send_task(TASK, args=[business_id], retry=False, expires=6 * 3600)
    except (OperationalError, OSError):
        return
