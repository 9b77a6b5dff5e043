"""On `/beranda/` of an owner, early in the year: last year's figures, of pilots and the others alike.

Without this only those who are in touch with the programme anyway would write them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.choices import NominationState
from programs.pilots.models import Nomination
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business

from .cases import NOT_CHOSEN
from .choices import YEARS_UNTIL_TOLD

LAST_MONTH = 4  # by then the books of the year before are closed, or will not be
MOST = 3
DECIDED = (NominationState.ACCEPTED, *NOT_CHOSEN)


def for_owner(user: User) -> Iterator[Waiting]:
    """Ends by itself with April: who sold exactly as much as the year before cannot say so by writing it."""
    today = timezone.localdate()
    if today.month > LAST_MONTH or not user.has_role(Role.CADRE):
        return
    for business in _not_told_anew(user, today.year)[:MOST]:
        yield Waiting(
            title=_("Berapa penjualan %(business)s tahun %(year)s?")
            % {"business": business.name, "year": today.year - 1},
            text=_("Perbarui juga jumlah pekerjanya. Dari sini terlihat apakah program ini menolong."),
            url=reverse("business_step", args=[business.pk, "usaha"]),
            action=_("Tulis angkanya"),
            urgency=60,
        )


def _not_told_anew(user: User, year: int) -> QuerySet[Business]:
    """Decided on long enough ago, and still with the sales that were there when the year began."""
    zone = timezone.get_current_timezone()
    decided = Nomination.objects.filter(
        business=OuterRef("pk"), state__in=DECIDED, decided_at__lt=datetime(year - YEARS_UNTIL_TOLD + 1, 1, 1, tzinfo=zone)
    )  # fmt: skip
    events = apps.get_model("businesses", "BusinessEvent")._default_manager
    earlier = events.filter(pgh_obj_id=OuterRef("pk"), pgh_created_at__lt=datetime(year, 1, 1, tzinfo=zone))
    return (
        Business.objects.owned_by(user)
        .verified()
        .filter(Exists(decided))
        .annotate(sales_then=Subquery(earlier.order_by("-pgh_id").values("last_year_sales")[:1]))
        .filter(last_year_sales=F("sales_then"))
        .order_by("pk")
    )
