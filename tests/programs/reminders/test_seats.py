"""Seats that stay empty: after 14 days the coordinators and the board are told, each once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from programs.partnership.models import Phase
from programs.pilots.choices import PilotOutcome
from programs.pilots.models import SeatOffer
from programs.pilots.services import end_pilot
from programs.reminders.seats import EmptySeats, empty_seats
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_nomination, make_phase, make_pilot, make_province, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))


def plan(now=NOW) -> int:
    kind = EmptySeats()
    return sum(kind.plan(person, now) for person in sorted(kind.wanting(now)))


def opened(days: float, **fields) -> Phase:
    """A phase with two seats in Jawa Barat, open for so many days."""
    phase = make_phase(provinces=[make_province()], **fields)
    Phase.objects.filter(pk=phase.pk).update(opened_at=NOW - timedelta(days=days))
    return phase


@pytest.fixture
def people():
    there = make_user(Role.COORDINATOR, province=make_province())
    make_user(Role.COORDINATOR, province=make_province("91"))
    return there, make_user(Role.BOARD)


@pytest.mark.parametrize(("days", "planned"), [(12.9, 0), (14, 2), (20, 2), (23, 0)])
def test_after_two_weeks_and_not_of_what_is_long_past(people, days, planned):
    opened(days)
    assert plan() == planned


def test_coordinator_and_board_are_told_of_all_seats_in_one_message_each_once(people):
    there, board = people
    opened(14)
    assert [plan(), plan()] == [2, 0]
    rows = {row.recipient: row for row in Message.objects.all()}
    assert set(rows) == {there, board}
    assert rows[there].title == "2 kursi percontohan sudah kosong 14 hari"
    assert "- Kursi 1 Jawa Barat, kosong sejak 11 November 2026" in rows[there].body
    assert "Koordinator provinsinya juga diberi tahu." in rows[board].body


def test_not_before_nine(people):
    opened(14)
    assert plan(NOW.replace(hour=8, minute=59)) == 0


def test_taken_seat_is_not_empty_and_offered_seat_neither(people):
    phase = opened(14)
    make_pilot(phase=phase, province=make_province())
    free = empty_seats().get()
    assert free.number == 2
    waits = make_nomination(
        phase=phase, state="waitlisted", waitlist_rank=1, decided_at=NOW, decided_by=people[1]
    )
    SeatOffer.objects.create(seat=free, nomination=waits, answer_by=NOW + timedelta(days=7))
    assert plan() == 0


def test_seat_is_empty_since_its_last_pilot_left(people):
    phase = opened(100, quota=1)
    pilot = make_pilot(phase=phase, province=make_province())
    end_pilot(
        pilot=pilot,
        outcome=PilotOutcome.WITHDRAWN,
        reason="Pindah ke luar negeri bersama keluarga.",
        by=pilot.accepted_by,
    )
    left = timezone.now()
    assert abs(empty_seats().get().empty_since - left) < timedelta(minutes=1)
    assert plan(left + timedelta(days=13)) == 0
    plan((left + timedelta(days=14)).astimezone(NOW.tzinfo).replace(hour=23))
    told = Message.objects.filter(occasion="seats_empty").values_list("recipient", flat=True)
    assert {person.pk for person in people} <= set(told)


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_tell_each_person_once(people):
    opened(14)
    start = threading.Barrier(2)

    def beat():
        start.wait()
        try:
            plan()
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Message.objects.filter(occasion="seats_empty").count() == 2
