"""Choosing a regency."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from soksi_portal.accounts.guards import public
from umkm.regions.models import Regency


@public
@cache_control(max_age=86_400)
def regency_options(request: HttpRequest) -> HttpResponse:
    """The options of a regency field for one province (an htmx partial)."""
    code = request.GET.get("province", "")
    known = len(code) == 2 and code.isascii() and code.isdigit()
    regencies = Regency.objects.existing().filter(province=code) if known else Regency.objects.none()
    context = {"regencies": regencies.order_by("kind", "name")}
    return render(request, "umkm/regions/_regency_options.html", context)
