"""Background work of this slice, named in the beat schedule."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import OperationalError

from soksi_portal.accounts.models import User

from . import services
from .errors import AlreadyCounting, NotCounted

logger = logging.getLogger(__name__)


@shared_task(autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3, ignore_result=True)
def count_impact(by: int | None = None) -> None:
    """Every night, and when somebody asks. Where it fails, the last count stays on the page, with its date."""
    try:
        services.count_impact(by=User.objects.filter(pk=by).first() if by else None)
    except AlreadyCounting:
        return
    except NotCounted:
        logger.exception("impact not counted")
