"""Pembina, graduations and stories at the same instant. Real threads, real connections."""

import threading
import time
from collections import Counter

import pytest
from django.db import transaction

from programs.partnership.graduation import set_graduation_requirements
from programs.pilots.graduation.services import graduate_pilot
from programs.pilots.lineage.matching import agree_to_mentorship, propose_mentorship
from programs.pilots.lineage.mentors import answer_invitation, invite_mentor
from programs.pilots.models import Graduation, Mentor, Mentorship, Story, StoryConsent
from programs.pilots.stories.services import publish_story, withdraw_consent
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_business, make_user
from tests.parallel import in_parallel
from tests.programs.pilots.embryo import make_graduate, make_mentor, make_ready, make_story
from umkm.businesses.models import Business
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.rights.services import ask

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_pembina_who_agree_at_once_leave_one():
    business = make_business()
    asked = [
        propose_mentorship(mentor=make_mentor(), business=business, by=business.owner.user) for _ in range(4)
    ]

    answers = in_parallel(
        lambda one: agree_to_mentorship(mentorship=one, by=one.guide.owner.user).state, asked
    )

    taken = {"MenteeTaken", "MentorshipRefused"}  # after the first, or closed by it
    assert answers.count("active") == 1
    assert set(answers) - {"active"} <= taken
    assert Counter(Mentorship.objects.values_list("state", flat=True)) == {"active": 1, "declined": 3}


def test_two_halves_of_a_circle_at_once_leave_one():
    first, second = make_graduate(), make_graduate()
    asked = [
        propose_mentorship(
            mentor=make_mentor(pilot=one), business=other.business, by=other.business.owner.user
        )
        for one, other in ((first, second), (second, first))
    ]

    answers = in_parallel(
        lambda one: agree_to_mentorship(mentorship=one, by=one.guide.owner.user).state, asked
    )

    assert sorted(answers) == ["MentorshipRefused", "active"]


def test_graduated_once_by_three_who_press_together():
    pilot, staff = make_ready(), [make_user(Role.JAMKRINDO) for _ in range(3)]

    answers = in_parallel(lambda by: graduate_pilot(pilot=pilot, by=by).pk > 0, staff)

    assert Counter(answers) == {True: 1, "AlreadyEnded": 2}
    assert Graduation.objects.count() == 1
    assert Message.objects.filter(occasion="pilot_ended").count() == 2  # owner and nominator, once


def test_requirement_raised_while_somebody_graduates_holds_for_one_of_both():
    pilot, staff = make_ready(), make_user(Role.JAMKRINDO)
    tasks = [
        lambda: graduate_pilot(pilot=pilot, by=staff).figures[0]["least"],
        lambda: set_graduation_requirements(phase=pilot.seat.phase, wanted={"months_on_seat": 12}, by=staff),
    ]

    answers = in_parallel(lambda task: task(), tasks)

    assert answers in ([6, 1], ["NotReady", 1])
    assert Graduation.objects.count() == (answers[0] == 6)


@pytest.mark.parametrize("turn", range(3))
def test_published_and_withdrawn_at_once_is_never_public(turn):
    story, board = make_story(state="agreed"), make_user(Role.BOARD)
    owner = story.business.owner.user
    tasks = [
        lambda: publish_story(story=story, by=board).state,
        lambda: withdraw_consent(story=story, by=owner).state,
    ]

    answers = in_parallel(lambda task: task(), tasks)

    assert answers in (["published", "down"], ["StoryNotAgreed", "down"])
    assert Story.objects.get().state == "down"
    assert not Story.objects.published().exists()
    assert not StoryConsent.objects.standing().exists()


def test_published_while_all_consent_is_withdrawn_is_never_public():
    story, board = make_story(state="agreed"), make_user(Role.BOARD)
    owner = story.business.owner.user
    tasks = [
        lambda: publish_story(story=story, by=board).state,
        lambda: ask(user=owner, kind=DataRequestKind.WITHDRAW).kind,
    ]

    answers = in_parallel(lambda task: task(), tasks)

    assert answers in (["published", "withdraw"], ["StoryNotAgreed", "withdraw"])
    assert Story.objects.get().state == "down"


def test_who_answers_waits_for_the_business_and_holds_nothing_else():
    """An erasure has the business and then takes its pembina: in the other order both would wait for ever."""
    graduate, coordinator = make_graduate(), make_user(Role.COORDINATOR)
    mentor = invite_mentor(business=graduate.business, by=coordinator)
    has_business = threading.Event()

    def erasing() -> str:
        with transaction.atomic():
            Business.objects.select_for_update().get(pk=graduate.business_id)
            has_business.set()
            time.sleep(0.4)  # the other reaches the lock meanwhile
            Mentor.objects.select_for_update().get(pk=mentor.pk)
        return "erased"

    def answering() -> str:
        has_business.wait(timeout=10)
        return answer_invitation(mentor=mentor, agrees=True, by=graduate.business.owner.user).state

    assert in_parallel(lambda act: act(), [erasing, answering]) == ["erased", "active"]
