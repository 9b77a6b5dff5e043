"""What a pilot's page shows beside the line: graduation, pembina and the story, as far as the reader may."""

from __future__ import annotations

from typing import Any

from programs.pilots.choices import MentorState, PilotOutcome
from programs.pilots.graduation.measures import figures_from, figures_of
from programs.pilots.lineage.mentors import refusal_of
from programs.pilots.lineage.permissions import may_invite, owns
from programs.pilots.models import Mentor, Mentorship, Pilot, Story
from programs.pilots.stories.permissions import may_publish
from soksi_portal.accounts.models import User

from .links import links_of


def what_follows(pilot: Pilot, user: User) -> dict[str, Any]:
    graduation = getattr(pilot, "graduation", None)
    story = Story.objects.visible_to(user).filter(pilot=pilot).first()
    is_example = pilot.ended_at is None or pilot.outcome == PilotOutcome.GRADUATED
    return {
        "graduation": graduation,
        "figures": figures_from(graduation.figures) if graduation else _figures(pilot),
        "is_own": owns(user, pilot.business),
        "story": story,
        "may_write_story": may_publish(user) and is_example,
        "links": links_of(pilot, user),
        **_guiding(pilot, user),
    }


def _figures(pilot: Pilot) -> Any:
    return figures_of(pilot) if pilot.ended_at is None else None


def _guiding(pilot: Pilot, user: User) -> dict[str, Any]:
    mentors = Mentor.objects.visible_to(user).filter(business=pilot.business)
    mentor = mentors.filter(state__in=(MentorState.INVITED, MentorState.ACTIVE)).first()
    guided = Mentorship.objects.visible_to(user).active().filter(business=pilot.business)
    may_begin = owns(user, pilot.business) or may_invite(user, pilot.business)
    return {
        "mentor": mentor,
        "guided_by": guided.select_related("guide").first(),
        "may_mentor": mentor is None and may_begin and not refusal_of(pilot.business),
    }
