"""The owner is reminded when a month can be reported, before it is due and after; sending it ends the matter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.mentoring.models import Report
from programs.pilots.choices import PilotOutcome
from programs.pilots.models import Pilot
from programs.reminders import services
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import cancel_message
from tests import factories as make
from tests.parallel import in_parallel
from tests.programs.mentoring.makers import make_keeper, make_report, owner_of

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
SEATED = datetime(2026, 7, 20, tzinfo=UTC)
WIB = ZoneInfo("Asia/Jakarta")


def at(month: int, day: int, hour: int = 8) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=WIB)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at(10, 31), tick=False) as traveller:
        yield traveller


def opened(**fields):
    business = make_keeper(accepted_at=SEATED, **fields)
    with time_machine.travel(at(10, 5), tick=False):
        make_report(business, SEPTEMBER, is_opening=True, at=at(10, 5))
    return business


def plan() -> int:
    return services.plan(now=timezone.now()).planned


def test_four_reminders_of_a_month_that_does_not_come(clock):
    business = opened()
    told = []
    for month, day in [(10, 31), *((11, day) for day in range(1, 20))]:
        clock.move_to(at(month, day))
        plan()
    for message in Message.objects.filter(occasion__startswith="report_").order_by("due_at"):
        assert message.recipient == owner_of(business)
        told.append((message.occasion, message.due_at.astimezone(WIB).day, message.title))
    assert told == [
        ("report_due", 1, "Laporan Oktober 2026 menunggu"),
        ("report_due", 7, "Laporan Oktober 2026 menunggu"),
        ("report_overdue", 11, "Laporan Oktober 2026 lewat tenggat"),
        ("report_overdue", 17, "Laporan Oktober 2026 lewat tenggat"),
    ]
    body = Message.objects.filter(occasion="report_due").earliest("due_at").body
    assert "paling lambat 10 November 2026" in body
    assert f"/laporan/usaha/{business.pk}/" in body
    assert "Rp" not in body


def test_without_an_opening_balance_it_is_that_one_which_is_asked_for():
    make_keeper(accepted_at=SEATED)
    assert plan() == 1
    assert Message.objects.get().title == "Mulai pembukuan usaha Anda"


def test_whoever_owes_nothing_is_not_reminded():
    make_keeper(accepted_at=at(10, 2))  # on the seat since then
    gone = opened(phase=make.make_phase())
    pilot = Pilot.objects.get(business=gone)
    Pilot.objects.filter(pk=pilot.pk).update(
        ended_at=timezone.now(),
        ended_by=make.make_user(Role.JAMKRINDO),
        outcome=PilotOutcome.WITHDRAWN,
        end_reason="Uji",
    )
    assert plan() == 0


def test_planning_again_plans_nothing():
    opened()
    assert [plan(), plan()] == [1, 0]


def test_a_time_that_has_passed_is_not_made_up_for(clock):
    opened()
    clock.move_to(at(11, 1, 10))
    assert plan() == 0


def test_it_leaves_at_nine_in_the_province(clock):
    opened(province=make.make_province("91"))
    plan()
    assert Message.objects.get().due_at == datetime(2026, 11, 1, 0, tzinfo=UTC)


def test_sending_the_report_takes_its_reminders_back(clock):
    business = opened()
    clock.move_to(at(11, 6))
    assert plan() == 1
    make_report(business, OCTOBER, at=at(11, 6))  # past the services
    result = services.plan(now=timezone.now())
    assert (result.planned, result.taken_back) == (0, 1)
    assert Message.objects.get().state == MessageState.CANCELLED


def test_what_a_person_took_back_stays_taken_back():
    opened()
    plan()
    cancel_message(message=Message.objects.get(), by=make.make_user(Role.JAMKRINDO))
    assert plan() == 0


def test_three_pilots_cost_what_one_costs(clock):
    phase, counts = make.make_phase(quota=3), []
    clock.move_to(at(11, 2))  # nothing is near
    for wanted in (1, 3):
        while Report.objects.count() < wanted:
            opened(phase=phase)
        with CaptureQueriesContext(connection) as asked:
            services.Reports().wanting(at(10, 31))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_three_planners_at_once_plan_it_once(clock):
    opened()
    in_parallel(lambda _: services.plan(now=at(10, 31)), range(3))
    assert Message.objects.count() == 1
