"""A reviewer's own pages: first what interests there are, then the sheet."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from programs.pilots.choices import Declaration
from programs.pilots.forms import show_refusal
from programs.pilots.models import Nomination, Review
from programs.pilots.services.scoring import Score, criteria_of
from programs.pilots.views.scope import visible_nomination
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.facts import story_facts

from . import services
from .forms import DeclarationForm, ReviewForm
from .pages import review_context
from .permissions import UNDECIDED, may_review, why_not_reviewer

DONE = {
    Declaration.NONE: gettext_lazy("Terima kasih. Silakan menilai."),
    Declaration.CONFLICT: gettext_lazy("Tercatat. Orang lain menilai dan memutuskan usulan ini."),
    Declaration.ASIDE: gettext_lazy("Tercatat. Nilai penilai lain kini tampak bagi Anda."),
}


@requires(may_review)
@require_http_methods(["GET", "HEAD", "POST"])
def review_declare(request: SignedInRequest, nomination_id: int) -> HttpResponse:
    nomination = _reviewable(request, nomination_id)
    own = _own(request, nomination)
    initial = {"declaration": own.declaration, "conflict": own.conflict} if own else None
    form = DeclarationForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        declaration = Declaration(form.cleaned_data["declaration"])
        try:
            services.declare_interest(
                nomination=nomination,
                declaration=declaration,
                conflict=form.cleaned_data["conflict"],
                by=request.user,
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, DONE[declaration])
            if declaration == Declaration.NONE:
                return redirect("review_edit", nomination.pk)
            return redirect(nomination)
    context = {"form": form, "nomination": nomination, "own": own}
    return render(request, "programs/pilots/reviews/review_declare.html", context)


@requires(may_review)
@require_http_methods(["GET", "HEAD", "POST"])
def review_edit(request: SignedInRequest, nomination_id: int) -> HttpResponse:
    """Kept as a draft, or handed in for good. Before that, what interests there are."""
    nomination = _reviewable(request, nomination_id)
    own = _own(request, nomination)
    if own is None or not own.scores_itself:
        return redirect("review_declare", nomination.pk)
    if own.is_handed_in or nomination.state not in UNDECIDED:
        messages.info(request, _("Penilaian untuk usulan ini sudah selesai."))
        return redirect(nomination)
    hand_in = not request.POST.get("draft")  # also before anything is sent: the page marks what a sheet needs
    form = _sheet(request, nomination, own, complete=hand_in)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_sheet(
                nomination=nomination,
                scores=form.scores(),
                comment=form.cleaned_data["comment"],
                hand_in=hand_in,
                by=request.user,
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request,
                _("Penilaian diserahkan.")
                if hand_in
                else _("Tersimpan. Lanjutkan kapan saja, lalu serahkan."),
            )
            return redirect(nomination)
    context = {
        "form": form,
        "nomination": nomination,
        "facts": story_facts(nomination.business),
        **review_context(request.user, nomination),
    }
    return render(request, "programs/pilots/reviews/review_edit.html", context)


def _reviewable(request: SignedInRequest, nomination_id: int) -> Nomination:
    nomination = visible_nomination(request, nomination_id)
    refusal = why_not_reviewer(request.user, nomination)
    if refusal:
        raise PermissionDenied(refusal)
    return nomination


def _own(request: SignedInRequest, nomination: Nomination) -> Review | None:
    return nomination.reviews.filter(reviewer=request.user).first()


def _sheet(request: SignedInRequest, nomination: Nomination, own: Review, *, complete: bool) -> ReviewForm:
    proposed = nomination.scores.all()
    return ReviewForm(
        request.POST if request.method == "POST" else None,
        criteria=criteria_of(nomination.phase),
        business=nomination.business,
        known={row.criterion_id: Score(row.score, row.comment) for row in own.scores.all()},
        beside={row.criterion_id: f"{row.score} {row.remark}".strip() for row in proposed},
        complete=complete,
        initial={"comment": own.comment},
    )
