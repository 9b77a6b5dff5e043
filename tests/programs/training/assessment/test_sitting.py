"""Taking a test, and what is open when."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from programs.training.assessment.questions import Wording, load_test, remove_question, save_question
from programs.training.assessment.sitting import answer_question, finish_sitting, start_sitting
from programs.training.assessment.windows import window_of
from programs.training.choices import AssessmentKind
from programs.training.errors import AssessmentClosed, QuestionRefused, SittingEnded
from programs.training.models import ModuleTest, RoomOpening, Sitting
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_session, make_user
from tests.programs.training.assessment.makers import (
    POST,
    PRE,
    WORDING,
    make_over,
    make_sitting,
    make_test,
    make_tests,
)
from tests.programs.training.certificates.makers import make_present

pytestmark = pytest.mark.django_db


def make_coming(*, days: float = 2, state: str = "confirmed"):
    session = make_session(starts_at=timezone.now() + timedelta(days=days))
    make_tests(session.module)
    return make_invitation(session=session, state=state)


def test_whoever_begins_answers_and_hands_in_has_a_score():
    sitting = start_sitting(invitation=make_coming(), kind=PRE)
    for position, choice in ((1, 2), (2, 1), (3, 1), (4, 1), (1, 1), (4, 3)):
        answer_question(sitting=sitting, position=position, choice=choice)
    assert finish_sitting(sitting=sitting).score == 75


def test_doing_it_all_twice_changes_nothing():
    invitation = make_coming()
    first = start_sitting(invitation=invitation, kind=PRE)
    assert start_sitting(invitation=invitation, kind=PRE) == first
    for position in range(1, 5):
        answer_question(sitting=first, position=position, choice=1)
    done = finish_sitting(sitting=first)
    assert finish_sitting(sitting=first).finished_at == done.finished_at
    assert start_sitting(invitation=invitation, kind=PRE) == first
    with pytest.raises(SittingEnded):
        answer_question(sitting=first, position=1, choice=2)
    assert Sitting.objects.get().score == 100


def test_what_is_not_a_choice_or_not_all_answered_is_refused():
    sitting = start_sitting(invitation=make_coming(), kind=PRE)
    for position, choice in ((1, 0), (1, 4), (9, 1)):
        with pytest.raises(QuestionRefused):
            answer_question(sitting=sitting, position=position, choice=choice)
    answer_question(sitting=sitting, position=1, choice=1)
    with pytest.raises(QuestionRefused, match="3 soal belum dijawab"):
        finish_sitting(sitting=sitting)


@pytest.mark.parametrize(
    ("kind", "days", "opened", "is_open"),
    [
        (PRE, 8, False, False), (PRE, 6, False, True), (PRE, -0.01, False, False), (PRE, -0.01, True, True),
        (PRE, -1, True, False), (POST, 1, False, False), (POST, -0.01, False, False), (POST, -0.01, True, True),
        (POST, -1, False, True), (POST, -7.5, True, False),
    ],
)  # fmt: skip
def test_tests_open_and_close(kind, days, opened, is_open):
    session = make_session(starts_at=timezone.now() + timedelta(days=days))
    if opened:
        RoomOpening.objects.create(
            session=session, kind=kind, opened_by=session.trainer, opened_at=session.starts_at
        )
    assert window_of(session, AssessmentKind(kind), session.room_openings.all()).is_open is is_open


@pytest.mark.parametrize("state", ["invited", "declined", "waiting", "cancelled"])
def test_only_who_takes_part_may_begin(state):
    with pytest.raises(AssessmentClosed, match="peserta"):
        start_sitting(invitation=make_coming(state=state), kind=PRE)


def test_outside_its_days_or_without_questions_nobody_begins():
    with pytest.raises(AssessmentClosed, match="dibuka"):
        start_sitting(invitation=make_coming(days=9), kind=PRE)
    with pytest.raises(AssessmentClosed, match="tidak punya tes"):
        start_sitting(invitation=make_invitation(state="confirmed", session=make_session(
            starts_at=timezone.now() + timedelta(days=1))), kind=PRE)  # fmt: skip
    absent = make_present(make_over(), status="absent")
    with pytest.raises(AssessmentClosed, match="hadir"):
        start_sitting(invitation=absent, kind=POST)


def test_post_test_may_be_repeated_only_where_a_needed_score_was_missed():
    missed = make_present(make_over(pass_mark=60))
    make_sitting(missed, POST, right=2)
    assert start_sitting(invitation=missed, kind=POST).number == 2
    for pass_mark, right in ((None, 1), (50, 2)):
        invitation = make_present(make_over(pass_mark=pass_mark))
        make_sitting(invitation, POST, right=right)
        assert start_sitting(invitation=invitation, kind=POST).number == 1
    make_sitting(make_present(missed.session), POST, right=1)
    Sitting.objects.filter(invitation=missed, number=2).update(finished_at=timezone.now())
    assert start_sitting(invitation=missed, kind=POST).number == 2


def test_changing_questions_after_somebody_began_makes_a_new_version_and_scores_stay():
    invitation, by = make_present(make_over()), make_user(Role.JAMKRINDO)
    old = make_sitting(invitation, POST, right=3)
    module = invitation.session.module
    save_question(module=module, kind=POST, wording=WORDING, by=by, position=2)
    new = ModuleTest.objects.in_force().get(module=module, kind=POST)
    assert (new.version, new.questions.count(), new.questions.get(position=2).text) == (2, 4, WORDING.text)
    save_question(module=module, kind=POST, wording=WORDING, by=by)
    remove_question(module=module, kind=POST, position=1, by=by)
    assert ModuleTest.objects.in_force().get(module=module, kind=POST) == new  # nobody has begun it
    assert [one.position for one in new.questions.all()] == [2, 3, 4, 5]
    old.refresh_from_db()
    assert (old.test.version, old.score, old.test.questions.get(position=2).text) == (1, 75, "Soal 2?")
    assert make_sitting(make_present(invitation.session), POST, right=4).test == new


def test_a_question_that_is_gone_and_one_too_many_are_refused():
    test, by = make_test(questions=29), make_user(Role.JAMKRINDO)
    save_question(module=test.module, kind=PRE, wording=WORDING, by=by)
    with pytest.raises(QuestionRefused, match="Paling banyak 30"):
        save_question(module=test.module, kind=PRE, wording=WORDING, by=by)
    with pytest.raises(QuestionRefused, match="dihapus"):
        remove_question(module=test.module, kind=PRE, position=99, by=by)


def test_loading_leaves_what_staff_wrote_alone():
    test = make_test()
    assert load_test(module=test.module, kind=PRE, wordings=[WORDING]) is False
    assert load_test(module=test.module, kind=POST, wordings=[WORDING, Wording("B?", ["x", "y"], 2, "z")])
    assert test.questions.count() == 4


def test_the_portal_brings_questions_for_each_of_its_modules_once():
    for command in ("load_modules", "load_questions", "load_questions"):
        call_command(command, verbosity=0)
    assert ModuleTest.objects.count() == 12
    for test in ModuleTest.objects.all():
        answers = [question.answer for question in test.questions.all()]
        assert len(answers) == 6
        assert max(answers.count(one) for one in answers) <= 3  # nobody passes by ticking one and the same
