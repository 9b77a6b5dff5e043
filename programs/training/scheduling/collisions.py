"""What stands in the way of a session: what forbids it, and what one must know before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.training.choices import AttendanceStatus, SessionState
from programs.training.models import Holiday, Invitation, Module, Session, TrainerProfile
from programs.training.models.materials import TAKE_PART
from programs.training.services.bookings import in_the_way
from soksi_portal.common.display import day, figure, moment_range, zone_name

from .candidates import Candidate

FRIDAY = 4
# when men are at the mosque (product.md, local time)
PRAYER_BEGINS, PRAYER_ENDS = dt.time(11, 30), dt.time(13, 0)
PROVINCES_NAMED = 3


@dataclass(frozen=True)
class Collision:
    kind: str
    sentence: str
    forbids: bool = False


def collisions_of(candidate: Candidate) -> list[Collision]:
    """What forbids it first."""
    found = [
        Collision(refusal.field or "", refusal.message, forbids=True)
        for refusal in in_the_way(candidate.as_session(), moving=candidate.moving)
    ]
    for look in (_participants, _holidays, _prayer, _trainer_fits, _prerequisites):
        found += look(candidate)
    return found


def _participants(candidate: Candidate) -> Iterator[Collision]:
    """Another session of the same people."""
    if not candidate.people:
        return
    taken = (
        Invitation.objects.filter(person__in=candidate.people, state__in=TAKE_PART)
        .exclude(session__state=SessionState.CANCELLED)
        .filter(session__starts_at__lt=candidate.ends_at, session__ends_at__gt=candidate.starts_at)
    )
    if candidate.session:
        taken = taken.exclude(session__in=[candidate.session.pk, *candidate.moving])
    by_session: dict[int, set[int]] = {}
    for session, person in taken.values_list("session_id", "person_id"):
        by_session.setdefault(session, set()).add(person)
    others = Session.objects.select_related("module").in_bulk(by_session)
    for pk in sorted(by_session):
        other = others[pk]
        sentence = ngettext(
            "%(number)d peserta yang sama diundang ke “%(module)s” pada %(time)s.",
            "%(number)d peserta yang sama diundang ke “%(module)s” pada %(time)s.",
            len(by_session[pk]),
        ) % {
            "number": len(by_session[pk]),
            "module": other.module,
            "time": moment_range(other.starts_at, other.ends_at, other.time_zone),
        }
        yield Collision("participants", sentence)


def days_of(candidate: Candidate) -> set[dt.date]:
    """The days on which it is held, in each zone that takes part."""
    last = candidate.ends_at - dt.timedelta(seconds=1)
    return {
        at.astimezone(ZoneInfo(zone)).date() for zone in candidate.zones for at in (candidate.starts_at, last)
    }


def holidays_among(candidate: Candidate, first: dt.date, last: dt.date) -> list[Holiday]:
    everywhere = Q(province=None) | Q(province__in=[one.code for one in candidate.provinces])
    standing = Holiday.objects.standing().filter(everywhere, day__range=(first, last))
    return list(standing.select_related("province").order_by("day", "province__name"))


def _holidays(candidate: Candidate) -> Iterator[Collision]:
    days = days_of(candidate)
    for holiday in holidays_among(candidate, min(days), max(days)):
        values = {"day": day(holiday.day), "name": holiday.name, "province": holiday.province}
        sentence = _("%(day)s hari libur: %(name)s.")
        if holiday.province:
            sentence = _("%(day)s hari libur di %(province)s: %(name)s.")
        yield Collision("holiday", sentence % values)


def meets_prayer(starts_at: dt.datetime, ends_at: dt.datetime, zone: str) -> bool:
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    if start.weekday() != FRIDAY:
        return False
    begins = dt.datetime.combine(start.date(), PRAYER_BEGINS, tzinfo=start.tzinfo)
    return start < dt.datetime.combine(start.date(), PRAYER_ENDS, tzinfo=start.tzinfo) and end > begins


def _prayer(candidate: Candidate) -> Iterator[Collision]:
    met = [zone for zone in candidate.zones if meets_prayer(candidate.starts_at, candidate.ends_at, zone)]
    if met:
        zones = ", ".join(zone_name(zone) for zone in met)
        yield Collision(
            "prayer", _("Bertepatan dengan salat Jumat (11.30–13.00 %(zones)s).") % {"zones": zones}
        )


def _trainer_fits(candidate: Candidate) -> Iterator[Collision]:
    """Only where the trainer's profile says anything."""
    profile = TrainerProfile.objects.filter(user=candidate.trainer).first() if candidate.trainer else None
    if profile is None:
        return
    modules = set(profile.modules.values_list("pk", flat=True))
    if candidate.module and modules and candidate.module.pk not in modules:
        sentence = _("%(trainer)s tidak tercatat mengajar “%(module)s”.")
        yield Collision("trainer", sentence % {"trainer": candidate.trainer, "module": candidate.module})
    provinces = set(profile.provinces.values_list("pk", flat=True))
    foreign = [one.name for one in candidate.provinces if one.code not in provinces] if provinces else []
    if foreign:
        named = ", ".join(foreign[:PROVINCES_NAMED])
        if len(foreign) > PROVINCES_NAMED:
            named = _("%(named)s dan %(more)d lainnya") % {
                "named": named, "more": len(foreign) - PROVINCES_NAMED,
            }  # fmt: skip
        sentence = _("%(trainer)s tidak tercatat bertugas di %(provinces)s.")
        yield Collision("trainer", sentence % {"trainer": candidate.trainer, "provinces": named})


def _prerequisites(candidate: Candidate) -> Iterator[Collision]:
    """Participants who neither took what the module builds on, nor are invited to it before."""
    if not candidate.module or not candidate.people:
        return
    needed = list(Module.objects.filter(needed_by__module=candidate.module, is_active=True).order_by("code"))
    if not needed:
        return
    done = Invitation.objects.filter(person__in=candidate.people, session__module__in=needed).filter(
        Q(attendance__status=AttendanceStatus.PRESENT)
        | Q(
            session__state=SessionState.PLANNED,
            session__ends_at__lte=candidate.starts_at,
            state__in=TAKE_PART,
        )
    )
    known: dict[int, set[int]] = {}
    for taken, person in done.values_list("session__module_id", "person_id"):
        known.setdefault(taken, set()).add(person)
    for module in needed:
        missing = len(set(candidate.people) - known.get(module.pk, set()))
        if missing:
            sentence = _("%(missing)s dari %(all)s peserta belum mengikuti “%(module)s”, yang mendahuluinya.")
            values = {"missing": figure(missing), "all": figure(len(candidate.people)), "module": module}
            yield Collision("prerequisite", sentence % values)
