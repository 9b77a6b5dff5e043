"""Fetching within what somebody may see; and writing down who reads amounts that are not the own ones."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from programs.mentoring.models import FigureOpening, Report
from programs.mentoring.permissions import keeps_books, owns, reads_figures_of
from programs.mentoring.reports.months import today
from soksi_portal.accounts.guards import SignedInRequest
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business

WITH_ALL = ("business__owner", "province", "current", "closed_by")


def own_report(request: SignedInRequest, report_id: int) -> Report:
    rows = Report.objects.filter(business__owner__user=request.user).select_related(*WITH_ALL)
    return get_object_or_404(rows, pk=report_id)


def readable_report(request: SignedInRequest, report_id: int) -> Report:
    """With its amounts."""
    rows = Report.objects.figures_visible_to(request.user).select_related(*WITH_ALL)
    report = get_object_or_404(rows, pk=report_id)
    note_opening(report.business, request.user)
    return report


def visible_business(request: SignedInRequest, business_id: int) -> Business:
    rows = Business.objects.visible_to(request.user).select_related("owner__user", "province", "regency")
    business = get_object_or_404(rows, pk=business_id)
    if not keeps_books(business):
        raise Http404
    return business


def own_business(request: SignedInRequest, business_id: int) -> Business:
    business = visible_business(request, business_id)
    if not owns(request.user, business):
        raise PermissionDenied(_("Hanya pemilik usaha yang mengisi laporannya."))
    return business


def readable_business(request: SignedInRequest, business_id: int) -> Business:
    business = visible_business(request, business_id)
    if not reads_figures_of(request.user, business):
        raise PermissionDenied(_("Angka usaha hanya dibaca pemiliknya dan pendamping dari Jamkrindo."))
    note_opening(business, request.user)
    return business


def note_opening(business: Business, user: User) -> None:
    """Once a day; the owner's own reading is nobody else's matter."""
    if not owns(user, business):
        row = FigureOpening(business=business, opened_by=user, opened_on=today())
        FigureOpening.objects.bulk_create([row], ignore_conflicts=True)
