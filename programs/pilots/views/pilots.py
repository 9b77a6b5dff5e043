"""The seats of a phase, and one pilot's journey."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from programs.partnership.models import Phase, PhaseProvince
from programs.pilots import queries, services
from programs.pilots.columns import seat_columns
from programs.pilots.filters import SeatFilter
from programs.pilots.forms import EndForm, show_refusal
from programs.pilots.journey.following import what_follows
from programs.pilots.journey.stations import current, journey_of, to_owner
from programs.pilots.permissions import may_decide, may_list_nominations, may_see_nominations
from programs.pilots.reviews.queries import progress_by_province
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from umkm.businesses.facts import story_facts
from umkm.businesses.timeline import timeline
from umkm.regions.scoping import in_scope

from .scope import visible_pilot


@requires(may_list_nominations)
def pilot_list(request: SignedInRequest) -> HttpResponseBase:
    """Every province of the phase that one may see: who sits on its seats, which are free."""
    phase = queries.phase_of(request.GET.get("tahap", ""))
    rows = PhaseProvince.objects.filter(in_scope(request.user), phase=phase).select_related("province")
    codes = list(rows.values_list("province_id", flat=True)) if phase else []
    seats = queries.seats_by_province(phase, codes) if phase else {}
    reviewing = progress_by_province(phase, codes) if phase else {}
    chosen = SeatFilter(request.GET, rows, request=request)
    listing = Listing(
        request,
        chosen.qs,
        columns=seat_columns(seats, reviewing),
        default_sort="provinsi",
        filename="percontohan",
    )
    if listing.wants_export:
        return listing.export()
    context = {
        "listing": listing,
        "filter": chosen,
        "phase": phase,
        "phases": Phase.objects.all(),
        "seat_count": sum(len(one.seats) for one in seats.values()),
        "taken_count": sum(len(one.taken) for one in seats.values()),
    }
    return render(request, "programs/pilots/pilot_list.html", context)


@requires(may_see_nominations)
def pilot_detail(request: SignedInRequest, pilot_id: int) -> HttpResponse:
    """From registration to graduation on one line: what is done, what is now, what comes next and who has it."""
    pilot = visible_pilot(request, pilot_id)
    follows = what_follows(pilot, request.user)
    stations = journey_of(pilot)
    if follows["is_own"]:
        stations = to_owner(stations)
    context = {
        "pilot": pilot,
        "business": pilot.business,
        "province": pilot.seat.province,
        "facts": story_facts(pilot.business),
        "events": timeline(pilot.business),
        "stations": stations,
        "now": current(stations),
        "may_end": may_decide(request.user) and pilot.ended_at is None,
        "may_compare": may_list_nominations(request.user),
        **follows,
    }
    return render(request, "programs/pilots/pilot_detail.html", context)


@requires(may_decide)
def pilot_end(request: SignedInRequest, pilot_id: int) -> HttpResponse:
    pilot = visible_pilot(request, pilot_id)
    if pilot.ended_at is not None:
        messages.error(request, _("Percontohan ini sudah berakhir."))
        return redirect(pilot)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_pilot(pilot=pilot, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Percontohan diakhiri. Kursinya bebas lagi."))
            return redirect(pilot)
    return render(request, "programs/pilots/pilot_end.html", {"form": form, "pilot": pilot})
