"""Asking about a number that is taken, and answering."""

from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from soksi_portal.accounts.guards import SignedInRequest, public, requires, signed_in
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from umkm.businesses.choices import QuestionKind, QuestionState
from umkm.businesses.models import OwnershipQuestion

from . import services
from .forms import AnswerForm, QuestionForm
from .listing import QUESTION_COLUMNS, QuestionFilter
from .permissions import may_answer, may_read_holder, may_see_questions

SENT = "terkirim"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ownership_question_create(request: HttpRequest) -> HttpResponse:
    """With an account or without one."""
    person = request.user if isinstance(request.user, User) else None
    form = QuestionForm(person=person, kind=request.GET.get("nomor", ""))
    if request.method == "POST":
        form = QuestionForm(request.POST, person=person)
        question = _asked(request, form)
        if question and person:
            messages.success(request, _("Pertanyaan terkirim. Jawabannya datang sebagai pesan."))
            return redirect(question)
        if question:
            return redirect(f"{reverse('ownership_question_create')}?{SENT}=1")
    context = {"form": form, "sent": SENT in request.GET and person is None}
    return render(request, "umkm/businesses/ownership/question_create.html", context)


def _asked(request: HttpRequest, form: QuestionForm) -> OwnershipQuestion | None:
    """None where a rule or a field refused; the form says why."""
    if not form.is_valid():
        return None
    told, asker = form.cleaned_data, form.asker()
    key = str(asker.user.pk) if asker.user else asker.phone
    if not consume(request, action="ownership_question", key=key):
        form.add_error(None, _("Terlalu banyak pertanyaan dari sini hari ini. Coba lagi besok."))
        return None
    try:
        return services.ask(
            kind=QuestionKind(told["kind"]), number=told["number"], words=told["words"], asker=asker
        )
    except RuleViolation as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None


@requires(may_see_questions)
def ownership_question_list(request: SignedInRequest) -> HttpResponseBase:
    """What waits longest first."""
    visible = OwnershipQuestion.objects.visible_to(request.user).select_related("asked_by", "province")
    filtered = QuestionFilter(request.GET, queryset=visible, request=request)
    listing = Listing(
        request, filtered.qs, columns=QUESTION_COLUMNS, default_sort="ditanya", filename="pertanyaan"
    )
    if listing.wants_export:
        return listing.export()
    context = {"listing": listing, "filter": filtered}
    return render(request, "umkm/businesses/ownership/question_list.html", context)


@requires(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def ownership_question_detail(request: SignedInRequest, question_id: int) -> HttpResponse:
    """For whoever asked: the words and the answer. For the coordinator also who holds the number, and answering."""
    question = _visible(request, question_id)
    may_hand_over = services.waiting_member(question) is not None
    form = AnswerForm(may_hand_over=may_hand_over)
    if request.method == "POST":
        if not may_answer(request.user, question):
            raise PermissionDenied(_("Koordinator provinsi yang bersangkutan yang menjawab."))
        form = AnswerForm(request.POST, may_hand_over=may_hand_over)
        if _answered(request, question, form):
            messages.success(request, _("Jawaban tersimpan."))
            return redirect("ownership_question_list")
    context: dict[str, Any] = {
        "question": question,
        "form": form,
        "is_open": question.state == QuestionState.OPEN,
        "reads_holder": may_read_holder(request.user, question),
        "may_answer": may_answer(request.user, question) and question.asked_by_id != request.user.pk,
    }
    return render(request, "umkm/businesses/ownership/question_detail.html", context)


def _answered(request: SignedInRequest, question: OwnershipQuestion, form: AnswerForm) -> bool:
    """False where a rule or a field refused; the form says why."""
    if not form.is_valid():
        return False
    told = form.cleaned_data
    try:
        services.answer(
            question=question,
            by=request.user,
            text=told["answer"],
            hand_over=told.get("hand_over", False),
        )
    except RuleViolation as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _visible(request: SignedInRequest, question_id: int) -> OwnershipQuestion:
    """An own one, or one of the provinces that staff answers for: no other role reads questions."""
    questions = OwnershipQuestion.objects.visible_to(request.user)
    if not may_see_questions(request.user):
        questions = questions.filter(asked_by=request.user)
    related = ("asked_by__cadre", "province", "business__owner", "cadre", "answered_by")
    return get_object_or_404(questions.select_related(*related), pk=question_id)
