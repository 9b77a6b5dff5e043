"""Two windows, two people: a handover is answered once, a task too."""

from __future__ import annotations

import pytest
from django.utils import timezone

from programs.mentoring.actions.services import confirm_done, return_item
from programs.mentoring.matching import handing, services
from programs.mentoring.models import Assignment, Handover
from tests.parallel import in_parallel
from tests.programs.mentoring.visits.makers import (
    make_assignment,
    make_mentor,
    make_task,
    mentor_of,
    owner_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def handover() -> Handover:
    assignment = make_assignment()
    to = make_mentor()
    return handing.offer_handover(
        assignment=assignment, to=to, reason="Pindah tugas.", by=assignment.mentor.user
    )


def outcome(handover: Handover, answers: list[str]) -> str:
    """The one that counted, after a look at what must follow from it."""
    handover.refresh_from_db()
    running = Assignment.objects.running().get(business=handover.assignment.business)
    assert (running.mentor_id == handover.to_mentor_id) == (handover.state == "accepted")
    assert [one for one in answers if one not in ("HandoverRefused", "MentoringRefused")] == [handover.state]
    return handover.state


def test_yes_and_no_of_the_one_who_is_asked(handover):
    by = handover.to_mentor.user

    def answer(number: int) -> str:
        if number % 2:
            handing.accept_handover(handover=handover, by=by)
            return "accepted"
        handing.decline_handover(handover=handover, reason="Penuh.", by=by)
        return "declined"

    assert outcome(handover, in_parallel(answer, range(4))) in ("accepted", "declined")


def test_yes_while_the_offer_is_taken_back(handover):
    def act(who: str) -> str:
        if who == "asked":
            handing.accept_handover(handover=handover, by=handover.to_mentor.user)
            return "accepted"
        handing.withdraw_handover(handover=handover, by=handover.offered_by)
        return "withdrawn"

    assert outcome(handover, in_parallel(act, ["asked", "offerer"])) in ("accepted", "withdrawn")


def test_yes_while_the_mentoring_ends(handover):
    """Either is whole: never a mentor who came by a yes to what had ended."""
    by = handover.offered_by

    def act(who: str) -> str:
        if who == "asked":
            handing.accept_handover(handover=handover, by=handover.to_mentor.user)
        else:
            services.end_mentoring(assignment=handover.assignment, reason="Selesai.", by=by)
        return who

    answers = in_parallel(act, ["asked", "ender"])
    handover.refresh_from_db()
    running = Assignment.objects.running().filter(business=handover.assignment.business).count()
    assert (answers, handover.state, running) in (
        (["asked", "MentoringRefused"], "accepted", 1),
        (["HandoverRefused", "ender"], "withdrawn", 0),
    )


def test_a_task_is_confirmed_or_returned_once():
    task = make_task()
    task.state, task.evidence, task.done_by, task.done_at = "done", "Sudah.", owner_of(task), timezone.now()
    task.save()
    by = mentor_of(Assignment.objects.get(business=task.business))

    def answer(number: int) -> str:
        if number % 2:
            confirm_done(item=task, by=by)
            return "confirmed"
        return_item(item=task, reason="Fotonya belum ada.", by=by)
        return "open"

    answers = in_parallel(answer, range(4))
    task.refresh_from_db()
    assert sorted(answers) == sorted([*["ActionRefused"] * 3, task.state])
