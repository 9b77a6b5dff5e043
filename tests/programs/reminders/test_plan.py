"""Which reminders are planned, when they are due, and what happens when a session or an answer changes."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction

from programs.reminders import services
from programs.training.choices import InvitationState, SessionMode, SessionState
from programs.training.models import Invitation, Session
from programs.training.services import answer_invitation, cancel_session, reschedule_session
from soksi_portal.outbox import delivery
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import cancel_message
from tests.factories import make_invitation, make_province, make_session, make_user, make_venue
from tests.programs.training.makers import make_arrangement

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 23, 10, tzinfo=WIB)
START = datetime(2026, 12, 3, 9, tzinfo=WIB)  # in ten days
LEAD_TIMES = [timedelta(days=7), timedelta(days=1), timedelta(hours=2)]
LEADS = [10_080, 1_440, 120]  # the same in minutes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_only_dated")]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def plan(now: datetime = NOW) -> int:
    return services.plan(now=now).planned


def invite(state: str = InvitationState.CONFIRMED, **fields) -> Invitation:
    session = fields.pop("session", None) or make_session(starts_at=START)
    return make_invitation(session=session, state=state, **fields)


def leads_waiting(**of) -> list[int]:
    waiting = Message.objects.filter(state=MessageState.PENDING, **of)
    return list(waiting.order_by("-lead_minutes").values_list("lead_minutes", flat=True))


# --- planning ----------------------------------------------------------------------------------


def test_confirmed_person_is_reminded_a_week_a_day_and_two_hours_before():
    invitation = invite()
    assert plan() == 3
    rows = Message.objects.order_by("due_at")
    assert [(row.lead_minutes, row.due_at, row.expires_at) for row in rows] == [
        (10_080, START - timedelta(days=7), START),
        (1_440, START - timedelta(days=1), START),
        (120, START - timedelta(hours=2), START),
    ]
    assert {(row.occasion, row.subject_ref, row.recipient) for row in rows} == {
        ("session_reminder", invitation.session.subject_ref, invitation.person)
    }
    assert rows[0].title == f"7 hari lagi: pelatihan {invitation.session.module.title}"


@pytest.mark.parametrize(
    ("state", "occasions"),
    [
        (InvitationState.CONFIRMED, {"session_reminder"}),
        (InvitationState.INVITED, {"answer_reminder"}),
        (InvitationState.DECLINED, set()),
        (InvitationState.WAITING, set()),
        (InvitationState.CANCELLED, set()),
    ],
)
def test_only_those_who_come_or_have_not_answered_are_reminded(state, occasions):
    invite(state)
    plan()
    assert set(Message.objects.values_list("occasion", flat=True)) == occasions


@pytest.mark.parametrize("state", [SessionState.CANCELLED, SessionState.HELD])
def test_session_that_is_not_planned_is_not_reminded_of(state):
    held_at = START if state == SessionState.HELD else None  # nothing is held before it begins
    invite(session=make_session(starts_at=START, state=state, cancelled_at=NOW, held_at=held_at))
    assert plan() == 0


def test_planning_again_plans_nothing():
    invite()
    assert [plan(), plan()] == [3, 0]


@pytest.mark.parametrize(
    ("ahead", "leads"),
    [
        (timedelta(days=61), []),
        (timedelta(days=60), LEADS),
        (timedelta(days=7, seconds=1), LEADS),
        (timedelta(days=7), LEADS[1:]),
        (timedelta(days=3), LEADS[1:]),
        (timedelta(days=1), LEADS[2:]),
        (timedelta(hours=2), []),
    ],
)
def test_lead_time_that_has_begun_is_not_made_up_for(ahead, leads):
    invite(session=make_session(starts_at=NOW + ahead))
    plan()
    assert leads_waiting() == leads


def test_reminder_of_an_early_session_waits_for_the_morning_of_the_province():
    """The session begins at 08.30 in Papua, so "2 hours before" falls into the quiet hours there."""
    papua = make_province("91")
    start = datetime(2026, 12, 3, 8, 30, tzinfo=ZoneInfo("Asia/Jayapura"))
    invite(session=make_session(provinces=[papua], starts_at=start))
    plan()
    row = Message.objects.get(lead_minutes=120)
    assert row.due_at == start - timedelta(hours=2)
    assert row.next_attempt_at == datetime(2026, 12, 3, 7, tzinfo=ZoneInfo("Asia/Jayapura"))


def test_person_without_address_is_written_down_as_failed_only_when_it_is_due():
    invite(person=make_user(email=None, phone="+6281200000009"))
    assert plan() == 0
    due = START - timedelta(days=7)
    assert plan(now=due - timedelta(minutes=11)) == 0
    assert plan(now=due - timedelta(minutes=9)) == 1
    row = Message.objects.get()
    assert (row.state, row.last_error) == (MessageState.FAILED, "Penerima belum punya alamat e-mail.")


def test_account_that_is_closed_is_not_reminded():
    invite(person=make_user(is_active=False))
    assert plan() == 0


def test_planning_costs_the_same_for_one_and_for_three_planned_sessions(django_assert_num_queries):
    invite()
    plan()
    with django_assert_num_queries(26):
        plan()
    for _number in range(2):
        invite()
    plan()
    with django_assert_num_queries(26):
        plan()


# --- changes -----------------------------------------------------------------------------------


def test_rescheduled_session_replaces_what_was_planned():
    invitation = invite()
    plan()
    later = START + timedelta(days=4)
    session = invitation.session
    arrangement = make_arrangement(starts_at=later, venue=session.venue, trainer=session.trainer)
    reschedule_session(session=session, arrangement=arrangement, by=make_user())
    old, new = Message.objects.filter(revision=0), Message.objects.filter(revision=1, lead_minutes__gt=0)
    assert set(old.values_list("state", "last_error")) == {(MessageState.CANCELLED, "Sesi diubah.")}
    assert plan() == 3
    assert set(new.values_list("state", flat=True)) == {MessageState.PENDING}
    assert {row.due_at + timedelta(minutes=row.lead_minutes) for row in new} == {later}


def test_cancelled_session_keeps_no_reminder():
    invitation = invite()
    plan()
    cancel_session(session=invitation.session, reason="Pelatih sakit", by=make_user())
    assert plan() == 0
    assert leads_waiting(lead_minutes__gt=0) == []


def test_confirming_turns_the_question_into_a_reminder_with_the_link():
    link = "https://rapat.contoh.test/uji"
    session = make_session(starts_at=START, mode=SessionMode.ONLINE, link=link)
    invitation = invite(InvitationState.INVITED, session=session)
    plan()
    assert not Message.objects.filter(body__contains=link).exists()
    answer_invitation(invitation=invitation, attends=True)
    assert services.plan(now=NOW) == services.Result(planned=3, taken_back=3)
    assert leads_waiting(occasion="answer_reminder") == []
    assert leads_waiting(occasion="session_reminder", body__contains=link) == LEADS
    taken_back = Message.objects.filter(occasion="answer_reminder")
    assert set(taken_back.values_list("state", "last_error")) == {
        (MessageState.CANCELLED, "Undangannya sudah dijawab atau tidak berlaku lagi.")
    }


def test_person_who_declines_and_comes_after_all_is_reminded_after_all():
    invitation = invite()
    plan()
    answer_invitation(invitation=invitation, attends=False, reason="Ada hajatan")
    assert services.plan(now=NOW) == services.Result(planned=0, taken_back=3)
    answer_invitation(invitation=invitation, attends=True)
    assert services.plan(now=NOW) == services.Result(planned=3, taken_back=0)
    assert leads_waiting() == LEADS


def test_reminder_taken_back_by_a_person_is_not_planned_again():
    invite()
    plan()
    cancel_message(message=Message.objects.get(lead_minutes=1_440), by=make_user())
    assert plan() == 0
    assert leads_waiting() == [10_080, 120]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "cancelled", "cancelled_at": NOW}, "Pelatihannya dibatalkan atau sudah selesai."),
        ({"revision": 5}, "Jadwal pelatihannya berubah; pengingat yang baru direncanakan."),
    ],
)
def test_sweep_takes_back_what_a_change_past_the_services_left(change, reason):
    invitation = invite()
    plan()
    Session.objects.filter(pk=invitation.session_id).update(**change)
    assert services.take_back_outdated() == 3
    assert set(Message.objects.values_list("state", "last_error")) == {(MessageState.CANCELLED, reason)}


def test_sweep_leaves_messages_of_other_occasions_alone():
    invitation = invite()
    plan()
    session = invitation.session
    reschedule_session(
        session=session,
        arrangement=make_arrangement(venue=make_venue(), trainer=session.trainer),
        by=make_user(),
    )
    waiting = set(Message.objects.filter(state=MessageState.PENDING).values_list("occasion", flat=True))
    services.take_back_outdated()
    assert waiting == {"session_changed"}
    assert leads_waiting(occasion="session_changed") == [0, 0]


def test_whole_life_sends_each_reminder_once_and_on_time(clock, sink):
    invite()
    plan()
    around = (timedelta(seconds=-1), timedelta(0), timedelta(hours=1))
    for moment in [START - lead + distance for lead in LEAD_TIMES for distance in around]:
        clock.move_to(moment)
        services.plan(now=moment)
        delivery.deliver_due()
    sent = Message.objects.filter(state=MessageState.SENT).order_by("sent_at")
    assert [START - row.sent_at for row in sent] == LEAD_TIMES
    assert len(sink.messages) == Message.objects.count() == 3


# --- side by side ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_plan_nothing_twice():
    for _number in range(4):
        invite()
    start, planned = threading.Barrier(3), []

    def beat():
        start.wait()
        try:
            planned.append(plan())
        finally:
            connection.close()

    beats = [threading.Thread(target=beat) for _number in range(3)]
    for one in beats:
        one.start()
    for one in beats:
        one.join()
    assert sum(planned) == Message.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_session_that_is_being_changed_is_planned_the_next_minute():
    invitation = invite()
    planned = []

    def beat():
        try:
            planned.append(plan())
        finally:
            connection.close()

    with transaction.atomic():
        Session.objects.select_for_update().get(pk=invitation.session_id)
        other = threading.Thread(target=beat)
        other.start()
        other.join(5)
        assert not other.is_alive()
    assert planned == [0]
    assert plan() == 3
