"""The same person by two ways at the same instant, and a correction beside a mark that comes late."""

import uuid
from collections import Counter

import pytest

from programs.training.checkin.ticks import Tick, apply_tick
from programs.training.choices import AttendanceMethod
from programs.training.models import Attendance, AttendanceTick
from programs.training.services import check_in, record_attendance
from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.parallel import in_parallel
from tests.programs.training.checkin.makers import make_guest, make_running

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_person_scanned_by_two_ways_at_once_has_one_attendance():
    session = make_running()
    guest = make_guest(session)
    ways = [AttendanceMethod.OWN_SCAN, AttendanceMethod.TRAINER_SCAN] * 3

    def scan(way: AttendanceMethod) -> int:
        by = guest.person if way == AttendanceMethod.OWN_SCAN else session.trainer
        return check_in(invitation=guest, method=way, by=by).pk

    assert set(in_parallel(scan, ways)) == {Attendance.objects.get().pk}


def test_mark_sent_by_two_pages_at_once_counts_once():
    session = make_running()
    guest = make_guest(session)
    one = Tick(uuid.uuid4(), guest.pk, "present", "", 60.0)
    answers = in_parallel(
        lambda _: str(apply_tick(session=session, tick=one, by=session.trainer).outcome), range(6)
    )
    assert Counter(answers) == {"applied": 6}
    assert AttendanceTick.objects.count() == Attendance.objects.count() == 1


def test_correction_beside_a_late_mark_stands_whoever_is_first():
    """Either the mark came first and was corrected, or it found the correction and was told so: never silently undone."""
    session, staff = make_running(), make_user(Role.JAMKRINDO)
    guests = [make_guest(session, f"Tamu {number}") for number in range(4)]

    def act(turn: int) -> str:
        guest = guests[turn // 2]
        if turn % 2:
            return str(record_attendance(session=session, statuses={guest.pk: "excused"}, by=staff))
        one = Tick(uuid.uuid4(), guest.pk, "absent", "", 60.0)
        return str(apply_tick(session=session, tick=one, by=session.trainer).outcome)

    answers = in_parallel(act, range(8))

    assert set(answers[0::2]) <= {"applied", "conflict"}
    assert set(answers[1::2]) == {"1"}
    assert Counter(Attendance.objects.values_list("status", "recorded_by")) == {("excused", staff.pk): 4}


def test_one_key_sent_for_three_lists_at_once_lets_one_in_and_tells_the_others():
    sessions = [make_running() for _ in range(3)]
    guests = [make_guest(session) for session in sessions]
    key = uuid.uuid4()

    def send(number: int) -> str:
        one = Tick(key, guests[number].pk, "present", "", 60.0)
        session = sessions[number]
        return str(apply_tick(session=session, tick=one, by=session.trainer).outcome)

    assert sorted(in_parallel(send, range(3))) == ["applied", "refused", "refused"]
    assert AttendanceTick.objects.count() == Attendance.objects.count() == 1
