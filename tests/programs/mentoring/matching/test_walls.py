"""The database refuses what the services refuse, past them too; and two at once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.utils import timezone

from programs.mentoring.matching import services
from programs.mentoring.models import Assignment, Handover, MentorProfile
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.parallel import in_parallel
from tests.programs.mentoring.visits.makers import make_assignment, make_mentor
from tests.programs.pilots.test_walls import refused

pytestmark = pytest.mark.django_db


def test_one_mentor_for_a_business():
    assignment = make_assignment()
    with refused("mentored_by_one"), transaction.atomic():
        make_assignment(assignment.business)


def test_no_more_than_the_capacity():
    mentor = make_mentor(capacity=1)
    make_assignment(mentor=mentor)
    with refused("mentor_within_capacity"), transaction.atomic():
        make_assignment(mentor=mentor)
    with refused("capacity_holds_mentored"), transaction.atomic():
        MentorProfile.objects.filter(pk=mentor.pk).update(capacity=0)


def test_only_staff_mentor_and_only_pilots_of_others():
    with refused("mentor_is_staff"), transaction.atomic():
        make_assignment(mentor=make_mentor(user=make.make_user()))
    with refused("mentored_is_pilot"), transaction.atomic():
        make_assignment(make.make_business())
    business = make.make_pilot().business
    owner = business.owner.user
    owner.role_grants.create(role="jamkrindo")
    with refused("mentor_never_owner"), transaction.atomic():
        make_assignment(business, mentor=make_mentor(user=owner))


def test_an_end_is_signed_explained_and_stays():
    assignment = make_assignment()
    rows = Assignment.objects.filter(pk=assignment.pk)
    with refused("assignment_end_explained"), transaction.atomic():
        rows.update(ended_at=timezone.now(), ended_by=assignment.mentor.user)
    rows.update(ended_at=timezone.now(), ended_by=assignment.mentor.user, end_reason="Selesai")
    for change in ({"ended_at": None, "ended_by": None, "end_reason": ""}, {"mentor": make_mentor()}):
        with refused("assignment_stays"), transaction.atomic():
            rows.update(**change)
    with refused("keep_assignment"), transaction.atomic():
        rows.delete()


def test_accepted_means_that_the_mentor_changed():
    assignment, to = make_assignment(), make_mentor()
    handover = Handover.objects.create(
        assignment=assignment, to_mentor=to, reason="Pindah", offered_by=assignment.mentor.user
    )
    answered = {"answered_by": to.user, "answered_at": timezone.now()}
    rows = Handover.objects.filter(pk=handover.pk)
    with refused("handover_accepted_becomes"), transaction.atomic():
        rows.update(state="withdrawn", became=assignment, **answered)
    with refused("handover_takes_effect"), transaction.atomic():
        rows.update(state="accepted", became=assignment, **answered)
    with refused("handover_decline_explained"), transaction.atomic():
        rows.update(state="declined", **answered)
    with refused("handover_offered_once"), transaction.atomic():
        Handover.objects.create(
            assignment=assignment, to_mentor=make_mentor(), reason="x", offered_by=assignment.mentor.user
        )


def test_a_handover_is_answered_by_the_one_who_is_asked():
    assignment, to, stranger = make_assignment(), make_mentor(), make.make_user(Role.BOARD)
    handover = Handover.objects.create(
        assignment=assignment, to_mentor=to, reason="Pindah", offered_by=assignment.mentor.user
    )
    rows, now = Handover.objects.filter(pk=handover.pk), timezone.now()
    declined = {"state": "declined", "answer_reason": "Penuh", "answered_at": now}
    for other in (assignment.mentor.user, make.make_user(Role.JAMKRINDO), stranger):
        with refused("handover_answered_by_asked"), transaction.atomic():
            rows.update(answered_by=other, **declined)
    with refused("handover_answered_by_asked: withdrawn"), transaction.atomic():
        rows.update(state="withdrawn", answered_by=stranger, answered_at=now)
    assert rows.update(answered_by=to.user, **declined) == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_place_of_a_mentor_goes_to_one():
    mentor = make_mentor(capacity=2)
    businesses = [make.make_pilot().business for _ in range(4)]

    answers = in_parallel(
        lambda one: services.assign_mentor(business=one, mentor=mentor, reason="", by=mentor.user).pk > 0,
        businesses,
    )

    assert sorted(map(str, answers)) == ["MentorFull", "MentorFull", "True", "True"]
    assert mentor.assignments.running().count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_business_gets_one_mentor_of_three_named_at_once():
    business, mentors = make.make_pilot().business, [make_mentor() for _ in range(3)]

    answers = in_parallel(
        lambda one: services.assign_mentor(business=business, mentor=one, reason="", by=one.user).pk > 0,
        mentors,
    )

    assert sorted(map(str, answers)) == ["AlreadyMentored", "AlreadyMentored", "True"]


@pytest.mark.django_db(transaction=True)
def test_the_wall_holds_where_no_service_locks():
    """Past the services: the trigger's own lock makes the second wait and count again."""
    mentor = make_mentor(capacity=1)
    businesses = [make.make_pilot().business for _ in range(3)]
    answers = in_parallel(lambda one: make_assignment(one, mentor=mentor).pk > 0, businesses)
    assert answers.count(True) == 1
    assert set(map(str, answers)) - {"True"} <= {IntegrityError.__name__, InternalError.__name__}


@pytest.mark.django_db(transaction=True)
def test_first_profile_of_a_person_set_by_three_at_once_is_one():
    person, staff = make.make_user(Role.JAMKRINDO), make.make_user(Role.JAMKRINDO)
    told = {"needs": [], "sections": [], "provinces": [], "capacity": 3}

    answers = in_parallel(lambda _: services.set_profile(user=person, by=staff, **told).pk, range(3))

    assert len(set(answers)) == 1
    assert MentorProfile.objects.get(user=person).pk == answers[0]
