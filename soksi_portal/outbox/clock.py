"""Whether this worker's clock can be trusted: one that is hours ahead would write to people at night.

Times are the application's, everywhere; the database's clock is asked only for how far the two lie apart.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

log = logging.getLogger(__name__)


def is_wrong() -> bool:
    """Farther from the database's than a lease could bear. Says so in the log, each time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [there] = cursor.fetchone()
    apart = abs(timezone.now() - there)
    if apart <= timedelta(seconds=settings.OUTBOX_CLOCK_TOLERANCE_SECONDS):
        return False
    log.error("this worker's clock is %s away from the database's: nothing is delivered", apart)
    return True
