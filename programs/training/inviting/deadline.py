"""How long pilots are served before observers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

# two days after the last reminder to those who have not answered (5 days before, issue 5), and early enough that an
# observer who moves up can still arrange the day
BEFORE_START = timedelta(days=3)
AT_LEAST = timedelta(hours=24)  # where observers are invited late, pilots still have a day to say yes


def pilots_deadline(starts_at: datetime) -> datetime:
    """Until then a pilot's yes gets its place whatever observers answered; then places go by the order of answers.

    Fixed for a session when its first observers are invited, and told to them; a later start does not move it, since
    observers rely on it, an earlier one does.
    """
    return min(starts_at, max(starts_at - BEFORE_START, timezone.now() + AT_LEAST))
