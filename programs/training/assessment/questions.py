"""Writing the questions of a module. What somebody has been asked stays: the first change after it is a new version."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import AssessmentKind
from programs.training.errors import QuestionRefused
from programs.training.models import Module, ModuleTest, Question
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from .walls import MOST_QUESTIONS


@dataclass(frozen=True)
class Wording:
    """What a question says. `answer` 1 is the first choice."""

    text: str
    choices: list[str]
    answer: int
    explanation: str


@transaction.atomic
def save_question(
    *, module: Module, kind: AssessmentKind, wording: Wording, by: User | None, position: int | None = None
) -> Question:
    """A new question at the end, or another wording of the one at `position`. Raises QuestionRefused."""
    with because(_("Soal disimpan."), by=by):
        test = _editable(module, kind, by)
        if position is None:
            last = test.questions.aggregate(last=Max("position"))["last"] or 0
            _refuse_more(test)
            question = Question(test=test, position=last + 1)
        else:
            question = _at(test, position)
        question.text, question.choices = wording.text, wording.choices
        question.answer, question.explanation = wording.answer, wording.explanation
        question.save()
    return question


@transaction.atomic
def remove_question(*, module: Module, kind: AssessmentKind, position: int, by: User) -> ModuleTest:
    """Raises QuestionRefused. Who was asked it before keeps it in the older version."""
    with because(_("Soal dihapus."), by=by):
        test = _editable(module, kind, by)
        _at(test, position).delete()
        _refuse_none_left(test)
    return test


def _refuse_none_left(test: ModuleTest) -> None:
    """As long as certificates ask for its score. The module's row is locked."""
    mark = Module.objects.values_list("pass_mark", flat=True).get(pk=test.module_id)
    if test.kind == AssessmentKind.POST and mark is not None and not test.questions.exists():
        raise QuestionRefused(
            _("Sertifikat modul ini memerlukan nilai tes akhir, jadi soal terakhir tidak dapat dihapus.")
        )


def _refuse_more(test: ModuleTest) -> None:
    if test.questions.count() >= MOST_QUESTIONS:
        raise QuestionRefused(_("Paling banyak %(most)d soal dalam satu tes.") % {"most": MOST_QUESTIONS})


def _at(test: ModuleTest, position: int) -> Question:
    question = test.questions.filter(position=position).first()
    if question is None:
        raise QuestionRefused(_("Soal ini baru saja dihapus orang lain. Muat ulang halaman."))
    return question


def _editable(module: Module, kind: AssessmentKind, by: User | None) -> ModuleTest:
    """The version in force, or a copy of it where somebody has begun it. The module's row is the queue of writers."""
    Module.objects.select_for_update(no_key=True).get(pk=module.pk)
    # FOR UPDATE waits for whoever begins the test at this moment
    current = ModuleTest.objects.in_force().filter(module=module, kind=kind).select_for_update().first()
    if current is None:
        return ModuleTest.objects.create(module=module, kind=kind, created_by=by)
    if not current.sittings.exists():
        return current
    return _next_version(current, by)


def _next_version(current: ModuleTest, by: User | None) -> ModuleTest:
    current.retired_at = timezone.now()
    current.save(update_fields=["retired_at"])
    test = ModuleTest.objects.create(
        module_id=current.module_id, kind=current.kind, version=current.version + 1, created_by=by
    )
    Question.objects.bulk_create(
        Question(
            test=test,
            position=one.position,
            text=one.text,
            choices=one.choices,
            answer=one.answer,
            explanation=one.explanation,
        )
        for one in current.questions.all()
    )
    return test


@transaction.atomic
def load_test(*, module: Module, kind: AssessmentKind, wordings: list[Wording]) -> bool:
    """The questions that come with the portal, where the module has none yet; what staff wrote is left alone."""
    try:
        with transaction.atomic():
            if ModuleTest.objects.filter(module=module, kind=kind).exists():
                return False
            test = ModuleTest.objects.create(module=module, kind=kind)
    except IntegrityError:  # loaded by another at the same moment
        return False
    Question.objects.bulk_create(
        Question(
            test=test,
            position=position,
            text=one.text,
            choices=one.choices,
            answer=one.answer,
            explanation=one.explanation,
        )
        for position, one in enumerate(wordings, start=1)
    )
    return True
