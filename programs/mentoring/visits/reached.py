"""What a pilot has reached in its visits: for its graduation, and on its way."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.models import ActionItem, Visit
from programs.pilots.models import Pilot
from soksi_portal.common.display import day, figure, in_zone


def visits_held(pilot: Pilot) -> int:
    """While it sat on its seat."""
    held = Visit.objects.held().filter(business=pilot.business_id, held_at__gte=pilot.accepted_at)
    return (held.filter(held_at__lte=pilot.ended_at) if pilot.ended_at else held).count()


def visits_words(pilot: Pilot) -> str:
    """`3 kunjungan, 2 tugas terbuka. Berikutnya 5 Desember 2026.`; empty where nothing was planned yet."""
    held = visits_held(pilot)
    coming = Visit.objects.planned().filter(business=pilot.business_id, starts_at__gt=timezone.now())
    first = coming.order_by("starts_at").select_related("province").first()
    tasks = ActionItem.objects.unfinished().filter(business=pilot.business_id).count()
    if not (held or first or tasks):
        return ""
    words = _("%(visits)s kunjungan, %(tasks)s tugas terbuka.") % {
        "visits": figure(held),
        "tasks": figure(tasks),
    }
    if first is None or pilot.ended_at is not None:
        return words
    when = day(in_zone(first.starts_at, first.province.time_zone))
    return f"{words} " + _("Kunjungan berikutnya %(day)s.") % {"day": when}
