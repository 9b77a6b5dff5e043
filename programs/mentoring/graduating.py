"""What a pilot has reached in its reports, counted for its graduation."""

from __future__ import annotations

from programs.pilots.models import Pilot

from .models import Report
from .reports.discipline import last_due, sent_in_time
from .reports.months import today
from .statements.figures import months_between


def months_reported(pilot: Pilot) -> int:
    return sent_in_time(pilot.business_id)[0]


def reports_in_time(pilot: Pilot) -> int:
    """Per cent of the months that were due since the books began, rounded down; what did not come is not in time."""
    opening = Report.objects.sent().filter(business=pilot.business_id, is_opening=True).first()
    if opening is None:
        return 0
    sent, in_time = sent_in_time(pilot.business_id)
    owed = max(sent, months_between(opening.month, last_due(today())))
    return in_time * 100 // owed if owed > 0 else 0
