"""Mentors and visits in the story of a business on `/usaha/<id>/`: that they were, not what was found."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programs.mentoring.models import Assignment, Visit
from umkm.businesses.models import Business
from umkm.businesses.story import Event, Standing, StoryPart

from .choices import VisitState


def events(business: Business) -> Iterator[Event]:
    for one in Assignment.objects.filter(business=business).select_related("mentor__user", "began_by"):
        yield Event(
            at=one.began_at,
            title=_("Didampingi oleh %(mentor)s") % {"mentor": one.mentor},
            who=one.began_by.full_name,
            tone="info",
        )
        if one.ended_at is not None:
            yield Event(
                at=one.ended_at,
                title=_("Pendampingan oleh %(mentor)s berakhir") % {"mentor": one.mentor},
                text=one.end_reason,
            )
    visits = Visit.objects.filter(business=business, state__in=(VisitState.DONE, VisitState.CANCELLED))
    for visit in visits.select_related("province", "mentor__user"):
        yield _visited(visit)


def _visited(visit: Visit) -> Event:
    if visit.state == VisitState.CANCELLED:
        return Event(
            at=visit.cancelled_at or visit.starts_at,
            title=_("Kunjungan pendampingan dibatalkan"),
            text=visit.cancel_reason,
        )
    return Event(
        at=visit.held_at or visit.starts_at,
        title=_("Pendampingan: %(mode)s") % {"mode": str(visit.get_mode_display()).lower()},
        who=str(visit.mentor),
        tone="good",
        url=visit.get_absolute_url(),
        action=_("Lihat kunjungan"),
    )


def standing(business: Business) -> Standing | None:
    """Where a business stands is the pilots' to say."""
    return None


PART = StoryPart(events=events, standing=standing)
