"""Naming a mentor, the profiles, handing over, and ending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.mentoring.models import Handover, MentorProfile
from programs.mentoring.visits.forms import ReasonForm
from programs.mentoring.visits.views.arranging import done, show_refusal
from programs.mentoring.visits.views.scope import mentored_business, running_assignment
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.choices import Wish
from umkm.businesses.finding.sections import Section
from umkm.regions.models import Province

from . import handing, services
from .choices import HandoverState
from .forms import ACCEPT, DECLINE, AssignForm, HandoverAnswerForm, HandoverForm, ProfileForm
from .permissions import assignment_of, may_match
from .suggesting import needs_of, suggestions_for

FOLDER = "programs/mentoring/matching"


@requires(may_match)
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_assign(request: SignedInRequest, business_id: int) -> HttpResponse:
    """Who suits best, and why; one press names the mentor."""
    business = mentored_business(request, business_id)
    suggestions = suggestions_for(business)
    form = AssignForm(request.POST or None, suggestions=suggestions)
    if form.is_bound and form.is_valid():
        mentor = form.cleaned_data["mentor"]

        def assign() -> None:
            services.assign_mentor(business=business, mentor=mentor, reason=form.why(), by=request.user)
            messages.success(request, _("%(mentor)s kini mendampingi usaha ini.") % {"mentor": mentor})

        if done(form, assign):
            return redirect("mentoring_detail", business.pk)
    context = {
        "business": business,
        "form": form,
        "suggestions": suggestions,
        "needs": needs_of(business),
        "assignment": assignment_of(business.pk),
    }
    return render(request, f"{FOLDER}/mentor_assign.html", context)


@requires(may_match)
@require_http_methods(["GET", "HEAD", "POST"])
def mentoring_end(request: SignedInRequest, business_id: int) -> HttpResponse:
    assignment = running_assignment(request, business_id)
    form = ReasonForm(request.POST or None)

    def end() -> None:
        services.end_mentoring(assignment=assignment, by=request.user, **form.cleaned_data)
        messages.success(request, _("Pendampingan diakhiri. Keduanya diberi tahu."))

    if form.is_bound and form.is_valid() and done(form, end):
        return redirect("mentoring_detail", business_id)
    return render(request, f"{FOLDER}/mentoring_end.html", {"form": form, "assignment": assignment})


@requires(may_match)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_offer(request: SignedInRequest, business_id: int) -> HttpResponse:
    assignment = running_assignment(request, business_id)
    others = MentorProfile.objects.in_service().with_load().exclude(pk=assignment.mentor_id)
    form = HandoverForm(
        request.POST or None, mentors=others.select_related("user").order_by("user__full_name")
    )
    if form.is_bound and form.is_valid():
        try:
            handover = handing.offer_handover(assignment=assignment, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Ditawarkan. Sampai diterima, pendampingnya tetap yang sekarang."))
            return redirect(handover)
    return render(request, f"{FOLDER}/handover_offer.html", {"form": form, "assignment": assignment})


@requires(may_match)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_detail(request: SignedInRequest, handover_id: int) -> HttpResponse:
    """What goes along; accepted by one press, declined with a reason, or taken back by who offered."""
    rows = Handover.objects.select_related(*handing.WITH_ALL)
    handover = get_object_or_404(rows, pk=handover_id)
    mentored_business(request, handover.assignment.business_id)
    form = HandoverAnswerForm(request.POST or None)
    if form.is_bound and form.is_valid() and done(form, lambda: _answer(request, handover, form)):
        return redirect(handover)
    business = handover.assignment.business
    context = {
        "handover": handover,
        "business": business,
        "form": form,
        "is_asked": handover.to_mentor.user_id == request.user.pk,
        "is_open": handover.state == HandoverState.OFFERED,
        "open_tasks": business.action_items.unfinished().count(),
        "visits": business.visits.held().count(),
    }
    return render(request, f"{FOLDER}/handover_detail.html", context)


def _answer(request: SignedInRequest, handover: Handover, form: HandoverAnswerForm) -> None:
    answer = form.cleaned_data["answer"]
    if answer == ACCEPT:
        handing.accept_handover(handover=handover, by=request.user)
        messages.success(request, _("Anda kini mendampingi usaha ini. Riwayat dan tugasnya sudah ikut."))
    elif answer == DECLINE:
        handing.decline_handover(handover=handover, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Jawaban Anda disampaikan."))
    else:
        handing.withdraw_handover(handover=handover, by=request.user)
        messages.success(request, _("Tawaran ditarik kembali."))


@requires(may_match)
@require_safe
def mentor_profile_list(request: SignedInRequest) -> HttpResponse:
    """Jamkrindo's staff: who mentors how many, who has no profile yet."""
    profiles = {one.user_id: one for one in MentorProfile.objects.with_load()}
    names = dict(Province.objects.values_list("code", "name"))
    staff = User.objects.with_role(Role.JAMKRINDO).order_by("full_name", "pk")
    lines = [(person, profiles.get(person.pk)) for person in staff]
    context = {
        "lines": [
            {
                "person": person,
                "profile": profile,
                "needs": [Wish(one).label for one in profile.needs] if profile else [],
                "sections": [Section(one).label for one in profile.sections] if profile else [],
                "provinces": [names.get(one, one) for one in profile.provinces] if profile else [],
            }
            for person, profile in lines
        ]
    }
    return render(request, f"{FOLDER}/mentor_profile_list.html", context)


@requires(may_match)
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_profile_edit(request: SignedInRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User.objects.with_role(Role.JAMKRINDO), pk=user_id)
    profile = MentorProfile.objects.filter(user=person).first()
    form = ProfileForm(request.POST or None, profile=profile)

    def keep() -> None:
        services.set_profile(user=person, by=request.user, **form.cleaned_data)
        messages.success(request, _("Profil pendamping tersimpan."))

    if form.is_bound and form.is_valid() and done(form, keep):
        return redirect("mentor_profile_list")
    context = {"form": form, "person": person, "profile": profile}
    return render(request, f"{FOLDER}/mentor_profile_edit.html", context)
