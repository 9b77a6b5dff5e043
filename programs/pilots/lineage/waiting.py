"""What waits for an owner because of pembina: an invitation, and businesses to be brought together."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from programs.pilots.choices import MentorState
from programs.pilots.models import Mentor, Mentorship
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import distance

MOST = 5


def waiting_for(user: User) -> Iterator[Waiting]:
    if not user.has_role(Role.CADRE):
        return
    invited = Mentor.objects.filter(business__owner__user=user, state=MentorState.INVITED)
    for mentor in invited.select_related("business", "invited_by").order_by("invited_at")[:MOST]:
        yield Waiting(
            title=_("Bersediakah %(business)s menjadi pembina?") % {"business": mentor.business},
            text=_("%(who)s mengundang Anda sejak %(since)s.")
            % {"who": mentor.invited_by, "since": distance(mentor.invited_at)},
            url=mentor.get_absolute_url(),
            action=_("Jawab"),
            urgency=30,
        )
    mine = Q(guide__owner__user=user, mentor_agreed_at=None) | Q(
        business__owner__user=user, mentee_agreed_at=None
    )
    asked = Mentorship.objects.proposed().filter(mine).select_related("guide", "business")
    for mentorship in asked.order_by("asked_at")[:MOST]:
        yield Waiting(
            title=_("%(guide)s membina %(business)s?")
            % {"guide": mentorship.guide, "business": mentorship.business},
            text=_("Ditanyakan sejak %(since)s. Pembinaan dimulai setelah Anda berdua setuju.")
            % {"since": distance(mentorship.asked_at)},
            url=mentorship.get_absolute_url(),
            action=_("Jawab"),
            urgency=31,
        )
