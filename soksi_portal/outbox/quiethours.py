"""No message leaves between 20.00 and 07.00 in the recipient's province (product page)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

BEGIN, END = time(20), time(7)


def after_quiet_hours(at: datetime, time_zone: str) -> datetime:
    """`at`, or 07.00 of the recipient's morning where `at` lies in the quiet hours."""
    zone = ZoneInfo(time_zone)
    local = at.astimezone(zone)
    if END <= local.time() < BEGIN:
        return at
    morning = local.date() + timedelta(days=1) if local.time() >= BEGIN else local.date()
    return datetime.combine(morning, END, tzinfo=zone)
