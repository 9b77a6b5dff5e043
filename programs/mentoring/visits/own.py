"""What a cadre sees of the mentoring of each of her businesses: who comes, what is next, what is to be done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from programs.mentoring.models import ActionItem, Assignment, Visit
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business

from .choices import VisitState


@dataclass(frozen=True)
class OwnMentoring:
    business: Business
    assignment: Assignment | None
    visits: tuple[Visit, ...]  # the newest first
    tasks: tuple[ActionItem, ...]  # unfinished ones, the most urgent first

    @property
    def coming(self) -> Visit | None:
        now = timezone.now()
        planned = [one for one in self.visits if one.is_planned and one.starts_at > now]
        return min(planned, key=lambda one: one.starts_at, default=None)

    @property
    def held(self) -> list[Visit]:
        return [one for one in self.visits if one.state == VisitState.DONE]


def own_mentoring(user: User) -> list[OwnMentoring]:
    """Of businesses that are, or were, pilots; two cost what one costs."""
    pilots = Pilot.objects.filter(business__owner__user=user).select_related("business__province")
    businesses = {one.business_id: one.business for one in pilots.order_by("-ended_at")}
    running = Assignment.objects.running().filter(business__in=businesses).select_related("mentor__user")
    by_business = {one.business_id: one for one in running}
    visits: dict[int, list[Visit]] = defaultdict(list)
    rows = Visit.objects.filter(business__in=businesses).select_related("province", "mentor__user")
    for visit in rows.order_by("-starts_at", "-pk"):
        visits[visit.business_id].append(visit)
    tasks: dict[int, list[ActionItem]] = defaultdict(list)
    for item in ActionItem.objects.unfinished().filter(business__in=businesses).order_by("due_on", "pk"):
        tasks[item.business_id].append(item)
    return [
        OwnMentoring(business, by_business.get(pk), tuple(visits[pk]), tuple(tasks[pk]))
        for pk, business in businesses.items()
    ]
