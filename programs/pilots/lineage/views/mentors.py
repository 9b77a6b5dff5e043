"""One pembina: invited or willing by herself, her page, and the end."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from programs.pilots.choices import MentorState
from programs.pilots.forms import show_refusal
from programs.pilots.lineage import mentors, queries
from programs.pilots.lineage.forms import YES, AnswerForm, EndForm
from programs.pilots.lineage.permissions import (
    may_bring_together,
    may_end_mentor,
    may_invite,
    may_see_mentors,
    may_take_part,
    owns,
)
from programs.pilots.models import Mentor, Mentorship
from programs.pilots.permissions import may_nominate_in
from programs.pilots.views.scope import visible_pilot
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation


@requires(may_take_part)
def mentor_create(request: SignedInRequest, pilot_id: int) -> HttpResponse:
    """The owner offers herself; the side that speaks for the province invites."""
    pilot = visible_pilot(request, pilot_id)
    business, is_own = pilot.business, owns(request.user, pilot.business)
    if not is_own and not may_invite(request.user, business):
        raise PermissionDenied(_("Hanya koordinator provinsinya yang mengundang menjadi pembina."))
    if request.method == "POST":
        rule = mentors.offer_to_mentor if is_own else mentors.invite_mentor
        try:
            mentor = rule(business=business, by=request.user)
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
            return redirect(pilot)
        done = (
            _("Anda kini pembina. Terima kasih.") if is_own else _("Undangan dikirim. Pemiliknya menjawab.")
        )
        messages.success(request, done)
        return redirect(mentor)
    context = {"pilot": pilot, "is_own": is_own, "refusal": mentors.refusal_of(business)}
    return render(request, "programs/pilots/lineage/mentor_create.html", context)


@requires(may_see_mentors)
def mentor_detail(request: SignedInRequest, mentor_id: int) -> HttpResponse:
    mentor = visible_mentor(request, mentor_id)
    shown = Mentorship.objects.visible_to(request.user).filter(mentor=mentor)
    speaks = may_bring_together(request.user) and may_nominate_in(request.user, mentor.province)
    context = {
        "mentor": mentor,
        "is_own": owns(request.user, mentor.business),
        "tree": queries.tree_of(mentor.business, request.user),
        "proposed": shown.proposed().select_related("business__owner", "guide__owner", "asked_by"),
        "may_propose": speaks and mentor.state == MentorState.ACTIVE,
        "may_end": may_end_mentor(request.user, mentor) and mentor.ended_at is None,
    }
    return render(request, "programs/pilots/lineage/mentor_detail.html", context)


@requires(may_take_part)
@require_POST
def mentor_answer(request: SignedInRequest, mentor_id: int) -> HttpResponse:
    mentor = visible_mentor(request, mentor_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Pilih bersedia atau belum."))
        return redirect(mentor)
    agrees = form.cleaned_data["answer"] == YES
    try:
        mentors.answer_invitation(
            mentor=mentor, agrees=agrees, by=request.user, reason=form.cleaned_data["reason"]
        )
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request, _("Anda kini pembina. Terima kasih.") if agrees else _("Jawaban Anda disampaikan.")
        )
    return redirect(mentor)


@requires(may_take_part)
def mentor_end(request: SignedInRequest, mentor_id: int) -> HttpResponse:
    mentor = visible_mentor(request, mentor_id)
    if not may_end_mentor(request.user, mentor):
        raise PermissionDenied(_("Hanya pembina sendiri atau koordinator provinsinya yang dapat mengakhiri."))
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            mentors.end_mentor(mentor=mentor, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Perannya sebagai pembina diakhiri. Yang dibina diberi tahu."))
            return redirect(mentor)
    return render(request, "programs/pilots/lineage/mentor_end.html", {"mentor": mentor, "form": form})


def visible_mentor(request: SignedInRequest, mentor_id: int) -> Mentor:
    rows = Mentor.objects.visible_to(request.user).select_related(
        "business__owner__user", "business__province", "business__regency", "province", "invited_by", "ended_by",
        "graduation__pilot__seat__phase",
    )  # fmt: skip
    return get_object_or_404(rows, pk=mentor_id)
