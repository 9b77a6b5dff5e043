"""Admins are told 180, 90 and 30 days before a memorandum ends; an extension takes the old notices back."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.partnership.models import Memorandum
from programs.partnership.services import Amended, record_amendment
from programs.reminders import services
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant, User
from soksi_portal.outbox import delivery
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import cancel_message
from tests.factories import make_phase, make_user

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 23, 10, tzinfo=WIB)
DAYS = {180: 259_200, 90: 129_600, 30: 43_200}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_only_dated")]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def ending(days: int) -> Memorandum:
    """So many days from now."""
    memorandum = make_phase().memorandum
    Memorandum.objects.filter(pk=memorandum.pk).update(valid_until=NOW.date() + timedelta(days=days))
    memorandum.refresh_from_db()
    return memorandum


def plan(now: datetime = NOW) -> int:
    return services.plan(now=now).planned


def waiting() -> list[int]:
    rows = Message.objects.filter(state=MessageState.PENDING).order_by("-lead_minutes")
    return list(rows.values_list("lead_minutes", flat=True))


@pytest.fixture
def admin():
    return make_user(Role.ADMIN)


def extend(memorandum: Memorandum, until: date, admin: User) -> None:
    amended = Amended(
        signed_on=NOW.date(), signed_at_place="Jakarta", summary="Diperpanjang.", valid_until=until
    )
    record_amendment(memorandum=memorandum, amended=amended, by=admin)


def test_each_admin_is_told_and_nobody_else(admin):
    second = make_user(Role.ADMIN)
    for role in (Role.BOARD, Role.JAMKRINDO, Role.CADRE):
        make_user(role)
    make_user(Role.ADMIN, is_active=False)
    memorandum = ending(200)
    assert plan() == 2
    rows = Message.objects.order_by("recipient")
    assert [row.recipient for row in rows] == [admin, second]
    assert rows[0].due_at == datetime.combine(memorandum.valid_until, NOW.time(), WIB).replace(
        hour=9
    ) - timedelta(180)
    assert rows[0].title == f"180 hari lagi: {memorandum.title} berakhir"
    assert memorandum.get_absolute_url() in rows[0].body


@pytest.mark.parametrize(
    ("days", "leads"),
    [(241, []), (240, [180]), (150, [90]), (90, [30]), (89, [30]), (30, []), (10, []), (-1, [])],
)
def test_lead_time_that_has_begun_is_not_made_up_for(admin, days, leads):
    ending(days)
    plan()
    assert waiting() == [DAYS[lead] for lead in leads]


def test_memorandum_without_an_end_is_not_told_of(admin):
    make_phase()
    assert plan() == 0


def test_planning_again_plans_nothing(admin):
    ending(200)
    assert [plan(), plan()] == [1, 0]


def test_extension_takes_back_what_was_planned_and_tells_of_the_new_end(admin):
    memorandum = ending(120)
    plan()
    assert waiting() == [DAYS[90]]
    extend(memorandum, NOW.date() + timedelta(days=200), admin)
    assert waiting() == []
    taken_back = Message.objects.get()
    assert (taken_back.state, taken_back.last_error) == ("cancelled", "Masa berlaku nota ini berubah.")
    assert plan() == 1
    assert waiting() == [DAYS[180]]


def test_what_was_sent_of_the_old_end_does_not_keep_the_new_one_silent(admin, clock, sink):
    memorandum = ending(185)
    plan()
    clock.move_to(NOW + timedelta(days=6))
    delivery.deliver_due()
    assert Message.objects.get().state == MessageState.SENT
    extend(memorandum, NOW.date() + timedelta(days=220), admin)
    assert plan(NOW + timedelta(days=6)) == 1
    assert waiting() == [DAYS[180]]


def test_sweep_follows_what_went_past_the_services(admin):
    memorandum = ending(200)
    plan()
    Memorandum.objects.filter(pk=memorandum.pk).update(valid_until=None)
    assert services.take_back_outdated() == 1
    assert Message.objects.get().last_error == "Masa berlaku nota kerja samanya berubah."


def test_whoever_is_no_longer_an_admin_is_not_told(admin):
    make_user(Role.ADMIN)
    ending(200)
    assert plan() == 2
    RoleGrant.objects.filter(user=admin).update(ended_at=NOW + timedelta(seconds=1))
    assert services.plan(now=NOW) == services.Result(planned=0, taken_back=1)
    assert Message.objects.get(recipient=admin).last_error == "Penerima tidak lagi administrator."


def test_notice_taken_back_by_a_person_is_not_planned_again(admin):
    ending(200)
    plan()
    cancel_message(message=Message.objects.get(), by=admin)
    assert plan() == 0


def test_planning_costs_the_same_queries_for_one_and_for_three_memoranda(admin, django_assert_num_queries):
    ending(200)
    plan()
    with CaptureQueriesContext(connection) as first:
        plan()
    for _ in range(2):
        ending(200)
    plan()
    with django_assert_num_queries(len(first)):
        plan()


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_plan_nothing_twice():
    make_user(Role.ADMIN)
    for _ in range(3):
        ending(200)
    start, planned = threading.Barrier(3), []

    def beat():
        start.wait()
        try:
            planned.append(plan())
        finally:
            connection.close()

    beats = [threading.Thread(target=beat) for _ in range(3)]
    for one in beats:
        one.start()
    for one in beats:
        one.join()
    assert sum(planned) == Message.objects.count() == 3
