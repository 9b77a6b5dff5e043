"""Who is compared, and what the records of both groups say: only what is asked of pilots and of the others alike.

Sales and employees are those of the register (`/usaha/`), which every owner writes and may write anew each year; the
audit trail has kept each telling. Monthly reports are not used here, since only pilots write them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from programs.bankaccess.models import AccessGained
from programs.impact.choices import YEAR, YEARS_UNTIL_TOLD
from programs.pilots.choices import NominationState
from programs.pilots.models import Nomination, Pilot
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.businesses.sizeclass import size_class
from umkm.cadres.models import Cadre
from umkm.regions.models import Province

NOT_CHOSEN = (NominationState.WAITLISTED, NominationState.DECLINED)


@dataclass(frozen=True)
class Told:
    """The register's figures at some moment."""

    at: datetime
    sales: int | None
    capital: int | None
    employees: int | None

    @property
    def figures(self) -> tuple[int | None, ...]:
        return self.sales, self.capital, self.employees


@dataclass(frozen=True)
class Case:
    business: int
    is_pilot: bool
    phase: int
    province: str
    decided_at: datetime
    size: str = ""  # by the figures told before the decision
    before: Told | None = None
    after: Told | None = None  # told of a year that is wholly after the decision
    sales_after: int | None = None
    had_access: bool = False
    has_access: bool = False
    is_ripe: bool = False  # decided a year ago or longer
    is_due: bool = False  # decided so long ago that a year wholly after it can have been told

    @property
    def stratum(self) -> tuple[int, str, str]:
        return self.phase, self.province, self.size


def cases(now: datetime) -> list[Case]:
    """Each business once, in a fixed number of queries.

    Whoever ever sat on a seat stays a pilot, also after leaving it: without those who gave up, the programme would
    look better than it is.
    """
    decided = [*_pilots(), *_others()]
    told = _told(one.business for one in decided)
    access = _access([one.business for one in decided])
    zones = {province.code: province.zone for province in Province.objects.all()}
    return [
        _with_access(_with_figures(one, told.get(one.business, []), zones[one.province], now), access, now)
        for one in decided
    ]


def _counted(path: str) -> Q:
    """Without what went into another, and without those whose data is not to be processed (UU 27/2022)."""
    restricted = Cadre.objects.restricted().values("pk")
    return ~Q(**{f"{path}__state": BusinessState.MERGED}) & ~Q(**{f"{path}__owner__in": restricted})


def _pilots() -> list[Case]:
    """From the first seat on."""
    rows = (
        Pilot.objects.filter(_counted("business"))
        .order_by("business_id", "accepted_at", "pk")
        .distinct("business_id")
        .values_list("business_id", "seat__phase_id", "seat__province_id", "accepted_at")
    )
    return [
        Case(business=pk, is_pilot=True, phase=phase, province=province, decided_at=at)
        for pk, phase, province, at in rows
    ]


def _others() -> list[Case]:
    """Proposed like the pilots, and on the waiting list or not chosen; never on a seat until today."""
    rows = (
        Nomination.objects.filter(_counted("business"), state__in=NOT_CHOSEN)
        .exclude(Exists(Pilot.objects.filter(business=OuterRef("business"))))
        .order_by("business_id", "decided_at", "pk")
        .distinct("business_id")
        .values_list("business_id", "phase_id", "province_id", "decided_at")
    )
    return [
        Case(business=pk, is_pilot=False, phase=phase, province=province, decided_at=at)
        for pk, phase, province, at in rows
        if at is not None  # the database holds it so
    ]


def _told(businesses: Iterable[int]) -> Mapping[int, list[Told]]:
    """Every change of the figures, the oldest first."""
    events: Any = apps.get_model("businesses", "BusinessEvent")
    rows = (
        events.objects.filter(pgh_obj_id__in=list(businesses))
        .order_by("pgh_obj_id", "pgh_id")
        .values_list("pgh_obj_id", "pgh_created_at", "last_year_sales", "capital", "employees")
    )
    found: dict[int, list[Told]] = defaultdict(list)
    for pk, at, sales, capital, employees in rows.iterator():
        one = Told(at, sales, capital, employees)
        if not found[pk] or found[pk][-1].figures != one.figures:
            found[pk].append(one)
    return found


def _with_figures(case: Case, told: list[Told], zone: tzinfo, now: datetime) -> Case:
    first_year = case.decided_at.astimezone(zone).year + YEARS_UNTIL_TOLD
    case = replace(case, is_due=now.astimezone(zone).year >= first_year)
    if not told:
        return case
    earlier = [one for one in told if one.at <= case.decided_at]
    before = earlier[-1] if earlier else told[0]  # a record older than its trail
    size = size_class(last_year_sales=before.sales, capital=before.capital)
    later = [one for one in told if one.at.astimezone(zone).year >= first_year]
    sales = [
        new.sales
        for old, new in pairwise(told)
        if new.sales != old.sales and new.at.astimezone(zone).year >= first_year
    ]
    return replace(
        case,
        size=size.value if size else "",
        before=before,
        after=later[-1] if later else None,
        sales_after=sales[-1] if sales else None,
    )


@dataclass(frozen=True)
class _Access:
    baseline: frozenset[int]
    gained: Mapping[int, datetime]


def _access(businesses: list[int]) -> _Access:
    """By recorded outcomes only, as everywhere in the portal."""
    baseline = Business.objects.filter(pk__in=businesses, has_bank_loan=True).values_list("pk", flat=True)
    gained = AccessGained.objects.filter(business__in=businesses).values_list("business_id", "gained_at")
    return _Access(frozenset(baseline), dict(gained))


def _with_access(case: Case, access: _Access, now: datetime) -> Case:
    gained = access.gained.get(case.business)
    baseline = case.business in access.baseline
    return replace(
        case,
        had_access=baseline or (gained is not None and gained <= case.decided_at),
        has_access=baseline or gained is not None,
        is_ripe=case.decided_at <= now - YEAR,
    )
