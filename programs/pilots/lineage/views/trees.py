"""The tree of the country in numbers, and of a province with names for those who may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programs.pilots.lineage import queries
from programs.pilots.lineage.queries import Numbers
from soksi_portal.accounts.guards import public
from umkm.regions.choices import IslandGroup
from umkm.regions.models import Province
from umkm.regions.scoping import province_codes, sees_whole_country


@dataclass
class Branch:
    """A group of islands with its provinces."""

    name: str
    numbers: Numbers = field(default_factory=Numbers)
    provinces: list[tuple[Province, Numbers]] = field(default_factory=list)


@public
@require_safe
def mentor_country(request: HttpRequest) -> HttpResponse:
    """Three levels whatever is below them: the country, its groups of islands, its provinces."""
    counted = queries.numbers_by_province()
    branches = {group.value: Branch(str(group.label)) for group in IslandGroup}
    for province in Province.objects.existing().order_by("name"):
        branch, numbers = branches[province.island_group], counted.get(province.pk, Numbers())
        branch.provinces.append((province, numbers))
        branch.numbers += numbers
    total = sum((branch.numbers for branch in branches.values()), Numbers())
    shown = [branch for branch in branches.values() if branch.provinces]
    return render(request, "programs/pilots/lineage/mentor_country.html", {"branches": shown, "total": total})


@public
@require_safe
def mentor_province(request: HttpRequest, code: str) -> HttpResponse:
    province = get_object_or_404(Province, pk=code)
    user = request.user
    sees = user.is_authenticated and (sees_whole_country(user) or province.pk in province_codes(user))
    context: dict[str, Any] = {
        "province": province,
        "numbers": queries.numbers_by_province().get(province.pk, Numbers()),
        "may_see_people": sees,
    }
    if sees:
        context |= {
            "tree": queries.province_tree(province, user),  # type: ignore[arg-type]  # a person here
            "graduates": queries.graduates_without_mentor(province, user),  # type: ignore[arg-type]
        }
    return render(request, "programs/pilots/lineage/mentor_province.html", context)
