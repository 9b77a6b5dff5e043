"""The front page, the country's progress and one province's. Numbers are public; people and names are not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from programs.partnership.models import Phase
from programs.pilots.models import Pilot
from programs.pilots.stories.queries import SHOWN_ELSEWHERE, published_stories
from programs.training.models import Session
from soksi_portal.accounts.guards import public
from umkm.regions.models import Post, Province
from umkm.regions.scoping import province_codes, sees_whole_country

from . import queries
from .judgement import judge
from .map import country_map
from .table import ProgressTable

SESSIONS_SHOWN = 10


# a story is on it: a withdrawn consent counts at once, in browsers and on the way too
@public
@never_cache
def front(request: HttpRequest) -> HttpResponse:
    country = queries.country_progress(queries.current_phase())
    context = {
        "country": country,
        "tiles": country_map(country),
        "stories": published_stories()[:SHOWN_ELSEWHERE],
    }
    return render(request, "programs/progress/front.html", context)


@public
def progress_country(request: HttpRequest) -> HttpResponseBase:
    country = queries.country_progress(queries.current_phase())
    table = ProgressTable(country, request.GET)
    if table.wants_export:
        return table.export()
    user = request.user
    context = {
        "country": country,
        "tiles": country_map(country),
        "listing": table,
        "sees_impact": user.is_authenticated and sees_whole_country(user),  # as programs.impact.permissions
    }
    return render(request, "programs/progress/country.html", context)


@public
@never_cache
def progress_province(request: HttpRequest, code: str) -> HttpResponse:
    province = get_object_or_404(Province.objects.existing(), code=code)
    country = queries.country_progress(queries.current_phase())
    progress = next(row for row in country.provinces if row.province == province)
    context = {
        "country": country,
        "progress": progress,
        "province": province,
        "judgement": judge(progress),
        "stories": published_stories(province=province.pk)[:SHOWN_ELSEWHERE],
    }
    return render(
        request,
        "programs/progress/province.html",
        context | _people(request, province, country.phase),
    )


def _people(request: HttpRequest, province: Province, phase: Phase | None) -> dict[str, Any]:
    """Who is behind the numbers, for those who may see that province."""
    user = request.user
    if not user.is_authenticated or not (sees_whole_country(user) or province.code in province_codes(user)):
        return {"may_see_people": False}
    pilots = Pilot.objects.visible_to(user).active().filter(seat__province=province, seat__phase=phase)
    sessions = Session.objects.visible_to(user).filter(session_provinces__province=province)
    return {
        "may_see_people": True,
        "pilots": pilots.select_related("seat", "business__owner", "business__regency").order_by(
            "seat__number"
        ),
        "posts": Post.objects.active()
        .filter(province=province)
        .select_related("user")
        .order_by("granted_at"),
        "sessions": sessions.select_related("module", "venue", "trainer").order_by("-starts_at")[
            :SESSIONS_SHOWN
        ],
    }
