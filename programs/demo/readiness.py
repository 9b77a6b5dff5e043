"""How ready for a bank each demo pilot was, month by month: counted from the records that were there on that day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from programs.bankaccess.choices import SlikStatus
from programs.bankaccess.models import ReadinessScore, Rubric
from programs.bankaccess.readiness.facts import facts_of_all
from programs.bankaccess.readiness.scoring import MONTHS, Facts, as_rows, points_of
from programs.bankaccess.readiness.services import keep_all_scores
from programs.mentoring.models import Report
from programs.mentoring.reports.months import last_complete, months_until
from programs.pilots.models import Pilot
from programs.training.models import Certificate
from umkm.businesses.models import Business

COUNTED_ON = 12  # of a month: what is in time has come by the tenth
BACK = 6


def make_readiness(*, now: datetime) -> None:
    """In the order of days, and today's by the real service."""
    ids = Pilot.objects.active().order_by("business_id").values("business")
    businesses = list(Business.objects.filter(pk__in=ids).select_related("province").order_by("pk"))
    today = facts_of_all(businesses)
    rubric = Rubric.objects.of_phase(None).first()
    if rubric is not None:
        ReadinessScore.objects.bulk_create(
            score for one in businesses for score in _history(one, today[one.pk], rubric, now.date())
        )
    keep_all_scores()


def _history(business: Business, facts: Facts, rubric: Rubric, today: date) -> Iterator[ReadinessScore]:
    """A row for each day on which something had changed."""
    reports = list(Report.objects.sent().monthly().filter(business=business).order_by("month"))
    certificates = list(Certificate.objects.standing().filter(business=business))
    number, before = 0, None
    for month in months_until(last_complete(today), BACK):
        on = month.replace(day=COUNTED_ON)
        then = _as_of(on, facts, reports, certificates)
        points = as_rows(points_of(then, rubric.weights, rubric.trainings_needed))
        if points == before:
            continue
        number, before = number + 1, points
        yield ReadinessScore(
            business=business, number=number, day=on, rubric=rubric, points=points,
            total=sum(one["points"] for one in points),
            counted_at=datetime.combine(on, time(2), business.province.zone),
        )  # fmt: skip


def _as_of(on: date, facts: Facts, reports: list[Report], certificates: list[Certificate]) -> Facts:
    """Without what came later: reports, certificates, and the answer about credit."""
    come = [one for one in reports if one.sent_on is not None and one.sent_on <= on]
    wanted = set(months_until(last_complete(on), 12))
    year = [one for one in come if one.month in wanted]
    half = [one for one in year if one.month in sorted(wanted)[-6:]]
    told = facts.months[-len(reports) :] if reports else ()
    months = told[: max(0, len(told) - (len(reports) - len(come)))]
    return replace(
        facts,
        complete_six=len(half),
        in_time_six=sum(_is_in_time(one) for one in half),
        complete_twelve=len(year),
        in_time_twelve=sum(_is_in_time(one) for one in year),
        months=months[-MONTHS:],
        assets=facts.assets if months else 0,
        debt=facts.debt if months else 0,
        trainings=len({one.module_id for one in certificates if one.ends_at.date() <= on}),
        is_guaranteeable=False,
        slik=SlikStatus.UNKNOWN,
        answer_age=None,
    )


def _is_in_time(report: Report) -> bool:
    return report.sent_on is not None and report.sent_on <= report.due_on
