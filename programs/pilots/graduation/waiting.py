"""What waits for Jamkrindo because of graduation: an exception that another person has to answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.pilots.models import GraduationException
from programs.pilots.permissions import may_decide
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import distance

MOST = 5


def waiting_for(user: User) -> Iterator[Waiting]:
    if not may_decide(user):
        return
    asked = GraduationException.objects.filter(answered_at=None, pilot__ended_at=None).exclude(asked_by=user)
    for exception in asked.select_related("pilot__business", "asked_by").order_by("asked_at")[:MOST]:
        yield Waiting(
            title=_("Pengecualian kelulusan untuk %(business)s") % {"business": exception.pilot.business},
            text=_("%(who)s memintanya sejak %(since)s; perlu jawaban orang kedua.")
            % {"who": exception.asked_by, "since": distance(exception.asked_at)},
            url=reverse("pilot_graduate", args=[exception.pilot_id]),
            action=_("Jawab"),
            urgency=22,
        )
