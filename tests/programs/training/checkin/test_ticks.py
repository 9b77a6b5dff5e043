"""Marks made without a connection: each counts once, and none undoes what its maker did not know of."""

import json
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.checkin.ticks import Tick, apply_tick
from programs.training.models import Attendance, AttendanceTick
from programs.training.queries import roll_of
from programs.training.services import record_attendance
from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.programs.training.certificates.makers import make_certificate
from tests.programs.training.checkin.makers import make_guest, make_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_running()


@pytest.fixture
def guest(session):
    return make_guest(session)


def tick(guest, status="present", *, ago=60.0, seen="", key=None) -> Tick:
    return Tick(key or uuid.uuid4(), guest.pk, status, seen, ago)


def arrive(one: Tick, session, by=None):
    return apply_tick(session=session, tick=one, by=by or session.trainer)


def record(session, guest, status, by=None):
    record_attendance(session=session, statuses={guest.pk: status}, by=by or make_user(Role.JAMKRINDO))


def standing() -> str:
    return Attendance.objects.get().status


def test_mark_is_recorded_with_the_moment_of_the_tap(session, guest):
    assert arrive(tick(guest, ago=90), session).outcome == "applied"
    found = Attendance.objects.get()
    assert (found.status, found.method, found.recorded_by) == ("present", "offline", session.trainer)
    assert 89 < (timezone.now() - found.recorded_at).total_seconds() < 100
    assert AttendanceTick.objects.get().ticked_at == found.recorded_at


def test_same_mark_sent_again_counts_once_even_after_a_correction(session, guest):
    one = tick(guest)
    arrive(one, session)
    record(session, guest, "sick")
    assert arrive(one, session).outcome == "applied"  # what became of it then
    assert standing() == "sick"
    assert AttendanceTick.objects.count() == 1


def test_correction_by_another_is_not_overwritten_and_the_conflict_is_told(session, guest):
    record(session, guest, "excused", by=make_user(Role.JAMKRINDO, full_name="Sari Staf"))
    answer = arrive(tick(guest, "absent", ago=60), session)
    assert answer.outcome == "conflict"
    assert "Sari Staf sudah mencatat Izin" in answer.sentence
    assert "Tanpa keterangan" in answer.sentence
    assert standing() == "excused"
    assert AttendanceTick.objects.get().outcome == "conflict"


def test_mark_that_was_not_used_stays_on_the_list_until_somebody_decides(session, guest):
    record(session, guest, "excused")
    arrive(tick(guest, "absent", ago=60), session)
    (line,) = roll_of(session).lines
    assert (line.status, line.unused.status, line.unused.sent_by) == ("excused", "absent", session.trainer)
    record(session, guest, "present")
    assert roll_of(session).lines[0].unused is None


def test_mark_made_before_a_correction_conflicts_although_the_page_knew_an_older_record(session, guest):
    record(session, guest, "absent")
    seen = Attendance.objects.get().version
    record(session, guest, "excused")
    record(session, guest, "absent")  # as the page showed it, but decided anew
    assert arrive(tick(guest, "present", ago=0, seen=seen), session).outcome == "conflict"


def test_mark_that_knew_what_stands_corrects_it(session, guest):
    record(session, guest, "absent")
    seen = Attendance.objects.get().version
    assert arrive(tick(guest, "present", ago=0, seen=seen), session).outcome == "applied"
    assert standing() == "present"


def test_two_marks_of_one_person_count_in_their_order(session, guest):
    assert arrive(tick(guest, "absent", ago=60), session).outcome == "applied"
    assert arrive(tick(guest, "present", ago=30), session).outcome == "applied"
    assert arrive(tick(guest, "sick", ago=45), session).outcome == "conflict"
    assert standing() == "present"


def test_mark_that_says_what_stands_already_is_no_conflict(session, guest):
    record(session, guest, "present")
    assert arrive(tick(guest, "present"), session).outcome == "same"
    assert Attendance.objects.get().method == "list"


