"""Days and moments for these tests, far enough ahead to be scheduled."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

from programs.training.models import Module, Session, Venue
from programs.training.scheduling.candidates import Candidate
from soksi_portal.accounts.models import User
from umkm.regions.models import Province

MONDAY, TUESDAY, FRIDAY = 0, 1, 4


def coming(weekday: int, *, weeks: int = 2) -> dt.date:
    """That day of the week, at least `weeks` ahead."""
    soon = timezone.localdate() + dt.timedelta(weeks=weeks)
    return soon + dt.timedelta(days=(weekday - soon.weekday()) % 7)


def at(day: dt.date, clock: str, zone: str = "Asia/Jakarta") -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), tzinfo=ZoneInfo(zone))


def candidate(
    day: dt.date,
    begins: str = "09:00",
    ends: str = "12:00",
    *,
    provinces: list[Province],
    trainer: User | None = None,
    venue: Venue | None = None,
    module: Module | None = None,
    session: Session | None = None,
    phase: object = None,
) -> Candidate:
    zone = provinces[0].time_zone
    return Candidate(
        starts_at=at(day, begins, zone),
        ends_at=at(day, ends, zone),
        time_zone=zone,
        provinces=provinces,
        trainer=trainer,
        venue=venue,
        module=module,
        session=session,
        phase=phase,  # type: ignore[arg-type]
    )
