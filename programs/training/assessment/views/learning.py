"""`/pelatihan/hasil/`: what was learned and what people thought of it; a trainer reads the own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs.training.assessment.learning import (
    MODULE_COLUMNS,
    TRAINER_COLUMNS,
    LearningFilter,
    WordsFilter,
    sums_of,
)
from programs.training.assessment.opinions import LEAST, latest_words
from programs.training.assessment.permissions import may_compare, may_read_results
from programs.training.assessment.scores import SCORE_COLUMNS, ScoreFilter, scores_seen_by
from programs.training.models import Feedback, LearningTally, Module
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.accounts.models import User
from soksi_portal.common.tabular import Column, Listing

FOLDER = "programs/training/assessment"


@dataclass(frozen=True)
class Said:
    """The words about one module; none where there are too few answers."""

    module: Module
    answers: int
    words: list[str]


@requires(may_read_results)
@require_safe
def learning_modules(request: SignedInRequest) -> HttpResponseBase:
    """A trainer's own sums come unfiltered: out of smaller and smaller groups one could tell who said what."""
    if may_compare(request.user):
        chosen = LearningFilter(request.GET, LearningTally.objects.all(), leave_out="modul")
        return _list(request, Module.objects.all(), chosen.qs, MODULE_COLUMNS, "modul", filter=chosen)
    own = LearningTally.objects.filter(trainer=request.user)
    return _list(request, Module.objects.all(), own, MODULE_COLUMNS, "modul")


@requires(may_compare)
@require_safe
def learning_trainers(request: SignedInRequest) -> HttpResponseBase:
    chosen = LearningFilter(request.GET, LearningTally.objects.all(), leave_out="pelatih")
    return _list(request, User.objects.all(), chosen.qs, TRAINER_COLUMNS, "pelatih", filter=chosen)


def _list(
    request: SignedInRequest, rows: Any, tallies: Any, columns: tuple[Column, ...], shown: str, **context: Any
) -> HttpResponseBase:
    listing = Listing(
        request,
        sums_of(rows, tallies),
        columns=columns,
        default_sort=shown,
        filename=f"hasil-belajar-per-{shown}",
    )
    if listing.wants_export:
        return listing.export()
    context |= {"listing": listing, "shown": shown, "may_compare": may_compare(request.user)}
    return render(request, f"{FOLDER}/learning.html", context)


@requires(may_read_results)
@require_safe
def score_list(request: SignedInRequest) -> HttpResponseBase:
    """Each test that was handed in, the latest first; a trainer reads those of the own sessions."""
    compares = may_compare(request.user)
    chosen = ScoreFilter(request.GET, scores_seen_by(request.user), request=request, compares=compares)
    listing = Listing(
        request, chosen.qs, columns=SCORE_COLUMNS, default_sort="-dikirim", filename="nilai-tes"
    )
    if listing.wants_export:
        return listing.export()
    context = {"listing": listing, "filter": chosen, "may_compare": compares, "shown": "nilai"}
    return render(request, f"{FOLDER}/score_list.html", context)


@requires(may_read_results)
@require_safe
def feedback_words(request: SignedInRequest) -> HttpResponse:
    """What people would improve, module by module: without names, days and sessions, never of fewer than three answers.

    How many there are, the tallies know; of the words only the latest few are read.
    """
    chosen, tallies, words = None, LearningTally.objects.all(), Feedback.objects.all()
    if may_compare(request.user):
        chosen = WordsFilter(request.GET, tallies, request=request)
        tallies, trainer = chosen.qs, chosen.form.cleaned_data.get("pelatih")
    else:
        trainer = request.user
        tallies = tallies.filter(trainer=trainer)
    if trainer:
        words = words.filter(trainer=trainer)
    said = [
        Said(module, module.answers, latest_words(words.filter(module=module)))
        if module.answers >= LEAST
        else Said(module, module.answers, [])
        for module in sums_of(Module.objects.order_by("title"), tallies)
        if module.answers
    ]
    context = {"said": said, "least": LEAST, "filter": chosen, "may_compare": bool(chosen), "shown": "saran"}
    return render(request, f"{FOLDER}/feedback_words.html", context)
