"""A task: given, reported done, confirmed or sent back, dropped."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.mentoring.matching.permissions import (
    may_give_tasks,
    may_meet,
    may_see_mentoring,
    reads_notes_of,
    side_of,
)
from programs.mentoring.models import ActionItem
from programs.mentoring.visits.forms import ReasonForm
from programs.mentoring.visits.views.arranging import done
from programs.mentoring.visits.views.scope import mentored_business
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from . import services
from .choices import ActionState
from .forms import CONFIRM, AnswerForm, DoneForm, TaskForm

FOLDER = "programs/mentoring/actions"


def visible_item(request: SignedInRequest, item_id: int) -> ActionItem:
    rows = ActionItem.objects.visible_to(request.user).select_related(*services.WITH_ALL)
    return get_object_or_404(rows, pk=item_id)


@requires(may_give_tasks)
@require_http_methods(["GET", "HEAD", "POST"])
def action_create(request: SignedInRequest, business_id: int) -> HttpResponse:
    business = mentored_business(request, business_id)
    form = TaskForm(request.POST or None)

    def give() -> None:
        services.give_tasks(business=business, tasks=[form.task()], by=request.user)
        messages.success(request, _("Tugas dicatat."))

    if form.is_bound and form.is_valid() and done(form, give):
        return redirect("mentoring_detail", business.pk)
    return render(request, f"{FOLDER}/action_create.html", {"form": form, "business": business})


@requires(may_see_mentoring)
@require_safe
def action_detail(request: SignedInRequest, item_id: int) -> HttpResponse:
    item = visible_item(request, item_id)
    user = request.user
    reads = reads_notes_of(user, item.business)
    context = {
        "item": item,
        "reads_notes": reads,
        "photo": item.photos.kept().first() if reads else None,
        "may_report": item.state == ActionState.OPEN and side_of(user, item.business) == item.owner,
        "may_confirm": item.state == ActionState.DONE and services.confirms(user, item),
        "may_drop": item.state in (ActionState.OPEN, ActionState.DONE) and may_give_tasks(user),
    }
    return render(request, f"{FOLDER}/action_detail.html", context)


@requires(may_meet)
@require_http_methods(["GET", "HEAD", "POST"])
def action_done(request: SignedInRequest, item_id: int) -> HttpResponse:
    item = visible_item(request, item_id)
    if side_of(request.user, item.business) != item.owner:
        raise PermissionDenied(_("Tugas ini dilaporkan oleh yang mengerjakannya."))
    form = DoneForm(request.POST, request.FILES) if request.method == "POST" else DoneForm()

    def report() -> None:
        services.report_done(item=item, by=request.user, **form.cleaned_data)
        messages.success(request, _("Terima kasih. Pihak lain diminta menegaskannya."))

    if form.is_bound and form.is_valid() and done(form, report):
        return redirect(item)
    return render(request, f"{FOLDER}/action_done.html", {"form": form, "item": item})


@requires(may_meet)
@require_POST
def action_answer(request: SignedInRequest, item_id: int) -> HttpResponse:
    """Confirmed by one press; or what still lacks."""
    item = visible_item(request, item_id)
    if side_of(request.user, item.business) is None:
        raise PermissionDenied(_("Yang menegaskan adalah pemilik usaha atau pendampingnya."))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Jawaban ini tidak terbaca. Coba lagi."))
        return redirect(item)
    try:
        if form.cleaned_data["answer"] == CONFIRM:
            services.confirm_done(item=item, by=request.user)
            messages.success(request, _("Tugas ditegaskan selesai."))
        else:
            services.return_item(item=item, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Yang masih kurang sudah disampaikan."))
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect(item)


@requires(may_give_tasks)
@require_http_methods(["GET", "HEAD", "POST"])
def action_drop(request: SignedInRequest, item_id: int) -> HttpResponse:
    item = visible_item(request, item_id)
    form = ReasonForm(request.POST or None)

    def drop() -> None:
        services.drop_item(item=item, by=request.user, **form.cleaned_data)
        messages.success(request, _("Tugas tidak dilanjutkan."))

    if form.is_bound and form.is_valid() and done(form, drop):
        return redirect(item)
    return render(request, f"{FOLDER}/action_drop.html", {"form": form, "item": item})
