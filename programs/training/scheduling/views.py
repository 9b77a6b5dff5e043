"""Moving and cancelling a series, or what is left of it, in one act."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.training.forms import show_refusal
from programs.training.models import Session
from programs.training.permissions import may_schedule
from programs.training.views.schedule import initial_of
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from .moving import MovePlan, cancel_series, move_plan, move_series, sessions_ahead
from .planning import CHECK, USE, with_free_time
from .seriesforms import SeriesCancelForm, SeriesMoveForm


def _of_series(request: SignedInRequest, session_id: int) -> Session:
    sessions = Session.objects.visible_to(request.user).select_related(
        "module", "phase", "venue__regency", "trainer", "series"
    )
    session = get_object_or_404(sessions, pk=session_id)
    if session.series_id is None:
        raise Http404
    return session


def _too_late(request: SignedInRequest, session: Session) -> HttpResponse:
    messages.error(request, _("Sesi ini sudah dimulai, selesai atau dibatalkan. Buka sesi yang akan datang."))
    return redirect(session)


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def series_edit(request: SignedInRequest, session_id: int) -> HttpResponse:
    """First the new dates with what collides, then the same again with the box ticked moves them."""
    session = _of_series(request, session_id)
    if not session.is_upcoming:
        return _too_late(request, session)
    data = with_free_time(request.POST) if request.method == "POST" else None
    form = SeriesMoveForm(data, provinces=list(session.provinces.all()), initial=initial_of(session))
    plan = None
    if request.method == "POST" and form.is_valid():
        plan = move_plan(form, session, whole=form.whole)
        only_looks = CHECK in request.POST or USE in request.POST
        if not only_looks and _agreed(form, plan) and _move(request, form, session):
            return redirect(session)
    context = {"form": form, "session": session, "plan": plan, "ahead": sessions_ahead(session, whole=True)}
    context["check_url"] = reverse("series_check", args=[session.pk])
    return render(request, "programs/training/scheduling/series_edit.html", context)


@requires(may_schedule)
@require_safe
def series_check(request: SignedInRequest, session_id: int) -> HttpResponse:
    """A part of the form: each date of the series as it would be, with what collides there, and free times."""
    session = _of_series(request, session_id)
    form = SeriesMoveForm(request.GET, provinces=list(session.provinces.all()))
    plan = move_plan(form, session, whole=form.whole) if session.is_upcoming and form.is_valid() else None
    context = {
        "plan": plan,
        "check_url": reverse("series_check", args=[session.pk]),
        "is_renewed": True,
        "wrong": next(iter(form.errors.values()), None),
    }
    return render(request, "programs/training/_collisions.html", context)


def _agreed(form: SeriesMoveForm, plan: MovePlan | None) -> bool:
    if plan is None or plan.forbidden or not plan.must_be_agreed:
        return True  # what is forbidden the rule refuses, with its reason
    form.add_error(None, _("Periksa tanggal barunya di bagian Benturan, centang, lalu simpan lagi."))
    return False


def _move(request: SignedInRequest, form: SeriesMoveForm, session: Session) -> bool:
    try:
        moved = move_series(
            session=session, arrangement=form.arrangement(), whole=form.whole, by=request.user
        )
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return False
    words = _("%(number)d sesi diubah. Setiap orang yang diundang diberi tahu satu kali.")
    messages.success(request, words % {"number": len(moved)})
    return True


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def series_cancel(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = _of_series(request, session_id)
    if not session.is_upcoming:
        return _too_late(request, session)
    form = SeriesCancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = cancel_series(
                session=session, whole=form.whole, reason=form.cleaned_data["reason"], by=request.user
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            words = _("%(number)d sesi dibatalkan. Setiap orang yang diundang diberi tahu satu kali.")
            messages.success(request, words % {"number": len(ended)})
            return redirect(session)
    context = {"form": form, "session": session, "ahead": sessions_ahead(session, whole=True)}
    return render(request, "programs/training/scheduling/series_cancel.html", context)
