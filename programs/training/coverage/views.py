"""Who is not served, in the provinces that somebody sees, with export."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs.training.permissions import may_schedule, may_see_unserved
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.tabular import Listing
from umkm.regions.scoping import provinces_of

from .listing import PILOT_COLUMNS, PROVINCE_COLUMNS
from .queries import pilots_without_training, provinces_without_teacher


@requires(may_see_unserved)
@require_safe
def unserved_pilots(request: SignedInRequest) -> HttpResponseBase:
    listing = Listing(
        request,
        pilots_without_training().visible_to(request.user),
        columns=PILOT_COLUMNS,
        default_sort="provinsi",
        filename="percontohan-tanpa-pelatihan",
    )
    return _answer(request, listing, "percontohan")


@requires(may_see_unserved)
@require_safe
def unserved_modules(request: SignedInRequest) -> HttpResponseBase:
    listing = Listing(
        request,
        provinces_without_teacher().filter(pk__in=provinces_of(request.user)),
        columns=PROVINCE_COLUMNS,
        default_sort="provinsi",
        filename="modul-tanpa-pelatih",
    )
    return _answer(request, listing, "modul")


def _answer(request: SignedInRequest, listing: Listing, shown: str) -> HttpResponseBase:
    if listing.wants_export:
        return listing.export()
    context = {"listing": listing, "shown": shown, "may_schedule": may_schedule(request.user)}
    return render(request, "programs/training/unserved.html", context)
