"""Readiness for pages and for other slices."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, IntegerField, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from programs.bankaccess.models import ReadinessScore
from programs.mentoring.reports.discipline import NEVER
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User
from soksi_portal.common.charts import Point as ChartPoint
from soksi_portal.common.display import day
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business

from .services import count_points, is_news, keep_scores

UNCOUNTED = -1  # a list sorts by no empty value
CURVE = 60  # days with a change that a curve shows


def latest_score(business_id: int) -> ReadinessScore | None:
    return (
        ReadinessScore.objects.filter(business=business_id)
        .select_related("rubric")
        .order_by("-number")
        .first()
    )


def current_score(business: Business) -> ReadinessScore | None:
    """As of now: what has become stale is counted and kept first. None where there is no rubric yet.

    What went into another business keeps the score it had.
    """
    if business.state == BusinessState.MERGED:
        return latest_score(business.pk)
    counted = count_points([business]).get(business.pk)
    last = latest_score(business.pk)
    if counted is not None and is_news(last, *counted):
        keep_scores(businesses=[business.pk])
        last = latest_score(business.pk)
    return last


def curve_of(business: Business) -> list[ChartPoint]:
    """The last score of each day, the oldest first."""
    rows = ReadinessScore.objects.filter(business=business).order_by("day", "-number").distinct("day")
    newest = ReadinessScore.objects.filter(pk__in=rows.values("pk")).order_by("-number")[:CURVE]
    return [ChartPoint(day(one.day), one.whole) for one in reversed(newest)]


def pilots_with_score(user: User) -> QuerySet[Any]:
    """Active pilots within reach, each with its last score."""
    last = ReadinessScore.objects.filter(business=OuterRef("business")).order_by("-number")
    return (
        Pilot.objects.active()
        .visible_to(user)
        .select_related("business__owner", "seat__province", "seat__phase")
        .annotate(
            readiness=Coalesce(
                Subquery(last.values("total")[:1]), Value(UNCOUNTED), output_field=IntegerField()
            ),
            counted_on=Coalesce(Subquery(last.values("day")[:1]), Value(NEVER), output_field=DateField()),
            readiness_points=Subquery(last.values("points")[:1], output_field=JSONField()),
        )
    )
