"""Where sessions are held."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from programs.training.columns import VENUE_COLUMNS
from programs.training.models import Venue
from programs.training.permissions import may_schedule
from programs.training.scheduling.forms import VenueForm
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.tabular import Listing


@requires(may_schedule)
def venue_list(request: SignedInRequest) -> HttpResponseBase:
    venues = Venue.objects.select_related("regency__province")
    listing = Listing(request, venues, columns=VENUE_COLUMNS, default_sort="nama", filename="tempat")
    if listing.wants_export:
        return listing.export()
    return render(request, "programs/training/venue_list.html", {"listing": listing})


@requires(may_schedule)
def venue_create(request: SignedInRequest) -> HttpResponse:
    form = VenueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        venue = form.save()
        messages.success(request, _("%(venue)s dapat dipilih untuk pelatihan.") % {"venue": venue})
        return redirect("venue_list")
    return render(request, "programs/training/venue_create.html", {"form": form})
