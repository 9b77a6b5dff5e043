"""Businesses that one may see, and one business with its whole story."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.tabular import Listing
from umkm.businesses.changes.permissions import may_ask_for
from umkm.businesses.changes.queries import shown_changes
from umkm.businesses.choices import BusinessState
from umkm.businesses.columns import STAFF_COLUMNS, listed
from umkm.businesses.documents.queries import documents_of
from umkm.businesses.facts import story_facts
from umkm.businesses.filters import BusinessFilter
from umkm.businesses.finding.listing import FoundListing
from umkm.businesses.finding.search import find
from umkm.businesses.finding.services import cleaned_query
from umkm.businesses.models import Business, SavedFilter
from umkm.businesses.permissions import (
    is_staff,
    may_decide_on,
    may_register,
    may_see_businesses,
    may_write,
    owns,
)
from umkm.businesses.personal.queries import secret_lines
from umkm.businesses.queries import find_kbli, latest_return, remarks_of
from umkm.businesses.reasons import REASON_LABELS
from umkm.businesses.sizeclass import size_class_reason
from umkm.businesses.standing import badges_of, standing_of, waiting_title, what_next
from umkm.businesses.story import Badge
from umkm.businesses.timeline import timeline
from umkm.cadres.addresses.queries import troubles_of
from umkm.cadres.handover import invitation
from umkm.cadres.permissions import may_mend_addresses

from .scope import visible_business

MOST_OWN = 100  # a cadre's own businesses on one page


@requires(may_see_businesses)
def business_list(request: SignedInRequest) -> HttpResponseBase:
    """A cadre's own businesses as cards; for staff the table of all that they may see."""
    context: dict[str, Any] = {"may_register": may_register(request.user)}
    if not is_staff(request.user):
        return render(request, "umkm/businesses/business_own.html", context | {"businesses": _own(request)})
    visible = listed(Business.objects.visible_to(request.user))
    filtered = BusinessFilter(request.GET, queryset=visible, request=request)
    listing = _list_of(request, filtered)
    if listing.wants_export:
        return listing.export()
    context |= {
        "listing": listing,
        "filter": filtered,
        "instead": listing.found.instead if isinstance(listing, FoundListing) else [],
        "saved_filters": SavedFilter.objects.visible_to(request.user).order_by("name"),
        "query": cleaned_query(request.META.get("QUERY_STRING", "")),
    }
    return render(request, "umkm/businesses/business_list.html", context)


def _own(request: SignedInRequest) -> list[tuple[Business, Badge]]:
    """The newest first, each with the badge of where it stands."""
    own = list(listed(Business.objects.owned_by(request.user)).order_by("-created_at", "-pk")[:MOST_OWN])
    badges = badges_of(own)
    return [(business, badges[business.pk]) for business in own]


def _list_of(request: SignedInRequest, filtered: BusinessFilter) -> Listing:
    """All that is left by the filters, or what the words find among it."""
    if not filtered.words:
        return Listing(
            request, filtered.qs, columns=STAFF_COLUMNS, default_sort="-terdaftar", filename="usaha"
        )
    found = find(filtered.qs, filtered.words, tokens=filtered.tokens)
    return FoundListing(request, filtered.qs, found=found, columns=STAFF_COLUMNS, filename="usaha")


@requires(may_see_businesses)
def business_detail(request: SignedInRequest, business_id: int) -> HttpResponse:
    business = visible_business(request, business_id)
    verification = latest_return(business)
    context = {
        "business": business,
        "facts": story_facts(business),
        "documents": documents_of(business, viewer=request.user),
        "secrets": secret_lines(business, viewer=request.user),
        "size_reason": size_class_reason(last_year_sales=business.last_year_sales, capital=business.capital),
        "standing": standing_of(business),
        "events": timeline(business, request.user),
        "waiting": waiting_title(business) if business.submitted_at else "",
        "what_next": what_next(business) if business.state == BusinessState.SUBMITTED else "",
        "returned": verification,
        "remarks": [(REASON_LABELS[field], text) for field, text in remarks_of(verification).items()],
        "invitation": invitation(business.owner) if is_staff(request.user) else "",
        "unreached": troubles_of(business.owner) if is_staff(request.user) else (),
        "may_mend": may_mend_addresses(request.user),
        "is_own": owns(request.user, business),
        "changes": shown_changes(business),
        "merged_into": Business.objects.visible_to(request.user).filter(pk=business.merged_into_id).first()
        if business.merged_into_id
        else None,
        "may_ask": may_ask_for(request.user, business),
        "may_write": may_write(request.user, business),
        "may_decide": may_decide_on(request.user, business),
    }
    return render(request, "umkm/businesses/business_detail.html", context)


@requires(may_see_businesses)
def kbli_search(request: SignedInRequest) -> HttpResponse:
    """By everyday words. While one types, only the results; without JavaScript a page of its own."""
    words = request.GET.get("kata", "")
    chosen = request.GET.get("kbli", "")
    context = {"words": words.strip(), "results": find_kbli(words, chosen=chosen), "chosen": chosen}
    template = "_kbli_results.html" if request.htmx else "kbli_search.html"
    return render(request, f"umkm/businesses/{template}", context)
