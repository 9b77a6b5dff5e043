"""How punctual pilots report, in their first and their last six months. The others owe no reports: nothing to compare."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from programs.impact.choices import LEAST_REPORTS
from programs.mentoring.models import Report
from programs.mentoring.reports.discipline import last_due
from programs.mentoring.reports.months import due_on
from programs.mentoring.statements.figures import month_after
from programs.pilots.models import Pilot
from umkm.cadres.models import Cadre

HALF = 6


def shares_in_time(now: datetime) -> list[tuple[str, float, float]]:
    """[(province, share in the first six months, in the last six)] of each pilot that owed LEAST_REPORTS or more."""
    sent = _sent_in_time()
    pilots = Pilot.objects.exclude(business__owner__in=Cadre.objects.restricted().values("pk"))
    found = []
    for pilot in pilots.select_related("seat__province").order_by("pk"):
        zone = pilot.seat.province.zone
        first = pilot.accepted_at.astimezone(zone).date().replace(day=1)
        end = (pilot.ended_at or now).astimezone(zone).date()
        months = _owed(first, min(end, now.astimezone(zone).date()))
        if len(months) >= LEAST_REPORTS:
            kept = [month in sent[pilot.business_id] for month in months]
            found.append((pilot.seat.province_id, sum(kept[:HALF]) / HALF, sum(kept[-HALF:]) / HALF))
    return found


def _owed(joined: date, end: date) -> list[date]:
    """The months after the one in which it joined, that were due by the end."""
    months, month, last = [], month_after(joined), last_due(end)
    while month <= last:
        months.append(month)
        month = month_after(month)
    return months


def _sent_in_time() -> dict[int, set[date]]:
    found: dict[int, set[date]] = defaultdict(set)
    rows = Report.objects.sent().monthly().values_list("business_id", "month", "sent_on")
    for business, month, sent_on in rows.iterator():
        if sent_on is not None and sent_on <= due_on(month):
            found[business].add(month)
    return found
