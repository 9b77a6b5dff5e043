"""People who press at the same instant. Real threads, real connections."""

from collections import Counter

import pytest

from programs.training.assessment.opinions import give_feedback
from programs.training.assessment.questions import save_question
from programs.training.assessment.room import enter_paper_scores
from programs.training.assessment.sitting import answer_question, finish_sitting, start_sitting
from programs.training.certificates.issuing import issue_certificate
from programs.training.models import Answer, Certificate, Feedback, LearningTally, ModuleTest, Sitting
from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.parallel import in_parallel
from tests.programs.training.assessment.makers import POST, PRE, WORDING, make_over, make_sitting
from tests.programs.training.certificates.makers import make_present

pytestmark = pytest.mark.django_db(transaction=True)


def test_six_taps_at_once_begin_answer_and_hand_in_once():
    invitation = make_present(make_over())
    begun = in_parallel(lambda _: start_sitting(invitation=invitation, kind=POST).pk, range(6))
    sitting = Sitting.objects.get()
    assert set(begun) == {sitting.pk}
    kept = in_parallel(
        lambda number: answer_question(sitting=sitting, position=number % 2 + 1, choice=1).pk, range(8)
    )
    assert set(kept) == set(Answer.objects.values_list("pk", flat=True))
    assert len(set(kept)) == 2
    for position in (3, 4):
        answer_question(sitting=sitting, position=position, choice=2)

    def press(number: int) -> str:
        if number % 2:
            answer_question(sitting=sitting, position=3, choice=1)
            return "answered"
        return str(finish_sitting(sitting=sitting).score)

    answers = Counter(in_parallel(press, range(6)))
    score = Sitting.objects.get().score
    assert answers[str(score)] == 3
    right = Answer.objects.filter(choice=1).count()
    assert score == right * 25  # no answer came in behind the score


def test_handing_in_beside_a_late_answer_past_the_service_leaves_no_contradiction():
    invitation = make_present(make_over())
    sitting = make_sitting(invitation, POST)
    for question in sitting.test.questions.all():
        Answer.objects.create(sitting=sitting, question=question, choice=2)

    def act(kind: str) -> str:
        if kind == "finish":
            return str(finish_sitting(sitting=sitting).score)
        Answer.objects.filter(sitting=sitting).update(choice=1)
        return "changed"

    in_parallel(act, ["finish", "change"])
    assert Sitting.objects.get().score == Answer.objects.filter(choice=1).count() * 25


def test_both_scores_of_a_person_at_once_are_one_case():
    session = make_over()
    people = [make_present(session) for _ in range(3)]
    rights = {one.pk: 3 for one in people}

    def enter(kind: str) -> int:
        return enter_paper_scores(session=session, kind=kind, rights=rights, by=session.trainer)

    assert sorted(in_parallel(enter, [PRE, POST, PRE, POST])) == [0, 0, 3, 3]
    LearningTally.objects.fold()
    (tally,) = LearningTally.objects.all()
    assert (tally.cases, tally.pre_sum, tally.post_sum) == (3, 225, 225)


def test_both_scores_at_once_past_the_service_are_one_case():
    session = make_over()
    invitation = make_present(session)
    tests = {one.kind: one for one in ModuleTest.objects.filter(module=session.module)}
    fields = {"method": "paper", "entered_by": session.trainer, "right_count": 2}

    def write(kind: str) -> int:
        return Sitting.objects.create(
            invitation=invitation, test=tests[kind], kind=kind, finished_at=session.ends_at, **fields
        ).number

    assert in_parallel(write, [PRE, POST]) == [1, 1]
    assert LearningTally.objects.get().cases == 1


def test_feedback_sent_many_times_at_once_counts_once():
    invitation = make_present(make_over())
    given = in_parallel(
        lambda number: give_feedback(invitation=invitation, usefulness=number, clarity=3).pk, range(1, 6)
    )
    assert set(given) == {Feedback.objects.get().pk}
    assert LearningTally.objects.get().answers == 1


def test_changing_questions_beside_people_who_begin_keeps_what_they_were_asked():
    session = make_over()
    people, by = [make_present(session) for _ in range(4)], make_user(Role.JAMKRINDO)

    def act(one: object) -> str:
        if one is None:
            return save_question(module=session.module, kind=POST, wording=WORDING, by=by, position=1).text
        return str(start_sitting(invitation=one, kind=POST).number)

    answers = in_parallel(act, [people[0], None, people[1], None, people[2], people[3]])
    assert Counter(answers) == {"1": 4, WORDING.text: 2}
    assert ModuleTest.objects.in_force().filter(module=session.module, kind=POST).count() == 1
    for sitting in Sitting.objects.select_related("test"):
        assert sitting.test.questions.count() == 4


def test_a_score_lowered_beside_an_issue_leaves_no_contradiction():
    session = make_over(pass_mark=50)
    invitation = make_present(session)
    make_sitting(invitation, POST, right=2, method="paper", entered_by=session.trainer)

    def act(kind: str) -> str:
        if kind == "issue":
            return issue_certificate(invitation=invitation, by=session.trainer).name
        Sitting.objects.filter(kind=POST).update(right_count=1)
        return "lowered"

    in_parallel(act, ["issue", "lower"])
    assert Certificate.objects.count() == (Sitting.objects.get(kind=POST).score >= 50)
