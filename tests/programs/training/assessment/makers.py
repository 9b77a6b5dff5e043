"""Tests, and people who have sat them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from programs.training.assessment.questions import Wording
from programs.training.choices import AssessmentKind, SittingMethod
from programs.training.models import (
    Answer,
    Feedback,
    Invitation,
    Module,
    ModuleTest,
    Question,
    Session,
    Sitting,
)
from tests.factories import make_module
from tests.programs.training.certificates.makers import make_held, make_present

PRE, POST = AssessmentKind.PRE, AssessmentKind.POST
WORDING = Wording("Kapan uang dicatat?", ["Hari itu juga", "Nanti", "Tidak usah"], 1, "Supaya tidak terlupa.")


def make_test(module: Module | None = None, kind: str = PRE, *, questions: int = 4) -> ModuleTest:
    """The first choice is always the right one."""
    test = ModuleTest.objects.create(module=module or make_module(), kind=kind)
    for position in range(1, questions + 1):
        Question.objects.create(
            test=test,
            position=position,
            text=f"Soal {position}?",
            choices=["Benar", "Salah", "Keliru"],
            answer=1,
            explanation=f"Sebab {position}.",
        )
    return test


def make_tests(module: Module) -> tuple[ModuleTest, ModuleTest]:
    return make_test(module, PRE), make_test(module, POST)


def make_over(module: Module | None = None, **fields: Any) -> Session:
    """A session that ended yesterday, of a module (with `fields`) that has both tests of four questions."""
    starts_at = timezone.now() - timedelta(days=1, hours=3)
    session = make_held(starts_at=starts_at, module=module or make_module(**fields))
    if module is None:
        make_tests(session.module)
    return session


def make_sitting(
    invitation: Invitation, kind: str = PRE, *, right: int | None = None, number: int = 1, **fields: Any
) -> Sitting:
    """Begun; with `right`, handed in with so many right answers. Past the services."""
    test = ModuleTest.objects.in_force().get(module=invitation.session.module, kind=kind)
    sitting = Sitting.objects.create(invitation=invitation, test=test, kind=kind, number=number, **fields)
    if right is None:
        return sitting
    if sitting.method == SittingMethod.PHONE:
        for question in test.questions.all():
            choice = 1 if question.position <= right else 2
            Answer.objects.create(sitting=sitting, question=question, choice=choice)
    Sitting.objects.filter(pk=sitting.pk).update(finished_at=timezone.now(), right_count=right)
    sitting.refresh_from_db()
    return sitting


def make_case(session: Session, pre: int, post: int) -> Invitation:
    """Somebody who was there, with so many right answers before and after."""
    invitation = make_present(session)
    make_sitting(invitation, PRE, right=pre)
    make_sitting(invitation, POST, right=post)
    return invitation


def make_feedback(session: Session, *, usefulness: int = 4, clarity: int = 5, words: str = "") -> Feedback:
    return Feedback.objects.create(
        invitation=make_present(session),
        session=session,
        module=session.module,
        trainer=session.trainer,
        usefulness=usefulness,
        clarity=clarity,
        words=words,
    )
