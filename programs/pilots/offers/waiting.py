"""What waits for an owner on `/beranda/`: a seat that is kept for the answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots.models import SeatOffer
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment

from .tokens import link_path


def for_offered(user: User) -> Iterator[Waiting]:
    if not user.has_role(Role.CADRE):
        return
    offers = SeatOffer.objects.open().filter(
        nomination__business__owner__user=user,
        answer_by__gte=timezone.now(),
        seat__phase__in=Phase.objects.open(),
    )
    for offer in offers.select_related("seat__province", "nomination__business").order_by("answer_by"):
        words = {
            "business": offer.nomination.business,
            "number": offer.seat.number,
            "deadline": moment(offer.answer_by, offer.seat.province.time_zone),
        }
        yield Waiting(
            title=_("Ada kursi percontohan untuk %(business)s") % words,
            text=_("Kursi %(number)s disimpan untuk Anda sampai %(deadline)s.") % words,
            url=link_path(offer),
            action=_("Jawab tawaran"),
            urgency=5,
        )
