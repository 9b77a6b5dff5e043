"""The questions of a module: staff write them, trainers read and print them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.training.assessment.forms import QuestionForm, written
from programs.training.assessment.permissions import may_read_questions, may_write_questions
from programs.training.assessment.questions import remove_question, save_question
from programs.training.choices import AssessmentKind
from programs.training.forms import show_refusal
from programs.training.models import Module, ModuleTest, Question
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from .room import kind_called

FOLDER = "programs/training/assessment"


def _module_and_kind(code: str, kind: str) -> tuple[Module, AssessmentKind]:
    return get_object_or_404(Module, code=code), kind_called(kind)


@requires(may_read_questions)
@require_safe
def module_test(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    module, which = _module_and_kind(code, kind)
    test = ModuleTest.objects.in_force().filter(module=module, kind=which).first()
    context = {
        "module": module,
        "kind": which,
        "kinds": AssessmentKind,
        "test": test,
        "questions": list(test.questions.all()) if test else [],
        "is_answered": bool(test and test.sittings.exists()),
        "may_write": may_write_questions(request.user),
    }
    return render(request, f"{FOLDER}/module_test.html", context)


def _question_at(module: Module, kind: AssessmentKind, position: int) -> Question:
    in_force = {"test__module": module, "test__kind": kind, "test__retired_at": None}
    return get_object_or_404(Question, position=position, **in_force)


@requires(may_write_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def question_create(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    return _edit(request, *_module_and_kind(code, kind), None)


@requires(may_write_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: SignedInRequest, code: str, kind: str, position: int) -> HttpResponse:
    module, which = _module_and_kind(code, kind)
    return _edit(request, module, which, _question_at(module, which, position))


def _edit(
    request: SignedInRequest, module: Module, kind: AssessmentKind, question: Question | None
) -> HttpResponse:
    initial = written(question) if question else None
    form = QuestionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_question(
                module=module,
                kind=kind,
                wording=form.wording,
                by=request.user,
                position=question.position if question else None,
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Soal disimpan."))
            return redirect("module_test", module.code, kind.slug)
    context: dict[str, Any] = {"form": form, "module": module, "kind": kind, "question": question}
    return render(request, f"{FOLDER}/question_edit.html", context)


@requires(may_write_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def question_remove(request: SignedInRequest, code: str, kind: str, position: int) -> HttpResponse:
    """Asks first."""
    module, which = _module_and_kind(code, kind)
    question = _question_at(module, which, position)
    if request.method != "POST":
        context = {"question": question, "module": module, "kind": which}
        return render(request, f"{FOLDER}/question_remove.html", context)
    try:
        remove_question(module=module, kind=which, position=position, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Soal dihapus."))
    return redirect("module_test", module.code, which.slug)
