"""What waits on `/beranda/` because somebody asks about a taken number."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import distance, figure
from umkm.businesses.models import OwnershipQuestion
from umkm.regions.scoping import province_codes


def questions_waiting(user: User) -> Iterator[Waiting]:
    codes = province_codes(user)
    if not codes:
        return
    waiting = OwnershipQuestion.objects.open().filter(province__in=codes)
    found = waiting.aggregate(number=Count("pk"), oldest=Min("asked_at"))
    if found["number"]:
        yield Waiting(
            title=_("%(number)s pertanyaan tentang nomor yang sudah dipakai")
            % {"number": figure(found["number"])},
            text=_("Yang paling lama sudah menunggu %(since)s.") % {"since": distance(found["oldest"])},
            url=reverse("ownership_question_list"),
            action=_("Jawab"),
            urgency=19,
            count=found["number"],
        )
