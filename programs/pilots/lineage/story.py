"""What pembina and those they guide add to the story of a business."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from programs.pilots.choices import MentorState
from programs.pilots.models import Mentor, Mentorship
from umkm.businesses.models import Business
from umkm.businesses.story import Event, Standing, StoryPart


def events(business: Business) -> Iterator[Event]:
    for mentor in business.mentorings.select_related("ended_by").order_by("pk"):
        yield from _mentor_events(mentor)
    both = Mentorship.objects.begun().filter(Q(business=business) | Q(guide=business))
    for mentorship in both.select_related("business", "guide", "ended_by").order_by("began_at", "pk"):
        yield from _mentorship_events(mentorship, business)


def _mentor_events(mentor: Mentor) -> Iterator[Event]:
    if mentor.agreed_at is not None:
        yield Event(at=mentor.agreed_at, title=_("Bersedia menjadi pembina"), tone="good")
    if mentor.state == MentorState.ENDED and mentor.agreed_at and mentor.ended_at and mentor.ended_by:
        yield Event(
            at=mentor.ended_at,
            title=_("Berhenti sebagai pembina"),
            who=mentor.ended_by.full_name,
            text=mentor.end_reason,
        )


def _mentorship_events(mentorship: Mentorship, business: Business) -> Iterator[Event]:
    guides = mentorship.guide_id == business.pk
    other = mentorship.business if guides else mentorship.guide
    if mentorship.began_at is not None:
        begun = _("Membina %(other)s") if guides else _("Dibina oleh %(other)s")
        yield Event(at=mentorship.began_at, title=begun % {"other": other}, tone="good")
    if mentorship.ended_at is not None and mentorship.ended_by is not None:
        yield Event(
            at=mentorship.ended_at,
            title=_("Pembinaan dengan %(other)s berakhir") % {"other": other},
            who=mentorship.ended_by.full_name,
            text=mentorship.end_reason,
        )


def standing(business: Business) -> Standing | None:
    """Where a business stands is the seats' to say."""
    return None


PART = StoryPart(events=events, standing=standing)
