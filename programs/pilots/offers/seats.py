"""The pages of a seat: who sat there and who was asked, and a pilot's move to another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.pilots import services
from programs.pilots.forms import show_refusal
from programs.pilots.models import Seat
from programs.pilots.permissions import may_decide, may_list_nominations
from programs.pilots.views.scope import visible_pilot
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from .forms import MoveForm
from .queries import offers_of, stays_of


@requires(may_list_nominations)
@require_safe
def seat_history(request: SignedInRequest, seat_id: int) -> HttpResponse:
    seats = Seat.objects.visible_to(request.user).select_related("phase", "province")
    seat = get_object_or_404(seats, pk=seat_id)
    context = {
        "seat": seat,
        "zone": seat.province.time_zone,
        "stays": stays_of(seat, request.user),
        "offers": offers_of(seat, request.user),
    }
    return render(request, "programs/pilots/seat_history.html", context)


@requires(may_decide)
def pilot_move(request: SignedInRequest, pilot_id: int) -> HttpResponse:
    pilot = visible_pilot(request, pilot_id)
    if pilot.ended_at is not None:
        messages.error(request, _("Percontohan ini sudah berakhir."))
        return redirect(pilot)
    seats = services.targets_of(pilot)
    form = MoveForm(request.POST if request.method == "POST" else None, seats=seats)
    if request.method == "POST" and form.is_valid():
        try:
            moved = services.move_pilot(
                pilot=pilot, to_seat=form.target, reason=form.cleaned_data["reason"], by=request.user
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            words = {"business": moved.business, "number": moved.seat.number}
            messages.success(
                request, _("%(business)s kini di kursi %(number)s. Pemilik dan pengusul diberi tahu.") % words
            )
            return redirect(moved)
    return render(request, "programs/pilots/pilot_move.html", {"form": form, "pilot": pilot, "seats": seats})
