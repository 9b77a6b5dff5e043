"""Naming a mentor, suggestions with reasons, handing over, and ending."""

from __future__ import annotations

import pytest

from programs.mentoring.actions.messages import person_of
from programs.mentoring.matching import handing, services
from programs.mentoring.matching.choices import HandoverState, Side
from programs.mentoring.matching.errors import AlreadyMentored, HandoverRefused, MentorFull, MentoringRefused
from programs.mentoring.matching.suggesting import suggestions_for
from programs.mentoring.models import Assignment, Handover
from programs.pilots.reviews.permissions import why_not_reviewer
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests import factories as make
from tests.programs.mentoring.visits.makers import (
    make_assignment,
    make_mentor,
    make_task,
    make_visit,
    owner_of,
)
from umkm.businesses.choices import Wish
from umkm.businesses.ties import tie_of

pytestmark = pytest.mark.django_db


def told(occasion: str) -> set[int]:
    return set(Message.objects.filter(occasion=occasion).values_list("recipient", flat=True))


def test_assigned_mentor_and_cadre_are_told():
    business, mentor, staff = make.make_pilot().business, make_mentor(), make.make_user(Role.JAMKRINDO)
    services.assign_mentor(business=business, mentor=mentor, reason="Dekat.", by=staff)
    assert told("mentor_assigned") == {mentor.user_id, business.owner.user_id}
    assert "sedang didampingi" in tie_of(business) or "kursi" in tie_of(business)


def test_second_mentor_is_refused_by_name():
    assignment = make_assignment()
    with pytest.raises(AlreadyMentored, match=str(assignment.mentor)):
        services.assign_mentor(
            business=assignment.business, mentor=make_mentor(), reason="", by=assignment.mentor.user
        )


@pytest.mark.parametrize("capacity", [0, 1])
def test_full_mentor_is_refused(capacity):
    mentor = make_mentor(capacity=capacity)
    for _ in range(capacity):
        make_assignment(mentor=mentor)
    with pytest.raises(MentorFull):
        services.assign_mentor(business=make.make_pilot().business, mentor=mentor, reason="", by=mentor.user)


def test_who_is_no_longer_staff_or_no_pilot_is_refused():
    mentor = make_mentor()
    staff = make.make_user(Role.JAMKRINDO)
    with pytest.raises(MentoringRefused, match="percontohan"):
        services.assign_mentor(business=make.make_business(), mentor=mentor, reason="", by=staff)
    mentor.user.role_grants.update(ended_at=mentor.created_at, ended_by=staff, end_reason="Pindah")
    with pytest.raises(MentoringRefused, match="bukan lagi staf"):
        services.assign_mentor(business=make.make_pilot().business, mentor=mentor, reason="", by=staff)


def test_capacity_does_not_fall_below_those_mentored():
    mentor = make_mentor(capacity=2)
    make_assignment(mentor=mentor)
    fields = {"user": mentor.user, "needs": ["marketing"], "sections": [], "provinces": [], "by": mentor.user}
    with pytest.raises(MentorFull):
        services.set_profile(**fields, capacity=0)
    assert services.set_profile(**fields, capacity=1).capacity == 1


def test_suggestions_say_why_and_put_the_full_last():
    business = make.make_pilot().business
    business.wishes = [Wish.MARKETING]
    business.save()
    full = make_mentor(capacity=0, needs=[Wish.MARKETING], sections=["I"], provinces=[business.province_id])
    fits = make_mentor(needs=[Wish.MARKETING], sections=["I"], provinces=[business.province_id])
    stranger = make_mentor(provinces=["91"])

    found = suggestions_for(business)

    assert [one.mentor for one in found] == [fits, stranger, full]
    assert found[0].points > found[1].points
    assert found[0].reasons == (
        "Menguasai yang dibutuhkan: pemasaran.",
        "Mengenal bidang penginapan dan makan minum.",
        "Bertugas di Jawa Barat.",
        "Masih ada tempat: 0 dari 5 usaha.",
    )
    assert found[2].reasons[-1] == "Sudah penuh: 0 dari 0 usaha."


