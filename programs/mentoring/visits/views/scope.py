"""Fetching within what somebody may see."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from programs.mentoring.matching.choices import Side
from programs.mentoring.matching.permissions import side_of
from programs.mentoring.models import Assignment, Visit
from programs.mentoring.permissions import keeps_books
from programs.mentoring.visits.services import WITH_ALL
from soksi_portal.accounts.guards import SignedInRequest
from umkm.businesses.models import Business


def mentored_business(request: SignedInRequest, business_id: int) -> Business:
    """One that is, or was, a pilot."""
    rows = Business.objects.visible_to(request.user).select_related(
        "owner__user", "province", "regency", "kbli"
    )
    business = get_object_or_404(rows, pk=business_id)
    if not keeps_books(business):
        raise Http404
    return business


def met_business(request: SignedInRequest, business_id: int) -> tuple[Business, Side]:
    """Of which one is the owner or the mentor."""
    business = mentored_business(request, business_id)
    return business, _side(request, business)


def running_assignment(request: SignedInRequest, business_id: int) -> Assignment:
    rows = Assignment.objects.visible_to(request.user).running()
    return get_object_or_404(
        rows.select_related("mentor__user", "business__owner__user", "province"), business=business_id
    )


def visible_visit(request: SignedInRequest, visit_id: int) -> Visit:
    rows = Visit.objects.visible_to(request.user).select_related(*WITH_ALL)
    return get_object_or_404(rows, pk=visit_id)


def met_visit(request: SignedInRequest, visit_id: int) -> tuple[Visit, Side]:
    visit = visible_visit(request, visit_id)
    return visit, _side(request, visit.business)


def _side(request: SignedInRequest, business: Business) -> Side:
    side = side_of(request.user, business)
    if side is None:
        raise PermissionDenied(_("Hanya pemilik usaha dan pendampingnya yang mengatur kunjungan."))
    return side
