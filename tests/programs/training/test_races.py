"""People who press at the same instant. Real threads, real connections."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from programs.training.choices import AttendanceStatus, InvitationState
from programs.training.models import Attendance, Invitation, Session
from programs.training.services import (
    answer_invitation,
    invite_pilot,
    record_attendance,
    reschedule_session,
    schedule_session,
)
from soksi_portal.accounts.choices import Role
from tests.factories import (
    make_invitation,
    make_module,
    make_phase,
    make_pilot,
    make_province,
    make_session,
    make_user,
    make_venue,
)
from tests.parallel import in_parallel
from tests.programs.training.makers import make_arrangement
from tests.programs.training.test_changing import arrangement_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_answers_to_ten_places_confirm_exactly_ten():
    session = make_session(capacity=10)
    pilot = make_pilot()
    invitations = [
        make_invitation(session=session, pilot=pilot, person=make_user(Role.CADRE)) for _ in range(50)
    ]

    answers = in_parallel(lambda one: str(answer_invitation(invitation=one, attends=True).state), invitations)

    assert Counter(answers) == {"confirmed": 10, "waiting": 40}
    assert Counter(Invitation.objects.values_list("state", flat=True)) == {"confirmed": 10, "waiting": 40}


def test_answers_that_pass_the_services_still_meet_the_wall():
    session = make_session(capacity=3)
    pilot = make_pilot()
    invitations = [
        make_invitation(session=session, pilot=pilot, person=make_user(Role.CADRE)) for _ in range(12)
    ]

    def confirm_past_the_service(invitation: Invitation) -> str:
        Invitation.objects.filter(pk=invitation.pk).update(state=InvitationState.CONFIRMED)
        return "confirmed"

    assert Counter(in_parallel(confirm_past_the_service, invitations)) == {
        "confirmed": 3,
        "IntegrityError": 9,
    }


def test_one_who_declines_is_followed_by_exactly_one_while_others_answer():
    session = make_session(capacity=2)
    pilot = make_pilot()
    people = [make_invitation(session=session, pilot=pilot, person=make_user(Role.CADRE)) for _ in range(10)]
    for one in people[:5]:
        answer_invitation(invitation=one, attends=True)

    in_parallel(
        lambda one: answer_invitation(invitation=one, attends=one not in people[:2], reason="Ada hajatan"),
        people,
    )

    assert Counter(Invitation.objects.values_list("state", flat=True)) == {
        "confirmed": 2, "waiting": 6, "declined": 2,
    }  # fmt: skip


@pytest.mark.parametrize("shared", ["trainer", "venue"])
def test_overlapping_bookings_at_once_leave_one_session(shared):
    province, staff, module = make_province(), make_user(Role.JAMKRINDO), make_module()
    phase = make_phase(provinces=[province])
    start = timezone.now() + timedelta(days=4)
    booked = {"trainer": make_user(Role.TRAINER)} if shared == "trainer" else {"venue": make_venue()}
    arrangements = [
        make_arrangement(province, starts_at=start + timedelta(minutes=10 * n), **booked) for n in range(8)
    ]

    answers = in_parallel(
        lambda one: (
            schedule_session(
                module=module, phase=phase, provinces=[province], arrangement=one, by=staff
            ).state
        ),
        arrangements,
    )

    refusal = "TrainerBooked" if shared == "trainer" else "VenueBooked"
    assert Counter(answers) == {"planned": 1, refusal: 7}
    assert Session.objects.count() == 1


def test_two_moves_to_the_same_time_of_a_trainer_leave_one():
    trainer, staff = make_user(Role.TRAINER), make_user(Role.JAMKRINDO)
    sessions = [
        make_session(trainer=trainer, starts_at=timezone.now() + timedelta(days=n)) for n in range(1, 5)
    ]
    target = timezone.now() + timedelta(days=20)

    def move(session: Session) -> str:
        arrangement = make_arrangement(
            trainer=trainer, venue=session.venue, starts_at=target, ends_at=target + timedelta(hours=2)
        )
        return reschedule_session(session=session, arrangement=arrangement, by=staff).state

    assert Counter(in_parallel(move, sessions)) == {"planned": 1, "TrainerBooked": 3}


def test_lowering_the_capacity_beside_answers_never_leaves_too_many():
    session, staff = make_session(capacity=10), make_user(Role.JAMKRINDO)
    pilot = make_pilot()
    invitations = [
        make_invitation(session=session, pilot=pilot, person=make_user(Role.CADRE)) for _ in range(10)
    ]
    smaller = arrangement_of(Session.objects.get(pk=session.pk))
    smaller = type(smaller)(**{**vars(smaller), "capacity": 5})

    def act(one: Any) -> str:
        if one is None:
            return f"capacity {reschedule_session(session=session, arrangement=smaller, by=staff).capacity}"
        return answer_invitation(invitation=one, attends=True).state

    in_parallel(act, [*invitations[:5], None, *invitations[5:]])

    session.refresh_from_db()
    assert session.invitations.confirmed().count() <= session.capacity


def test_one_pilot_invited_by_two_workers_has_one_invitation():
    province = make_province()
    session = make_session(provinces=[province])
    pilot = make_pilot(phase=session.phase, province=province)
    ids = in_parallel(lambda _: invite_pilot(session=session, pilot=pilot).pk, list(range(6)))
    assert set(ids) == {Invitation.objects.get().pk}


def test_two_devices_taking_attendance_at_once_leave_one_record_each():
    session = make_session(starts_at=timezone.now() - timedelta(minutes=10))
    pilot = make_pilot()
    people = [make_invitation(session=session, pilot=pilot, person=make_user(Role.CADRE)) for _ in range(5)]
    statuses = {one.pk: AttendanceStatus.PRESENT for one in people}
    in_parallel(
        lambda _: record_attendance(session=session, statuses=statuses, by=session.trainer), list(range(6))
    )
    assert Counter(Attendance.objects.values_list("status", flat=True)) == {"present": 5}
