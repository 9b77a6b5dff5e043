"""Who is compared, and which of their figures: those of before the decision, and of a year wholly after it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.impact.cases import Case, cases
from programs.impact.choices import Outcome
from programs.impact.comparing import compared
from programs.impact.discipline import shares_in_time
from programs.mentoring.models import Report, ReportVersion
from programs.mentoring.models.reports import NUMBERS
from programs.pilots.models import Pilot
from tests import factories as make
from tests.programs.pilots.makers import REASON
from umkm.businesses.models import Business
from umkm.cadres.models import Cadre

from .makers import DECIDED, TOLD_ANEW, Told, fire_deferred, make_proposed, tell

pytestmark = pytest.mark.django_db


def found() -> dict[int, Case]:
    return {case.business: case for case in cases(timezone.now())}


def only() -> Case:
    (case,) = cases(timezone.now())
    return case


def test_pilots_and_those_not_chosen_with_their_figures():
    pilot, other = make_proposed([Told(True), Told(False, after=None, gained=True)])
    one, two = found()[pilot.pk], found()[other.pk]
    assert (one.is_pilot, one.province, one.size, one.decided_at) == (True, "32", "micro", DECIDED)
    assert one.before
    assert one.after
    assert (one.before.sales, one.before.employees) == (100_000_000, 2)
    assert (one.sales_after, one.after.employees, one.has_access) == (120_000_000, 3, False)
    assert (two.is_pilot, two.after, two.sales_after) == (False, None, None)
    assert (two.had_access, two.has_access, two.is_ripe, two.is_due) == (False, True, True, True)
    assert one.stratum == two.stratum


def test_proposals_that_wait_or_were_withdrawn_are_not_compared():
    make.make_nomination()
    assert cases(timezone.now()) == []


def test_who_left_a_seat_stays_a_pilot_and_a_later_pilot_is_no_comparison():
    business = make_proposed([Told(True)])[0]
    by = make.make_user()
    Pilot.objects.update(ended_at=timezone.now(), ended_by=by, outcome="withdrawn", end_reason=REASON)
    (other,) = make_proposed([Told(False)])
    make_pilot_of(other)
    assert {pk: case.is_pilot for pk, case in found().items()} == {business.pk: True, other.pk: True}


def make_pilot_of(business: Business) -> Pilot:
    staff = make.make_user()
    nomination = make.make_nomination(
        business=business, state="accepted", decided_by=staff, decided_at=timezone.now()
    )
    return make.make_pilot(nomination=nomination)


def test_proposed_twice_is_one_case_of_the_first_decision():
    (business,) = make_proposed([Told(False)])
    make.make_nomination(
        business=business, state="declined", decided_by=make.make_user(), decided_at=timezone.now(),
        decision_reason=REASON,
    )  # fmt: skip
    assert only().decided_at == DECIDED


def test_restricted_and_merged_are_left_out():
    restricted, merged = make_proposed([Told(True)]), make_proposed([Told(False)])
    Cadre.objects.filter(pk=restricted[0].owner_id).update(restricted_at=timezone.now())
    assert [case.business for case in cases(timezone.now())] == [merged[0].pk]


@pytest.mark.parametrize(("year", "counts"), [(2022, False), (2023, False), (2024, True), (2025, True)])
def test_figures_of_the_year_of_the_decision_are_neither_before_nor_after(year, counts):
    """Decided in 2022: sales of 2023 are the first that are wholly after it, and are told in 2024."""
    (business,) = make_proposed([Told(True, after=None)])
    tell(business, datetime(year, 6, 1, tzinfo=DECIDED.tzinfo), last_year_sales=150_000_000)
    case = only()
    assert case.before
    assert case.before.sales == 100_000_000
    assert case.sales_after == (150_000_000 if counts else None)


def test_last_figures_told_before_the_decision_are_those_before_it():
    (business,) = make_proposed([Told(True, after=None)])
    tell(business, DECIDED - timedelta(days=1), employees=7)
    tell(business, DECIDED + timedelta(days=1), employees=9)
    tell(business, TOLD_ANEW, employees=11)
    case = only()
    assert case.before
    assert case.after
    assert (case.before.employees, case.after.employees) == (7, 11)


def test_employees_told_anew_say_nothing_about_sales():
    (business,) = make_proposed([Told(True, after=None)])
    tell(business, TOLD_ANEW, employees=9)
    assert only().sales_after is None


def test_size_class_is_that_of_before():
    make_proposed([Told(True, before=(1_900_000_000, 2), after=(3_000_000_000, 5))])
    assert only().size == "micro"


def test_without_sales_in_a_year_there_is_no_share_but_there_are_employees():
    make_proposed([Told(True, before=(0, 2)), Told(False)])
    known = {one: compared(one, cases(timezone.now())).known for one in Outcome}
    assert known[Outcome.SALES] == {"pilot": 0, "comparison": 1}
    assert known[Outcome.EMPLOYEES] == {"pilot": 1, "comparison": 1}


def test_only_strata_with_both_count():
    make_proposed([Told(True), Told(False), Told(True, province="11"), Told(False, province="12")])
    make_proposed([Told(False)])  # of another phase
    one = compared(Outcome.SALES, cases(timezone.now()))
    assert (len(one.rows), one.strata) == (2, 1)


def test_queries_do_not_grow_with_the_businesses():
    make_proposed([Told(True)])
    with CaptureQueriesContext(connection) as first:
        cases(timezone.now())
    make_proposed([Told(True), Told(False), Told(False, province="11")])
    with CaptureQueriesContext(connection) as second:
        cases(timezone.now())
    assert len(first) == len(second)


def test_discipline_is_of_the_months_owed_in_the_first_and_the_last_half_year():
    decided = datetime(2022, 1, 15, tzinfo=DECIDED.tzinfo)
    (business,) = make_proposed([Told(True)], at=decided)
    Pilot.objects.update(
        ended_at=datetime(2023, 2, 20, tzinfo=DECIDED.tzinfo), ended_by=make.make_user(), outcome="withdrawn", end_reason=REASON
    )  # fmt: skip
    # owed: February 2022 to January 2023; in time by the 10th of the next month, once late
    sent = [(2022, 2, 10, 3), (2022, 12, 9, 1), (2023, 1, 10, 2), (2022, 3, 11, 4)]
    for year, month, day, due_month in sent:
        make_sent(
            business, datetime(year, month, 1).date(), datetime(year + (month == 12), due_month, day).date()
        )
    ((province, first, last),) = shares_in_time(timezone.now())
    assert (province, round(first * 6), round(last * 6)) == ("32", 1, 2)


def make_sent(business: Business, month, sent_on) -> None:
    """Only that it came, and when: of the amounts nothing is read here."""
    walls = [
        f"{model._meta.label}:{one.name}"
        for model in (Report, ReportVersion)
        for one in model._meta.triggers
        if one.name not in ("insert_insert", "update_update")
    ]
    with pgtrigger.ignore(*walls):
        by = business.owner.user
        report = Report.objects.create(
            business=business, province=business.province, month=month, started_by=by
        )
        told = dict.fromkeys(NUMBERS, 0)
        version = ReportVersion.objects.create(report=report, number=1, sent_by=by, **told)
        Report.objects.filter(pk=report.pk).update(
            state="sent", current=version, sent_on=sent_on, sent_at=timezone.now()
        )
        fire_deferred()
