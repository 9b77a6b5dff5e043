"""Where sessions are held."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.training.forms import show_refusal
from programs.training.models import Venue
from programs.training.permissions import may_schedule
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.audit.queries import Entry, history
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.parts import Event
from soksi_portal.common.tabular import Listing

from . import services
from .forms import RetireForm, VenueForm
from .listing import VENUE_COLUMNS, venues


@requires(may_schedule)
@require_safe
def venue_list(request: SignedInRequest) -> HttpResponseBase:
    retired = request.GET.get("status") == "berhenti"
    listing = Listing(
        request, venues(retired=retired), columns=VENUE_COLUMNS, default_sort="nama", filename="tempat"
    )
    if listing.wants_export:
        return listing.export()
    return render(
        request, "programs/training/venues/venue_list.html", {"listing": listing, "retired": retired}
    )


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def venue_create(request: SignedInRequest) -> HttpResponse:
    form = VenueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            venue = services.create_venue(values=form.cleaned_data, by=request.user)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(venue)s dapat dipilih untuk pelatihan.") % {"venue": venue})
            return redirect("venue_list")
    return render(request, "programs/training/venues/venue_create.html", {"form": form})


def _venue(venue_id: int) -> Venue:
    return get_object_or_404(Venue.objects.select_related("regency__province", "retired_by"), pk=venue_id)


@requires(may_schedule)
@require_safe
def venue_detail(request: SignedInRequest, venue_id: int) -> HttpResponse:
    """What is planned there, and what was changed about it."""
    venue = _venue(venue_id)
    context = {
        "venue": venue,
        "sessions": services.coming_sessions(venue),
        "events": [_event(one) for one in history(venue)],
    }
    return render(request, "programs/training/venues/venue_detail.html", context)


TOLD = ("name", "address", "capacity")


def _event(entry: Entry) -> Event:
    told = {str(field.verbose_name) for field in Venue._meta.fields if field.name in TOLD}
    changes = [
        _("%(what)s: dahulu %(old)s, sekarang %(new)s") % {"what": one.label, "old": one.old, "new": one.new}
        for one in entry.changes
        if one.label in told
    ]
    title = _("Tempat ditambahkan") if entry.is_first else entry.why or _("Tempat diubah")
    return Event(title=title, at=entry.at, by=entry.who, text="\n".join(changes))


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def venue_edit(request: SignedInRequest, venue_id: int) -> HttpResponse:
    venue = _venue(venue_id)
    form = VenueForm(request.POST or None, instance=_venue(venue_id))
    if request.method == "POST" and form.is_valid():
        try:
            venue, told = services.edit_venue(venue=venue, values=form.cleaned_data, by=request.user)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _edited_words(told))
            return redirect(venue)
    context = {"form": form, "venue": venue, "sessions": services.coming_sessions(venue)}
    return render(request, "programs/training/venues/venue_edit.html", context)


def _edited_words(told: int) -> str:
    if not told:
        return _("Tempat disimpan.")
    return ngettext(
        "Tempat disimpan. Peserta dan pelatih %(number)d sesi di sini diberi tahu.",
        "Tempat disimpan. Peserta dan pelatih %(number)d sesi di sini diberi tahu.",
        told,
    ) % {"number": told}


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def venue_retire(request: SignedInRequest, venue_id: int) -> HttpResponse:
    venue = _venue(venue_id)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.retire_venue(venue=venue, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(venue)s tidak ditawarkan lagi.") % {"venue": venue})
            return redirect(venue)
    context = {"form": form, "venue": venue, "sessions": services.coming_sessions(venue)}
    return render(request, "programs/training/venues/venue_retire.html", context)


@requires(may_schedule)
@require_POST
def venue_reopen(request: SignedInRequest, venue_id: int) -> HttpResponse:
    venue = services.reopen_venue(venue=_venue(venue_id), by=request.user)
    messages.success(request, _("%(venue)s dapat dipilih lagi untuk pelatihan.") % {"venue": venue})
    return redirect(venue)
