"""A session as somebody is about to schedule it: perhaps incomplete, never saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from zoneinfo import ZoneInfo

from programs.partnership.models import Phase
from programs.pilots.models import Pilot
from programs.training.choices import Rhythm
from programs.training.models import Module, Session, Venue
from programs.training.models.materials import TAKE_PART
from soksi_portal.accounts.models import User
from umkm.regions.models import Province

STEPS = {
    Rhythm.WEEKLY: dt.timedelta(weeks=1),
    Rhythm.BIWEEKLY: dt.timedelta(weeks=2),
    Rhythm.FOUR_WEEKLY: dt.timedelta(weeks=4),
}
SATURDAY = 5


@dataclass(frozen=True)
class Candidate:
    """`session` is the one that is being changed; a new one has none."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    time_zone: str
    provinces: Sequence[Province] = ()
    phase: Phase | None = None
    module: Module | None = None
    trainer: User | None = None
    venue: Venue | None = None
    session: Session | None = field(default=None)
    moving: frozenset[int] = frozenset()  # sessions that are moved together with it

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def zones(self) -> list[str]:
        """All in which somebody takes part."""
        return sorted({self.time_zone, *(province.time_zone for province in self.provinces)})

    @cached_property
    def people(self) -> list[int]:
        """Who is invited, or would be: the accounts of the pilots' owners."""
        if self.session:
            live = self.session.invitations.filter(state__in=TAKE_PART)
            return list(live.values_list("person_id", flat=True))
        if not self.phase:
            return []
        pilots = Pilot.objects.active().filter(
            seat__phase=self.phase, seat__province__in=[one.code for one in self.provinces]
        )
        owners = pilots.filter(business__owner__user__is_active=True)
        return list(owners.values_list("business__owner__user_id", flat=True).distinct())

    def at(self, starts_at: dt.datetime, module: Module | None = None) -> Candidate:
        """The same at another time."""
        length = self.ends_at - self.starts_at
        moved = replace(self, starts_at=starts_at, ends_at=starts_at + length, module=module or self.module)
        if "people" in self.__dict__:
            moved.__dict__["people"] = self.people  # asked once for all dates of a series
        return moved

    def as_session(self) -> Session:
        """Unsaved, for the checks of bookings."""
        return Session(
            pk=self.session.pk if self.session else None,
            trainer=self.trainer,
            venue=self.venue,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
        )


def starts_of(first: dt.datetime, rhythm: str, times: int) -> list[dt.datetime]:
    """The beginnings of a series. No zone of Indonesia changes its clocks, so a week is always as long."""
    if rhythm == Rhythm.ONCE or times < 2:
        return [first]
    if rhythm != Rhythm.DAILY:
        return [first + STEPS[Rhythm(rhythm)] * number for number in range(times)]
    found = [first]
    while len(found) < times:
        following = found[-1] + dt.timedelta(days=1)
        while following.weekday() >= SATURDAY:
            following += dt.timedelta(days=1)
        found.append(following)
    return found
