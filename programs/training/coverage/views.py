"""Who is not served: for staff, with export."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs.training.permissions import may_schedule
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.tabular import Listing

from .listing import PILOT_COLUMNS, PROVINCE_COLUMNS
from .queries import pilots_without_training, provinces_without_teacher


@requires(may_schedule)
@require_safe
def unserved_pilots(request: SignedInRequest) -> HttpResponseBase:
    listing = Listing(
        request,
        pilots_without_training(),
        columns=PILOT_COLUMNS,
        default_sort="provinsi",
        filename="percontohan-tanpa-pelatihan",
    )
    return _answer(request, listing, "percontohan")


@requires(may_schedule)
@require_safe
def unserved_modules(request: SignedInRequest) -> HttpResponseBase:
    listing = Listing(
        request,
        provinces_without_teacher(),
        columns=PROVINCE_COLUMNS,
        default_sort="provinsi",
        filename="modul-tanpa-pelatih",
    )
    return _answer(request, listing, "modul")


def _answer(request: SignedInRequest, listing: Listing, shown: str) -> HttpResponseBase:
    if listing.wants_export:
        return listing.export()
    return render(request, "programs/training/unserved.html", {"listing": listing, "shown": shown})
