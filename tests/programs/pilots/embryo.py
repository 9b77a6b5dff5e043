"""Graduates, pembina and stories for tests; each past the services where those are not the subject."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from programs.partnership.choices import GraduationMeasure
from programs.partnership.models import GraduationRequirement, Phase
from programs.pilots.graduation.services import graduate_pilot
from programs.pilots.models import Mentor, Mentorship, Pilot, Story
from programs.pilots.stories import services as stories
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests.factories import (
    make_business,
    make_document,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_user,
)

REASON = "Pembukuannya rapi dan berjalan sendiri."
BODY = "Siti mulai dengan satu wajan di depan rumah.\n\nKini enam tetangga bekerja di warungnya, dan catatannya rapi."


def require(phase: Phase, **least: int) -> None:
    for measure, number in least.items():
        GraduationRequirement.objects.create(
            phase=phase, measure=GraduationMeasure[measure.upper()], least=number
        )


def make_ready(**fields: Any) -> Pilot:
    """A pilot of seven months in a phase that asks for six."""
    phase = fields.pop("phase", None) or make_phase(provinces=[fields.get("province") or make_province()])
    if not phase.graduation_requirements.exists():
        require(phase, months_on_seat=6)
    if owner := fields.pop("owner", None):
        now = timezone.now()
        fields["nomination"] = make_nomination(
            phase=phase, province=owner.province, business=make_business(owner=owner), state="accepted",
            decided_by=make_user(Role.JAMKRINDO), decided_at=now,
        )  # fmt: skip
    return make_pilot(phase=phase, accepted_at=timezone.now() - timedelta(days=220), **fields)


def make_graduate(**fields: Any) -> Pilot:
    pilot = make_ready(**fields)
    graduate_pilot(pilot=pilot, by=make_user(Role.JAMKRINDO))
    return Pilot.objects.select_related("business__owner__user", "seat__province", "graduation").get(
        pk=pilot.pk
    )


def make_mentor(**fields: Any) -> Mentor:
    pilot = fields.pop("pilot", None) or make_graduate(**fields)
    return Mentor.objects.create(
        business=pilot.business,
        graduation=pilot.graduation,
        province=pilot.seat.province,
        state="active",
        agreed_at=timezone.now(),
    )


def make_mentorship(*, mentor: Mentor | None = None, state: str = "active", **fields: Any) -> Mentorship:
    mentor = mentor or make_mentor()
    business = fields.pop("business", None) or make_business(province=mentor.province)
    now = timezone.now()
    if state != "proposed":
        fields = {"mentor_agreed_at": now, "mentee_agreed_at": now, "began_at": now, **fields}
    fields.setdefault("asked_by", make_user(Role.BOARD))
    return Mentorship.objects.create(
        mentor=mentor,
        guide=mentor.business,
        business=business,
        province=mentor.province,
        state=state,
        **fields,
    )


def make_story(*, pilot: Pilot | None = None, by: User | None = None, state: str = "draft") -> Story:
    """Written, asked, agreed or published, by the real services."""
    pilot = pilot or make_pilot()
    by = by or make_user(Role.BOARD)
    photo = make_document(business=pilot.business)
    story = stories.create_story(
        pilot=pilot,
        title="Dari satu wajan",
        body=BODY,
        pictures=[stories.Picture(photo, "Warung Siti di pagi hari")],
        by=by,
    )
    steps = {"draft": 0, "asked": 1, "agreed": 2, "published": 3}[state]
    if steps >= 1:
        stories.ask_consent(story=story, by=by)
    if steps >= 2:
        stories.give_consent(story=story, version=1, by=pilot.business.owner.user)
    if steps >= 3:
        stories.publish_story(story=story, by=by)
    return Story.objects.select_related("business__owner__user", "province", "pilot").get(pk=story.pk)