def test_suggestions_cost_the_same_for_many(django_assert_num_queries):
    business = make.make_pilot().business
    make_mentor()
    with django_assert_num_queries(2):
        suggestions_for(business)
    for _ in range(3):
        make_mentor()
    with django_assert_num_queries(2):
        suggestions_for(business)


def offered():
    assignment, to = make_assignment(), make_mentor()
    handover = handing.offer_handover(
        assignment=assignment, to=to, reason="Pindah tugas.", by=assignment.mentor.user
    )
    return assignment, to, handover


def test_accepted_handover_takes_tasks_and_plans_along_and_leaves_history():
    assignment, to, handover = offered()
    planned, held = make_visit(assignment), make_visit(assignment, state="done")
    task = make_task(assignment, owner=Side.MENTOR)
    assert person_of(task, Side.MENTOR) == assignment.mentor.user

    handing.accept_handover(handover=handover, by=to.user)

    planned.refresh_from_db()
    held.refresh_from_db()
    assert (planned.mentor, held.mentor) == (to, assignment.mentor)
    assert person_of(task, Side.MENTOR) == to.user
    assert Assignment.objects.running().get(business=assignment.business).mentor == to
    assert told("handover_offered") == {to.user_id}
    assert told("handover_answered") == {assignment.mentor.user_id}
    assert told("mentor_changed") == {owner_of(assignment).pk}


def test_declined_handover_changes_nothing_and_says_why():
    assignment, to, handover = offered()
    with pytest.raises(HandoverRefused, match="alasan"):
        handing.decline_handover(handover=handover, reason=" ", by=to.user)
    handing.decline_handover(handover=handover, reason="Sudah terlalu jauh.", by=to.user)
    assert Assignment.objects.running().get().mentor == assignment.mentor
    assert "Sudah terlalu jauh." in Message.objects.get(occasion="handover_answered").body
    with pytest.raises(HandoverRefused, match="ditolak"):
        handing.accept_handover(handover=handover, by=to.user)


def test_nobody_else_answers_and_who_offered_takes_back():
    assignment, _to, handover = offered()
    with pytest.raises(HandoverRefused):
        handing.accept_handover(handover=handover, by=assignment.mentor.user)
    handing.withdraw_handover(handover=handover, by=assignment.mentor.user)
    assert Message.objects.get(occasion="handover_offered").state == "cancelled"


def test_offer_to_a_full_mentor_is_refused_and_so_is_one_who_filled_up_meanwhile():
    assignment, to, handover = offered()
    to.capacity = 1
    to.save()
    make_assignment(mentor=to)
    with pytest.raises(MentorFull):
        handing.accept_handover(handover=handover, by=to.user)
    assert Assignment.objects.running().get(business=assignment.business).mentor == assignment.mentor


def test_end_of_mentoring_takes_the_offer_back_and_tells_both():
    assignment, _to, handover = offered()
    staff = make.make_user(Role.JAMKRINDO)
    services.end_mentoring(assignment=assignment, reason="Sudah mandiri.", by=staff)
    assert Handover.objects.get(pk=handover.pk).state == HandoverState.WITHDRAWN
    assert told("mentoring_ended") == {assignment.mentor.user_id, owner_of(assignment).pk}
    with pytest.raises(MentoringRefused, match="sudah berakhir"):
        services.end_mentoring(assignment=assignment, reason="Lagi", by=staff)


def test_who_mentored_a_business_does_not_review_it():
    assignment = make_assignment()
    nomination = assignment.business.nominations.get()
    assert "mendampingi" in why_not_reviewer(assignment.mentor.user, nomination)
    assert why_not_reviewer(make_mentor().user, nomination) == ""
