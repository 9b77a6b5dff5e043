"""Scheduling, changing and cancelling sessions: staff only."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.training import queries, services
from programs.training.forms import ArrangementForm, CancelForm, SessionForm, show_refusal
from programs.training.models import Session
from programs.training.permissions import may_schedule
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation


@requires(may_schedule)
def session_create(request: SignedInRequest) -> HttpResponse:
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        session = _schedule(request, form)
        if session:
            messages.success(request, _invited_words(session))
            return redirect(session)
    return render(request, "programs/training/session_create.html", {"form": form})


def _schedule(request: SignedInRequest, form: SessionForm) -> Session | None:
    try:
        return services.schedule_session(
            module=form.cleaned_data["module"],
            phase=form.cleaned_data["phase"],
            provinces=list(form.cleaned_data["provinces"]),
            arrangement=form.arrangement(),
            by=request.user,
        )
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return None


def _invited_words(session: Session) -> str:
    invited = session.invitations.count()
    if not invited:
        return _(
            "Sesi dijadwalkan. Belum ada percontohan untuk diundang; yang diterima nanti diundang otomatis."
        )
    return ngettext(
        "Sesi dijadwalkan. %(number)d orang diundang dan pesannya sedang dikirim.",
        "Sesi dijadwalkan. %(number)d orang diundang dan pesannya sedang dikirim.",
        invited,
    ) % {"number": invited}


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
    form = ArrangementForm(request.POST or None, provinces=provinces, initial=_initial(session))
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.reschedule_session(
                session=session, arrangement=form.arrangement(), by=request.user
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _changed_words(session, changed))
            return redirect(session)
    context = {"form": form, "session": session, "zones": queries.by_zone(provinces)}
    return render(request, "programs/training/session_edit.html", context)


def _changeable(request: SignedInRequest, session_id: int) -> Session:
    sessions = Session.objects.visible_to(request.user).select_related("module", "venue__regency", "trainer")
    return get_object_or_404(sessions, pk=session_id)


def _too_late(request: SignedInRequest, session: Session) -> HttpResponse:
    messages.error(
        request, _("Sesi ini sudah dimulai, selesai atau dibatalkan, jadi tidak dapat diubah lagi.")
    )
    return redirect(session)


def _initial(session: Session) -> dict[str, object]:
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
