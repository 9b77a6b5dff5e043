"""From the records to the facts of readiness: a fixed number of queries, however many businesses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Q

from programs.bankaccess.choices import ReferralState
from programs.bankaccess.models import CreditAnswer, Step
from programs.bankaccess.products.facts import today_of
from programs.mentoring.reports.discipline import records_of
from programs.mentoring.reports.performance import Performance, performances_of
from programs.training.models import Certificate
from umkm.businesses.merged import STANDS_FOR
from umkm.businesses.models import Business

from .scoring import MONTHS, Facts, Month


def facts_of_all(businesses: Sequence[Business]) -> dict[int, Facts]:
    """Each with its province."""
    ids = [one.pk for one in businesses]
    records, performances = records_of(ids), performances_of(ids, months=MONTHS)
    trainings = _trainings(ids)
    answers = _answers(ids)
    guaranteed = _guaranteed(ids)
    return {
        one.pk: Facts(
            has_nib=bool(one.nib),
            has_npwp=one.npwp_hash is not None,
            licences=len(one.licences),
            complete_six=records[one.pk].complete_six,
            in_time_six=records[one.pk].in_time_six,
            complete_twelve=records[one.pk].complete_twelve,
            in_time_twelve=records[one.pk].in_time_twelve,
            trainings=trainings[one.pk],
            **_money(performances[one.pk]),
            **_credit(one, answers.get(one.pk), is_guaranteed=one.pk in guaranteed),
        )
        for one in businesses
    }


def _money(months: list[Performance]) -> dict[str, Any]:
    return {
        "months": tuple(Month(one.sales, one.profit, one.operating_cash, one.debt_service) for one in months),
        "assets": months[-1].assets if months else 0,
        "debt": months[-1].debt if months else 0,
    }


def _credit(business: Business, answer: CreditAnswer | None, *, is_guaranteed: bool) -> dict[str, Any]:
    """Who has no programme credit running can be given one that Jamkrindo guarantees."""
    if answer is None:
        return {"is_guaranteeable": is_guaranteed}
    return {
        "is_guaranteeable": is_guaranteed or not answer.has_programme_credit,
        "slik": answer.slik,
        "answer_age": (today_of(business) - answer.answered_on).days,
    }


def _trainings(ids: list[int]) -> dict[int, int]:
    """Also those of what went into it."""
    rows = Certificate.objects.standing().annotate(stands_for=STANDS_FOR).filter(stands_for__in=ids)
    counted = rows.order_by().values("stands_for").annotate(number=Count("module", distinct=True))
    return defaultdict(int, counted.values_list("stands_for", "number"))


def _answers(ids: list[int]) -> dict[int, CreditAnswer]:
    """The last of each: as CreditAnswer.of has them."""
    own = Q(business__merged_into=None, business__owner=F("owner")) | Q(
        business__merged_into__owner=F("owner")
    )
    rows = CreditAnswer.objects.annotate(stands_for=STANDS_FOR).filter(own, stands_for__in=ids)
    newest = rows.order_by("stands_for", "-answered_on", "-pk").distinct("stands_for")
    return {one.stands_for: one for one in newest}


def _guaranteed(ids: list[int]) -> set[int]:
    steps = Step.objects.filter(
        referral__business__in=ids, to_state=ReferralState.APPROVED, guaranteed_percent__gt=0
    )
    return set(steps.values_list("referral__business", flat=True))
