"""What waits on `/beranda/` because of change requests."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import distance, figure
from umkm.businesses.models import ChangeRequest
from umkm.regions.scoping import province_codes

MOST_SHOWN = 3  # offers to one person


def changes_waiting(user: User) -> Iterator[Waiting]:
    if user.has_role(Role.CADRE):
        yield from _offered(user)
    if province_codes(user):
        yield from _to_decide(user)


def _offered(user: User) -> Iterator[Waiting]:
    offers = ChangeRequest.objects.open().filter(new_owner__user=user, agreed_at=None)
    for change in offers.select_related("business__owner").order_by("requested_at", "pk")[:MOST_SHOWN]:
        words = {"business": change.business.name, "owner": change.business.owner.full_name}
        yield Waiting(
            title=_("Menjadi pemilik %(business)s?") % words,
            text=_("%(owner)s menunggu jawaban Anda.") % words,
            url=reverse("change_agree", args=[change.pk]),
            action=_("Jawab"),
            urgency=12,
        )


def _to_decide(user: User) -> Iterator[Waiting]:
    queue = ChangeRequest.objects.decidable().filter(province__in=province_codes(user))
    found = queue.aggregate(number=Count("pk"), oldest=Min("requested_at"))
    if found["number"]:
        yield Waiting(
            title=_("%(number)s permintaan perubahan menunggu keputusan")
            % {"number": figure(found["number"])},
            text=_("Yang paling lama sudah menunggu %(since)s.") % {"since": distance(found["oldest"])},
            url=reverse("change_list"),
            action=_("Putuskan"),
            urgency=17,
            count=found["number"],
        )
