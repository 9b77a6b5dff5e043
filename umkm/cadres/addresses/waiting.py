"""What this part puts on `/beranda/`."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure
from umkm.regions.scoping import coordinates

from .queries import troubles_visible_to

COUNTED_UP_TO = 1_000


def addresses_waiting(user: User) -> Iterator[Waiting]:
    """The coordinator knows the person; others find the list where they need it."""
    if not coordinates(user):
        return
    number = troubles_visible_to(user).order_by()[:COUNTED_UP_TO].count()
    if number:
        yield Waiting(
            title=_("%(number)s alamat tidak menerima pesan") % {"number": figure(number)},
            text=_("Hubungi orangnya, lalu minta alamat yang benar."),
            url=reverse("address_trouble_list"),
            action=_("Lihat alamatnya"),
            urgency=28,
            count=number,
        )
