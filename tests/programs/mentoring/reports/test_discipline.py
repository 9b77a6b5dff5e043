"""When a report is due, how it came, and the list that shows it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.mentoring.choices import Discipline
from programs.mentoring.reports.discipline import (
    last_due,
    late_now,
    owed_by,
    pilots_with_month,
    records_of,
    reporting_pilots,
)
from programs.mentoring.reports.months import due_on, last_complete, last_day, read_month
from programs.mentoring.reports.performance import performance_of
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.programs.mentoring.makers import make_books, make_keeper, make_report, pilot_of

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)
SEATED = datetime(2026, 7, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _mid_november():
    with time_machine.travel("2026-11-20T03:00Z", tick=False):
        yield


def late(business, month, **fields):
    return make_report(business, month, at=datetime(2026, 11, 15, 3, tzinfo=UTC), **fields)


def test_the_rule_of_the_due_date():
    assert due_on(OCTOBER) == date(2026, 11, 10)
    assert due_on(date(2026, 12, 1)) == date(2027, 1, 10)
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)
    assert last_complete(date(2026, 11, 1)) == OCTOBER
    assert (last_due(date(2026, 11, 10)), last_due(date(2026, 11, 11))) == (SEPTEMBER, OCTOBER)
    assert [read_month(text) for text in ("2026-10", "2026-13", "x", "", "2026-1\x00")] == [
        OCTOBER,
        None,
        None,
        None,
        None,
    ]


def test_a_record_of_twelve_months(django_assert_num_queries):
    business, silent = make_keeper(), make_keeper()
    make_report(business, date(2026, 7, 1), is_opening=True)
    make_report(business, AUGUST)
    late(business, SEPTEMBER)
    with django_assert_num_queries(1):
        found = records_of([business.pk, silent.pk])
    record = found[business.pk]
    assert [one.discipline for one in record.months[-4:]] == [Discipline.NOT_OWED, Discipline.IN_TIME, Discipline.LATE, Discipline.MISSING]  # fmt: skip
    assert (record.complete(6), record.in_time(6), record.complete(12), record.in_time(12)) == (2, 1, 2, 1)
    assert {one.discipline for one in found[silent.pk].months} == {Discipline.NOT_BEGUN}
    assert len(record.months) == 12
    assert owed_by(business.pk) == [OCTOBER]
    assert owed_by(silent.pk) == []


def test_until_the_tenth_a_missing_report_is_only_awaited():
    business = make_books(months=1, last=SEPTEMBER)[0].business
    assert (
        records_of([business.pk], day=date(2026, 11, 10))[business.pk].months[-1].discipline
        == Discipline.WAITING
    )
    assert (
        records_of([business.pk], day=date(2026, 11, 11))[business.pk].months[-1].discipline
        == Discipline.MISSING
    )


def test_every_state_of_a_month_in_the_list():
    wanted = {}
    for state in ("in_time", "late", "missing", "not_begun", "not_owed"):
        business = make_keeper(
            phase=make.make_phase(),
            accepted_at=SEATED if state != "not_owed" else datetime(2026, 10, 2, tzinfo=UTC),
        )
        if state in ("in_time", "late", "missing"):
            make_report(business, SEPTEMBER, is_opening=True)
        if state == "in_time":
            make_report(business, OCTOBER)
        if state == "late":
            late(business, OCTOBER)
        wanted[business.pk] = state
    found = {one.business_id: one.kept for one in pilots_with_month(reporting_pilots(), OCTOBER)}
    assert found == wanted
    assert {one.business_id for one in late_now(reporting_pilots())} == {pk for pk, state in wanted.items() if state in ("missing", "not_begun")}  # fmt: skip


def test_what_the_books_say_month_by_month():
    business = make_books(months=3)[0].business
    told = performance_of(business, months=2)
    assert [one.month for one in told] == [SEPTEMBER, OCTOBER]
    assert (told[0].sales, told[0].gross_margin, told[0].operating_cash, told[0].debt_service) == (
        6_000_000,
        41,
        1_900_000,
        0,
    )
    assert performance_of(business, until=AUGUST)[-1].month == AUGUST
    assert performance_of(make_keeper()) == []


def test_the_list_narrows_sorts_and_exports(client):
    phase = make.make_phase(provinces=[make.make_province("32"), make.make_province("91")])
    first = make_keeper(phase=phase, accepted_at=SEATED)
    make_books(first)
    make_keeper(phase=phase, province=make.make_province("91"), accepted_at=SEATED)
    client.force_login(make.make_user(Role.JAMKRINDO))
    url = reverse("report_list")
    assert next(row.record.business for row in client.get(url).context["listing"].rows) == first
    for query, count in (("", 2), ("?status=in_time", 1), ("?status=belum", 1), ("?provinsi=91", 1), (f"?tahap={phase.pk}", 2), ("?bulan=2026-09&status=in_time", 0), ("?bulan=2026-1%00", 2), ("?status=apa", 2)):  # fmt: skip
        response = client.get(url + query)
        assert len(response.context["listing"].rows) == count, query
    exported = b"".join(client.get(f"{url}?format=csv").streaming_content).decode()
    assert f"{first.name},Jawa Barat" in exported
    assert "Tepat waktu,2026-11-05,2026-10" in exported


def test_a_coordinator_has_the_own_province(client):
    phase = make.make_phase(provinces=[make.make_province("32"), make.make_province("91")])
    for code in ("32", "91"):
        make_keeper(phase=phase, province=make.make_province(code))
    client.force_login(make.make_user(Role.COORDINATOR, province=make.make_province("91")))
    response = client.get(reverse("report_list"))
    assert [row.record.seat.province_id for row in response.context["listing"].rows] == ["91"]
    assert "Jawa Barat" not in response.content.decode()


def test_three_pilots_cost_what_one_costs(client, django_assert_num_queries):
    phase = make.make_phase(quota=3)
    client.force_login(make.make_user(Role.JAMKRINDO))
    counts = []
    for wanted in (1, 3):
        while reporting_pilots().count() < wanted:
            make_books(make_keeper(phase=phase))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("report_list"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_cadres_page_costs_the_same_for_many_months(client):
    counts = []
    for months in (1, 5):
        business = make_books(months=months)[0].business
        client.force_login(business.owner.user)
        for name, args in (
            ("report_list", []),
            ("book_detail", [business.pk]),
            ("statement_page", [business.pk]),
        ):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(name, args=args)).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
    assert pilot_of(business).business == business
