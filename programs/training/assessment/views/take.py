"""`/tes/<token>/` and `/umpan-balik/<token>/`: on a phone, without signing in, one thing per page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from programs.training.assessment import opinions, sitting, tokens
from programs.training.assessment.forms import AnswerForm, FeedbackForm
from programs.training.assessment.queries import Desk, Line, Task, desk_of, tasks_of
from programs.training.assessment.windows import feedback_window, takes_part
from programs.training.forms import show_refusal
from programs.training.models import Feedback, Invitation
from soksi_portal.accounts.guards import public
from soksi_portal.common.errors import RuleViolation

FOLDER = "programs/training/assessment"
QUESTION = "soal"
CHECK = "periksa"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def test_take(request: HttpRequest, token: str) -> HttpResponse:
    """Begin, one question after the other, hand in, read the result: all at one address."""
    found = tokens.sitting_of(token)
    if found is None:
        return _private(render(request, f"{FOLDER}/link_unknown.html", status=404))
    desk = desk_of(*found)
    return _private(_act(request, desk) if request.method == "POST" else _show(request, desk))


def _show(request: HttpRequest, desk: Desk, form: AnswerForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {"desk": desk, "zone": desk.invitation.province.time_zone, "form": form}
    if not desk.is_running:
        page = "result" if desk.sitting and desk.sitting.is_finished else "intro"
        if page == "result":
            context["tasks"] = _other_tasks(request, desk.invitation, than=desk.kind)
        return render(request, f"{FOLDER}/test_{page}.html", context)
    line = _wanted(request, desk)
    if line is None:
        return render(request, f"{FOLDER}/test_check.html", context)
    context["line"] = line
    context["number"] = desk.lines.index(line) + 1
    context["before"] = desk.lines[context["number"] - 2] if context["number"] > 1 else None
    initial = {"choice": str(line.chosen)} if line.chosen else None
    context["form"] = form or AnswerForm(question=line.question, initial=initial)
    return render(request, f"{FOLDER}/test_question.html", context)


def _other_tasks(request: HttpRequest, invitation: Invitation, than: str = "") -> list[Task]:
    """What comes next, for the person signed in: a link opens one thing, and hands out no other link."""
    is_own = request.user.is_authenticated and request.user.pk == invitation.person_id
    return [task for task in tasks_of(invitation) if task.what != than] if is_own else []


def _wanted(request: HttpRequest, desk: Desk) -> Line | None:
    """The question asked for, else the first that is unanswered; None once all are answered."""
    asked = request.POST.get(QUESTION, "") or request.GET.get(QUESTION, "")
    if asked == CHECK:
        return None
    chosen = desk.line_at(int(asked)) if _is_small(asked) else None
    return chosen or next(iter(desk.unanswered), None)


def _is_small(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4


def _act(request: HttpRequest, desk: Desk) -> HttpResponse:
    try:
        if "mulai" in request.POST:
            sitting.start_sitting(invitation=desk.invitation, kind=desk.kind)
        elif desk.sitting and "selesai" in request.POST:
            sitting.finish_sitting(sitting=desk.sitting)
        elif desk.sitting and not desk.sitting.is_finished:
            return _answer(request, desk)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect(request.path)


def _answer(request: HttpRequest, desk: Desk) -> HttpResponse:
    assert desk.sitting is not None  # noqa: S101 — asked by the caller
    line = _wanted(request, desk)
    if line is None:
        return redirect(request.path)
    form = AnswerForm(request.POST, question=line.question)
    if not form.is_valid():
        return _show(request, desk, form)
    sitting.answer_question(
        sitting=desk.sitting, position=line.question.position, choice=form.cleaned_data["choice"]
    )
    return redirect(request.path)  # the next that is unanswered, or the check of all


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_give(request: HttpRequest, token: str) -> HttpResponse:
    """Three questions on one short page; once."""
    invitation = tokens.feedback_of(token)
    if invitation is None:
        return _private(render(request, f"{FOLDER}/link_unknown.html", status=404))
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opinions.give_feedback(invitation=invitation, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            return _private(redirect(request.path))
    page = _feedback_page(request, invitation, form)
    return _private(render(request, f"{FOLDER}/feedback_give.html", page))


def _feedback_page(request: HttpRequest, invitation: Invitation, form: FeedbackForm) -> dict[str, Any]:
    given = Feedback.objects.filter(invitation=invitation).exists()
    return {
        "invitation": invitation,
        "session": invitation.session,
        "zone": invitation.province.time_zone,
        "window": feedback_window(invitation.session),
        "given": given,
        "tasks": _other_tasks(request, invitation) if given else [],
        "may_give": takes_part(invitation),
        "form": form,
    }


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the secret; see `views/answer.py`."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
