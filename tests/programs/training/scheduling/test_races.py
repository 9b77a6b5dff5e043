"""Sessions that are moved and called off at the instant at which others answer, arrive, or move their own."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from programs.training.choices import AttendanceMethod, InvitationState
from programs.training.models import Invitation, Session, SessionSeries
from programs.training.scheduling.moving import cancel_series
from programs.training.services import (
    answer_invitation,
    cancel_session,
    check_in,
    mark_held,
    record_attendance,
    reschedule_session,
)
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_invitation, make_pilot, make_session, make_user
from tests.parallel import in_parallel
from tests.programs.training.checkin.makers import make_guest, make_running
from tests.programs.training.scheduling.test_moving import make_series, move
from tests.programs.training.test_changing import arrangement_of

pytestmark = pytest.mark.django_db(transaction=True)
DAY, HOURS = timedelta(days=1), timedelta(hours=4)


@pytest.fixture(autouse=True)
def _nobody_is_broken_off() -> Iterator[None]:
    """PostgreSQL ends one of two who wait for each other: whoever it is would read of an error."""
    before = deadlocks()
    yield
    assert deadlocks() == before


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def test_one_session_moved_and_called_off_at_once_ends_called_off_or_was_refused():
    session, staff = make_session(starts_at=timezone.now() + 9 * DAY), make_user(Role.JAMKRINDO)
    guest = make_invitation(session=session)
    one = Session.objects.select_related("trainer", "venue__regency__province").get(pk=session.pk)
    later = replace(arrangement_of(one), starts_at=one.starts_at + DAY, ends_at=one.ends_at + DAY)

    def act(what: str) -> str:
        if what == "cancel":
            return cancel_session(session=session, reason="Banjir", by=staff).state
        return reschedule_session(session=session, arrangement=later, by=staff).state

    answers = Counter(in_parallel(act, ["cancel", "move", "cancel", "move"]))

    session.refresh_from_db()
    assert (
        session.state == "cancelled" == Message.objects.under_way().get(recipient=guest.person).occasion[8:]
    )
    assert answers["cancelled"] == 1
    assert answers["planned"] + answers["SessionClosed"] == 3


def test_who_moves_up_beside_the_cancellation_reads_last_that_it_is_off():
    session, pilot, staff = make_session(capacity=2), make_pilot(), make_user(Role.JAMKRINDO)
    people = [make_invitation(session=session, pilot=pilot, person=make_user(Role.CADRE)) for _ in range(6)]
    for one in people:
        answer_invitation(invitation=one, attends=True)

    def act(one: Invitation | None) -> str:
        if one is None:
            return cancel_session(session=session, reason="Banjir", by=staff).state
        return answer_invitation(invitation=one, attends=False, why="busy").state

    answers = in_parallel(act, [people[0], None, people[1]])

    assert answers[1] == "cancelled"
    assert {answers[0], answers[2]} <= {"declined", "SessionClosed"}
    said = Message.objects.under_way().exclude(recipient=session.trainer_id)
    assert Counter(said.values_list("occasion", flat=True)) == {"session_cancelled": 6}


def test_who_arrives_while_the_list_is_closed_is_on_it_or_is_told():
    """Closed before its end: the last of those who come is in time, or reads that the trainer closed it."""
    session = make_running()
    here, late = make_guest(session), make_guest(session, "Budi", state=InvitationState.INVITED)
    record_attendance(session=session, statuses={here.pk: "present"}, by=session.trainer)

    def act(what: str) -> str:
        if what == "close":
            return mark_held(session=session, by=session.trainer, ended_early=True).state
        return str(check_in(invitation=late, method=AttendanceMethod.OWN_SCAN, by=late.person).status)

    answers = in_parallel(act, ["arrive", "close", "arrive"])

    assert answers[1] == "held"
    arrived = {answers[0], answers[2]}
    assert arrived <= {"present", "AttendanceClosed"}
    assert hasattr(Invitation.objects.get(pk=late.pk), "attendance") is ("present" in arrived)


def make_sisters(number: int) -> list[list[Session]]:
    """Series of the same trainer and people, each on days of its own."""
    sisters = [make_series(2)]
    first, pilot = sisters[0][0], Invitation.objects.all()[0].pilot
    people = [make_user(Role.CADRE) for _ in range(4)]
    for day in range(1, number):
        series = SessionSeries.objects.create(rhythm="weekly", created_by=first.created_by)
        fields = {"trainer": first.trainer, "venue": first.venue, "series": series, "phase": first.phase}
        weeks = [first.starts_at + day * DAY, first.starts_at + (day + 7) * DAY]
        provinces = list(first.provinces.all())
        sisters.append([make_session(starts_at=at, provinces=provinces, **fields) for at in weeks])
    for session in (one for sister in sisters for one in sister):
        for person in people:
            make_invitation(session=session, pilot=pilot, person=person)
    return sisters


def test_series_of_one_trainer_and_the_same_people_move_and_end_side_by_side():
    """Each locks its own sessions, and all of them the trainer and the people, who are told once of each."""
    sisters, staff = make_sisters(4), make_user(Role.JAMKRINDO)

    def act(turn: int) -> str:
        first = sisters[turn][0]
        if turn % 2:
            return cancel_series(session=first, whole=True, reason="Banjir", by=staff)[0].state
        return move(first, starts_at=first.starts_at + HOURS, by=staff)[0].state

    assert in_parallel(act, range(4)) == ["planned", "cancelled"] * 2
    for person in Message.objects.values_list("recipient", flat=True).distinct():
        waiting = Message.objects.under_way().get(recipient=person)  # one, which says how all of it stands
        assert waiting.subject_ref == f"trainings:{person}"
        assert waiting.body.count("{") == 0
