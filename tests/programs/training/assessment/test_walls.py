"""What the database refuses, past every service."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from programs.training.models import Answer, Feedback, Module, ModuleTest, Question, Sitting
from tests.factories import make_invitation, make_module, make_session, make_user
from tests.programs.training.assessment.makers import (
    POST,
    PRE,
    make_case,
    make_feedback,
    make_over,
    make_sitting,
    make_test,
)
from tests.programs.training.certificates.makers import make_certificate, make_present
from tests.programs.training.certificates.test_walls import unsaved

pytestmark = pytest.mark.django_db


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except (IntegrityError, InternalError):
        return True
    return False


def test_questions_that_somebody_was_asked_stay():
    invitation = make_present(make_over())
    test = make_sitting(invitation).test
    questions = Question.objects.filter(test=test)
    assert refused(lambda: questions.update(text="Lain?"))
    assert refused(questions.all().delete)
    assert refused(
        lambda: Question.objects.create(
            test=test, position=9, text="Baru?", choices=["a", "b"], answer=1, explanation="x"
        )
    )
    other = make_test(make_module())
    assert not refused(lambda: other.questions.update(text="Lain?"))


@pytest.mark.parametrize(
    "wrong",
    [{"answer": 0}, {"answer": 4}, {"choices": ["satu"]}, {"choices": list("abcdef")}, {"position": 1}],
)
def test_question_has_two_to_five_choices_one_of_which_is_right(wrong):
    test = make_test(questions=1)
    right = {"position": 2, "text": "?", "choices": ["a", "b", "c"], "answer": 3, "explanation": "x"}
    assert not refused(lambda: Question.objects.create(test=test, **right))
    assert refused(lambda: Question.objects.create(test=test, **{**right, "position": 3, **wrong}))


def test_one_version_of_a_test_is_in_force_and_retires_once():
    test = make_test()
    assert refused(lambda: ModuleTest.objects.create(module=test.module, kind=PRE, version=2))
    rows = ModuleTest.objects.filter(pk=test.pk)
    assert refused(rows.delete)
    rows.update(retired_at=timezone.now())
    assert refused(lambda: rows.update(retired_at=None))


def test_sitting_is_of_the_own_session_and_module_and_kind():
    invitation = make_present(make_over())
    elsewhere, post = make_test(), ModuleTest.objects.get(module=invitation.session.module, kind=POST)
    assert refused(lambda: Sitting.objects.create(invitation=invitation, test=elsewhere, kind=PRE))
    assert refused(lambda: Sitting.objects.create(invitation=invitation, test=post, kind=PRE))
    cancelled = make_session(module=post.module, state="cancelled", cancelled_at=timezone.now())
    called_off = make_invitation(session=cancelled)
    assert refused(lambda: Sitting.objects.create(invitation=called_off, test=post, kind=POST))


def test_pre_test_once_and_post_test_twice_one_after_the_other():
    invitation = make_present(make_over())
    make_sitting(invitation, PRE, right=1)
    assert refused(lambda: make_sitting(invitation, PRE))
    assert refused(lambda: make_sitting(invitation, PRE, number=2))
    make_sitting(invitation, POST)
    assert refused(lambda: make_sitting(invitation, POST, number=2))  # the first is not handed in
    other = make_present(invitation.session)
    make_sitting(other, POST, right=1)
    make_sitting(other, POST, number=2, right=2)
    assert refused(lambda: make_sitting(other, POST, number=3))


def test_score_is_counted_and_cannot_be_written():
    invitation = make_present(make_over())
    sitting = make_sitting(invitation, POST, right=3)
    assert (sitting.right_count, sitting.question_count, sitting.score) == (3, 4, 75)
    rows = Sitting.objects.filter(pk=sitting.pk)
    assert refused(lambda: rows.update(right_count=4))
    assert refused(lambda: rows.update(finished_at=None))
    assert refused(rows.delete)
    rows_of_another = Sitting.objects.filter(pk=make_sitting(invitation, PRE).pk)
    rows_of_another.update(finished_at=timezone.now(), right_count=4, score=100)
    assert rows_of_another.get().score == 0  # nothing was answered


def test_paper_names_who_copied_it_and_no_more_right_than_asked():
    invitation, trainer = make_present(make_over()), make_user()
    assert refused(lambda: make_sitting(invitation, PRE, right=2, method="paper"))
    assert refused(lambda: make_sitting(invitation, PRE, right=5, method="paper", entered_by=trainer))
    assert make_sitting(invitation, PRE, right=2, method="paper", entered_by=trainer).score == 50


def test_answer_is_a_choice_of_that_test_until_it_is_handed_in():
    invitation = make_present(make_over())
    sitting = make_sitting(invitation, PRE)
    question, foreign = sitting.test.questions.first(), make_test().questions.first()
    assert refused(lambda: Answer.objects.create(sitting=sitting, question=question, choice=4))
    assert refused(lambda: Answer.objects.create(sitting=sitting, question=foreign, choice=1))
    Answer.objects.create(sitting=sitting, question=question, choice=2)
    assert refused(lambda: Answer.objects.create(sitting=sitting, question=question, choice=1))
    Sitting.objects.filter(pk=sitting.pk).update(finished_at=timezone.now())
    assert refused(lambda: Answer.objects.update(choice=1))
    assert refused(Answer.objects.all().delete)


def test_feedback_comes_from_who_was_there_once_after_the_session():
    given = make_feedback(make_over(), words="Lebih lama")
    rows = Feedback.objects.filter(pk=given.pk)
    assert refused(lambda: rows.update(usefulness=5))
    assert refused(lambda: rows.update(words="Lebih cepat"))
    assert refused(rows.delete)
    assert not refused(lambda: rows.update(words=""))
    assert refused(lambda: make_feedback(given.session, usefulness=6))
    coming = make_session(starts_at=timezone.now() + timedelta(days=1))
    away = make_present(given.session, status="absent")
    for invitation in (make_invitation(session=coming, state="confirmed"), away):
        session = invitation.session
        fields = {"module": session.module, "trainer": session.trainer, "usefulness": 3, "clarity": 3}
        assert refused(
            lambda i=invitation, s=session, f=fields: Feedback.objects.create(invitation=i, session=s, **f)
        )


def test_certificate_asks_for_the_score_and_the_sessions():
    invitation = make_case(make_over(pass_mark=60), 1, 2)
    assert refused(unsaved(invitation).save)
    make_sitting(invitation, POST, number=2, right=3)
    assert not refused(unsaved(invitation).save)
    other = make_present(make_over(least_sessions=2))
    assert refused(unsaved(other).save)


def test_score_behind_a_standing_certificate_does_not_fall():
    session = make_over(pass_mark=50)
    invitation = make_present(session)
    make_sitting(invitation, POST, right=3, method="paper", entered_by=session.trainer)
    make_certificate(invitation=invitation)
    rows = Sitting.objects.filter(kind=POST)
    assert refused(lambda: rows.update(right_count=1))
    assert not refused(lambda: rows.update(right_count=4))


@pytest.mark.parametrize("wrong", [{"pass_mark": 0}, {"pass_mark": 101}, {"least_sessions": 0}])
def test_module_asks_for_what_can_be_reached(wrong):
    module = make_module()
    assert refused(lambda: Module.objects.filter(pk=module.pk).update(**wrong))