def test_key_of_another_opens_nothing(session, guest):
    one = tick(guest)
    arrive(one, session)
    assert arrive(one, session, by=make_user(Role.JAMKRINDO)).outcome == "refused"


def test_certificate_stays_and_the_mark_is_refused_with_the_reason():
    certificate = make_certificate()
    answer = arrive(
        tick(certificate.invitation, "absent", ago=0), certificate.session, certificate.session.trainer
    )
    assert answer.outcome in ("refused", "conflict")
    assert Attendance.objects.get(invitation=certificate.invitation).status == "present"


# --- as the phone sends them ----------------------------------------------------------------------


@pytest.fixture
def send(client, session):
    client.force_login(session.trainer)
    url = reverse("attendance_send", args=[session.pk])

    def sent(ticks: Any, now: Any = 1_000_000.0) -> Any:
        return client.post(url, json.dumps({"now": now, "ticks": ticks}), content_type="application/json")

    return sent


def as_sent(guest, status="present", **fields: Any) -> dict[str, Any]:
    return {
        "key": uuid.uuid4().hex, "invitation": str(guest.pk), "status": status, "seen": "", "at": 940_000.0, "tried": True,
    } | fields  # fmt: skip


def test_answer_carries_what_the_page_shows_now(send, guest):
    one = as_sent(guest)
    body = send([one]).json()
    (answer,) = body["answers"]
    assert uuid.UUID(answer["key"]) == uuid.UUID(one["key"])
    assert (answer["outcome"], answer["status"]) == ("applied", "present")
    assert Attendance.objects.get().version in answer["mark"]
    assert "semua terisi" in body["count"]


def test_one_that_is_refused_holds_no_other_back(send, session, guest):
    foreign = make_guest(make_running())
    outcomes = [one["outcome"] for one in send([as_sent(foreign), as_sent(guest)]).json()["answers"]]
    assert outcomes == ["refused", "applied"]


def test_odd_mark_is_answered_400_and_records_nothing(send, guest):
    for odd in (
        {"status": "late"}, {"status": None}, {"key": "x"}, {"key": 5}, {"invitation": "x"}, {"invitation": -1},
        {"invitation": 10**30}, {"at": "x"}, {"at": None}, {"status": ["present"]},
    ):  # fmt: skip
        assert send([as_sent(guest, **odd)]).status_code == 400
    assert not Attendance.objects.exists()


def test_odd_body_is_answered_400(client, session):
    client.force_login(session.trainer)
    url = reverse("attendance_send", args=[session.pk])
    for body in ("", "{", "[]", "5", '{"now": 1}', '{"now": 1, "ticks": {}}', "[" * 5000):
        assert client.post(url, body, content_type="application/json").status_code == 400


def test_clock_gone_wrong_still_records(send, session):
    for at in (float("nan"), float("inf"), -float("inf"), 10**15, -(10**15)):
        assert send([as_sent(make_guest(session), at=at)]).json()["answers"][0]["outcome"] == "applied"
    assert Attendance.objects.filter(recorded_at__lte=timezone.now()).count() == 5


def test_sending_costs_few_queries_for_each_mark(send, session, django_assert_max_num_queries):
    guests = [make_guest(session, f"Tamu {number}") for number in range(5)]
    with django_assert_max_num_queries(5 * 15 + 15):
        send([as_sent(one) for one in guests])
    assert Attendance.objects.count() == 5


def test_mark_sent_again_is_told_the_same_with_its_sentence(session, guest):
    """Two tabs of one phone send it; the second answer is drawn over the first."""
    record_attendance(session=session, statuses={guest.pk: "sick"}, by=make_user(Role.JAMKRINDO))
    one = tick(guest)
    first = arrive(one, session)
    assert (first.outcome, "sudah mencatat" in first.sentence) == ("conflict", True)
    assert arrive(one, session) == first
