"""`/pelatihan/<id>/tes/`: who has done the tests, opening them in the room, scores from paper, and what was said."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.training.assessment import room
from programs.training.assessment.forms import PaperForm
from programs.training.assessment.opinions import opinion_of
from programs.training.assessment.permissions import may_hold_tests, may_hold_tests_of
from programs.training.assessment.queries import paper_lines, room_of
from programs.training.choices import AssessmentKind
from programs.training.forms import show_refusal
from programs.training.models import Session
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

FOLDER = "programs/training/assessment"


def kind_called(word: str) -> AssessmentKind:
    found = next((kind for kind in AssessmentKind if kind.slug == word), None)
    if found is None:
        raise Http404
    return found


def _own_session(request: SignedInRequest, session_id: int) -> Session:
    sessions = Session.objects.visible_to(request.user).select_related("module", "trainer")
    session = get_object_or_404(sessions, pk=session_id)
    if not may_hold_tests_of(request.user, session):
        raise PermissionDenied(_("Tes dipegang oleh pelatih sesi ini atau staf Jamkrindo."))
    return session


@requires(may_hold_tests)
@require_safe
def session_tests(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = _own_session(request, session_id)
    context = {"session": session, "room": room_of(session), "opinion": opinion_of(session)}
    return render(request, f"{FOLDER}/session_tests.html", context)


@requires(may_hold_tests)
@require_POST
def test_open(request: SignedInRequest, session_id: int, kind: str) -> HttpResponse:
    session, which = _own_session(request, session_id), kind_called(kind)
    try:
        room.open_in_room(session=session, kind=which, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        sentence = _("%(test)s dibuka. Peserta menemukannya di beranda mereka.")
        messages.success(request, sentence % {"test": which.label})
    return redirect("session_tests", session.pk)


@requires(may_hold_tests)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_scores(request: SignedInRequest, session_id: int, kind: str) -> HttpResponse:
    session, which = _own_session(request, session_id), kind_called(kind)
    seen = room_of(session)
    test = seen.kind(which).test
    people = paper_lines(seen, which) if test else []
    questions = test.questions.count() if test else 0
    sent = request.POST if request.method == "POST" else None
    form = PaperForm(sent, people=people, questions=questions)
    if request.method == "POST" and form.is_valid():
        try:
            entered = room.enter_paper_scores(
                session=session, kind=which, rights=form.rights, by=request.user
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _entered_words(entered))
            return redirect("session_tests", session.pk)
    context = {"session": session, "kind": which, "form": form, "people": people, "questions": questions}
    return render(request, f"{FOLDER}/paper_scores.html", context)


def _entered_words(entered: int) -> str:
    if not entered:
        return _("Tidak ada nilai yang berubah.")
    return ngettext("%(number)d nilai dicatat.", "%(number)d nilai dicatat.", entered) % {"number": entered}
