"""What waits on `/beranda/` because businesses look alike."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure
from umkm.businesses.models import PossibleDuplicate
from umkm.regions.scoping import province_codes

COUNTED_UP_TO = 100


def duplicates_waiting(user: User) -> Iterator[Waiting]:
    codes = province_codes(user)
    if not codes:
        return
    pairs = PossibleDuplicate.objects.visible_to(user).open().filter(province__in=codes)
    number = pairs[: COUNTED_UP_TO + 1].count()
    if number:
        words = (
            figure(number) if number <= COUNTED_UP_TO else _("Lebih dari %(most)s") % {"most": COUNTED_UP_TO}
        )
        yield Waiting(
            title=_("%(number)s pasang usaha mungkin kembar") % {"number": words},
            text=_("Lihat berdampingan, lalu gabungkan atau nyatakan berbeda."),
            url=reverse("duplicate_list"),
            action=_("Bandingkan"),
            urgency=40,
            count=number,
        )
