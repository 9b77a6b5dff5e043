"""Scheduling, changing and cancelling sessions: staff only."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from programs.training import queries, services
from programs.training.forms import ArrangementForm, CancelForm, SessionForm, show_refusal
from programs.training.models import Invitation, Session
from programs.training.permissions import may_schedule
from programs.training.scheduling.forms import ScheduleForm
from programs.training.scheduling.planning import CHECK, USE, Plan, plan_of, with_free_time
from programs.training.scheduling.series import schedule_series
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation


@requires(may_schedule)
def session_create(request: SignedInRequest) -> HttpResponse:
    """One session or a series. "Periksa" and a proposed time show the form again; nothing is saved by them."""
    form = ScheduleForm(_data(request))
    plan = None
    if request.method == "POST":
        valid, plan = form.is_valid(), plan_of(form)
        if valid and not _only_looks(request) and _agreed(form, plan):
            sessions = _schedule(request, form)
            if sessions:
                messages.success(request, _invited_words(sessions))
                return redirect(sessions[0] if len(sessions) == 1 else "session_list")
    context = {"form": form, "plan": plan, "check_url": reverse("session_check")}
    return render(request, "programs/training/session_create.html", context)


def _data(request: SignedInRequest) -> Any:
    return with_free_time(request.POST) if request.method == "POST" else None


def _only_looks(request: SignedInRequest) -> bool:
    return CHECK in request.POST or USE in request.POST


def _agreed(form: ArrangementForm, plan: Plan | None) -> bool:
    """What collides but is not forbidden needs somebody who has read it."""
    if plan is None or not plan.must_be_agreed:
        return True
    form.asks = True
    return False


def _schedule(request: SignedInRequest, form: ScheduleForm) -> list[Session]:
    data = form.cleaned_data
    whom = {"phase": data["phase"], "provinces": list(data["provinces"]), "by": request.user}
    try:
        meetings = form.meetings()
        if form.is_series:
            return schedule_series(
                meetings=meetings, arrangement=form.arrangement(), rhythm=data["rhythm"], **whom
            )
        return [services.schedule_session(module=data["module"], arrangement=form.arrangement(), **whom)]
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return []


def _invited_words(sessions: list[Session]) -> str:
    invited = Invitation.objects.filter(session__in=sessions).values("person").distinct().count()
    scheduled = _("Sesi dijadwalkan.")
    if len(sessions) > 1:
        scheduled = _("%(number)d sesi dijadwalkan.") % {"number": len(sessions)}
    if not invited:
        return (
            scheduled
            + " "
            + _("Belum ada percontohan untuk diundang; yang diterima nanti diundang otomatis.")
        )
    return scheduled + " " + ngettext(
        "%(number)d orang diundang dan pesannya sedang dikirim.",
        "%(number)d orang diundang dan pesannya sedang dikirim.",
        invited,
    ) % {"number": invited}  # fmt: skip


@requires(may_schedule)
@require_safe
def session_check(request: SignedInRequest) -> HttpResponse:
    """A part of the form: what collides with what is typed so far. `?sesi=` names one that is being changed."""
    form: ArrangementForm
    session, number = None, request.GET.get("sesi", "")
    if number:
        session = _changeable(request, int(number)) if number.isdecimal() and len(number) < 10 else None
        if session is None:
            raise Http404
        form = ArrangementForm(request.GET, provinces=list(session.provinces.all()))
    else:
        form = ScheduleForm(request.GET)
    form.is_valid()
    context: dict[str, Any] = {"plan": plan_of(form, session), "check_url": _check_url(session)}
    # all else may be filled in and still no moment be meant
    context |= {"is_renewed": True, "zone_asked": form.errors.get("time_zone")}
    return render(request, "programs/training/_collisions.html", context)


def _check_url(session: Session | None) -> str:
    return reverse("session_check") + (f"?sesi={session.pk}" if session else "")


@requires(may_schedule)
def session_times(request: SignedInRequest) -> HttpResponse:
    """A part of the form: what the typed clock times are in each province chosen."""
    form = SessionForm(request.GET)
    form.is_valid()
    start, end = form.moment("start"), form.moment("end")
    provinces = list(form.cleaned_data.get("provinces", ()))
    context = {"zones": queries.by_zone(provinces)}
    if start and end and end > start:
        context["times"] = queries.times_in_zones(start, end, provinces)
    return render(request, "programs/training/_session_times.html", context)


@requires(may_schedule)
def session_edit(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = _changeable(request, session_id)
    if not session.is_upcoming:
        return _too_late(request, session)
    provinces = list(session.provinces.all())
    form = ArrangementForm(_data(request), provinces=provinces, initial=initial_of(session))
    plan = None
    if request.method == "POST":
        valid, plan = form.is_valid(), plan_of(form, session)
        if valid and not _only_looks(request) and _agreed(form, plan) and _change(request, form, session):
            return redirect(session)
    context = {"form": form, "session": session, "zones": queries.by_zone(provinces)}
    context |= {"plan": plan, "check_url": _check_url(session)}
    return render(request, "programs/training/session_edit.html", context)


def _change(request: SignedInRequest, form: ArrangementForm, session: Session) -> bool:
    try:
        changed = services.reschedule_session(
            session=session, arrangement=form.arrangement(), by=request.user
        )
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return False
    messages.success(request, _changed_words(session, changed))
    return True


def _changeable(request: SignedInRequest, session_id: int) -> Session:
    sessions = Session.objects.visible_to(request.user).select_related(
        "module", "phase", "venue__regency", "trainer"
    )
    return get_object_or_404(sessions, pk=session_id)


def _too_late(request: SignedInRequest, session: Session) -> HttpResponse:
    messages.error(
        request, _("Sesi ini sudah dimulai, selesai atau dibatalkan, jadi tidak dapat diubah lagi.")
    )
    return redirect(session)


def initial_of(session: Session) -> dict[str, object]:
    start, end = (timezone.localtime(at, session.zone) for at in (session.starts_at, session.ends_at))
    return {
        "mode": session.mode,
        "venue": session.venue_id,
        "link": session.link,
        "date": start.date(),
        "start": start.time(),
        "end": end.time(),
        "time_zone": session.time_zone,
        "trainer": session.trainer_id,
        "capacity": session.capacity,
    }


def _changed_words(before: Session, after: Session) -> str:
    if after.revision == before.revision:
        return _("Perubahan disimpan.")
    invited = after.invitations.live().count()
    return ngettext(
        "Perubahan disimpan. %(number)d orang yang diundang diberi tahu.",
        "Perubahan disimpan. %(number)d orang yang diundang diberi tahu.",
        invited,
    ) % {"number": invited}


@requires(may_schedule)
def session_cancel(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = _changeable(request, session_id)
    if not session.can_be_cancelled:
        return _too_late(request, session)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_session(session=session, reason=form.cleaned_data["reason"], by=request.user)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Sesi dibatalkan. Semua yang diundang diberi tahu."))
            return redirect(session)
    invited = session.invitations.live().count()
    return render(
        request,
        "programs/training/session_cancel.html",
        {"form": form, "session": session, "invited": invited},
    )
