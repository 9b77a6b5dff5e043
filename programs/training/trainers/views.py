"""Trainers, their absences, and days off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.training.forms import show_refusal
from programs.training.models import Holiday, Session, TrainerAbsence, TrainerProfile
from programs.training.permissions import may_keep_attendance, may_schedule
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing

from . import services
from .forms import AbsenceForm, HolidayForm, ProfileForm
from .holidays import save_holiday
from .listing import HOLIDAY_COLUMNS, TRAINER_COLUMNS, holidays_listed, trainers

MOST_SHOWN = 20


@requires(may_schedule)
@require_safe
def trainer_list(request: SignedInRequest) -> HttpResponseBase:
    listing = Listing(request, trainers(), columns=TRAINER_COLUMNS, default_sort="nama", filename="pelatih")
    if listing.wants_export:
        return listing.export()
    return render(request, "programs/training/trainer_list.html", {"listing": listing})


def _trainer(request: SignedInRequest, user_id: int) -> User:
    """Staff see every trainer, a trainer the own page."""
    if not may_schedule(request.user) and request.user.pk != user_id:
        raise Http404
    return get_object_or_404(User.objects.with_role(Role.TRAINER), pk=user_id)


@requires(may_keep_attendance)
@require_safe
def trainer_detail(request: SignedInRequest, user_id: int) -> HttpResponse:
    return _page(request, _trainer(request, user_id), AbsenceForm())


def _page(request: SignedInRequest, trainer: User, form: AbsenceForm) -> HttpResponse:
    coming = Session.objects.coming().filter(trainer=trainer).select_related("module")
    context = {
        "trainer": trainer,
        "profile": TrainerProfile.objects.filter(user=trainer)
        .prefetch_related("provinces", "modules")
        .first(),
        "absences": TrainerAbsence.objects.coming()
        .filter(trainer=trainer)
        .order_by("starts_at")[:MOST_SHOWN],
        "sessions": coming.order_by("starts_at")[:MOST_SHOWN],
        "form": form,
        "may_change": may_schedule(request.user),
        "is_own": trainer.pk == request.user.pk,
    }
    return render(request, "programs/training/trainer_detail.html", context)


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def trainer_edit(request: SignedInRequest, user_id: int) -> HttpResponse:
    trainer = _trainer(request, user_id)
    form = ProfileForm(request.POST or None, initial=_initial(trainer))
    if request.method == "POST" and form.is_valid():
        services.save_profile(trainer=trainer, by=request.user, **form.cleaned_data)
        messages.success(request, _("Profil pelatih disimpan."))
        return redirect("trainer_detail", user_id=trainer.pk)
    return render(request, "programs/training/trainer_edit.html", {"form": form, "trainer": trainer})


def _initial(trainer: User) -> dict[str, Any]:
    profile = TrainerProfile.objects.filter(user=trainer).first()
    if profile is None:
        return {"languages": ["id"]}
    return {
        "time_zone": profile.time_zone,
        "languages": profile.languages,
        "provinces": list(profile.provinces.values_list("pk", flat=True)),
        "modules": list(profile.modules.values_list("pk", flat=True)),
    }


@requires(may_keep_attendance)
@require_POST
def absence_add(request: SignedInRequest, user_id: int) -> HttpResponse:
    trainer = _trainer(request, user_id)
    form = AbsenceForm(request.POST)
    if form.is_valid():
        try:
            services.add_absence(trainer=trainer, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Dicatat. Sesi tidak dapat dijadwalkan pada hari-hari itu."))
            return redirect("trainer_detail", user_id=trainer.pk)
    return _page(request, trainer, form)


@requires(may_keep_attendance)
@require_POST
def absence_end(request: SignedInRequest, absence_id: int) -> HttpResponse:
    absence = get_object_or_404(TrainerAbsence, pk=absence_id)
    trainer = _trainer(request, absence.trainer_id)
    services.end_absence(absence=absence, by=request.user)
    messages.success(request, _("Dicabut. Sesi dapat dijadwalkan lagi pada hari-hari itu."))
    return redirect("trainer_detail", user_id=trainer.pk)


@requires(may_schedule)
@require_safe
def holiday_list(request: SignedInRequest) -> HttpResponseBase:
    year = request.GET.get("tahun", "")
    listing = Listing(
        request, holidays_listed(year), columns=HOLIDAY_COLUMNS, default_sort="tanggal", filename="hari-libur"
    )
    if listing.wants_export:
        return listing.export()
    years = sorted({day.year for day in Holiday.objects.dates("day", "year")})
    return render(
        request, "programs/training/holiday_list.html", {"listing": listing, "years": years, "year": year}
    )


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def holiday_create(request: SignedInRequest) -> HttpResponse:
    return _edit_holiday(request, None)


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def holiday_edit(request: SignedInRequest, holiday_id: int) -> HttpResponse:
    return _edit_holiday(request, get_object_or_404(Holiday, pk=holiday_id))


def _edit_holiday(request: SignedInRequest, holiday: Holiday | None) -> HttpResponse:
    form = HolidayForm(request.POST or None, instance=holiday)
    if request.method == "POST" and form.is_valid():
        try:
            save_holiday(holiday=form.save(commit=False), by=request.user)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Hari libur disimpan."))
            return redirect("holiday_list")
    return render(request, "programs/training/holiday_edit.html", {"form": form, "holiday": holiday})
