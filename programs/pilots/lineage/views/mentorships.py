"""Bringing a pembina and a business together, both answers, and the end."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.choices import MentorshipState
from programs.pilots.columns import CANDIDATE_COLUMNS, listed_candidates
from programs.pilots.forms import show_refusal
from programs.pilots.lineage import matching, queries
from programs.pilots.lineage.forms import YES, AnswerForm, AskForm, DeclineForm, EndForm
from programs.pilots.lineage.permissions import (
    is_cadre,
    may_bring_together,
    may_end_mentorship,
    may_see_mentors,
    may_take_part,
    sides_of,
)
from programs.pilots.models import Mentor, Mentorship
from programs.pilots.permissions import may_nominate_in
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Column, Listing
from umkm.businesses.models import Business

from .mentors import visible_mentor


class MenteeFilter(django_filters.FilterSet):
    cari = django_filters.CharFilter(
        label=gettext_lazy("Nama usaha"), field_name="name", lookup_expr="icontains", max_length=80
    )

    class Meta:
        model = Business
        fields: tuple[str, ...] = ()


@requires(may_bring_together)
def mentee_list(request: SignedInRequest, mentor_id: int) -> HttpResponseBase:
    """Whom the pembina could guide."""
    mentor = _speaking_for(request, mentor_id)
    rows = listed_candidates(queries.possible_mentees(mentor, request.user))
    chosen = MenteeFilter(request.GET, rows, request=request)
    listing = Listing(
        request, chosen.qs, columns=_columns(mentor), default_sort="-terdaftar", filename="calon-binaan"
    )
    if listing.wants_export:
        return listing.export()
    context = {"mentor": mentor, "listing": listing, "filter": chosen}
    return render(request, "programs/pilots/lineage/mentee_list.html", context)


def _columns(mentor: Mentor) -> tuple[Column, ...]:
    choose = Column(
        "pilih",
        "",
        lambda business: _("Pertemukan"),
        link=lambda business: reverse("mentorship_propose", args=[mentor.pk, business.pk]),
        in_export=False,
    )
    return (*(column for column in CANDIDATE_COLUMNS if column.key != "usulkan"), choose)


@requires(may_bring_together)
def mentorship_propose(request: SignedInRequest, mentor_id: int, business_id: int) -> HttpResponse:
    mentor = _speaking_for(request, mentor_id)
    rows = Business.objects.visible_to(request.user).filter(province=mentor.province_id)
    business = get_object_or_404(rows.select_related("owner", "regency"), pk=business_id)
    if request.method == "POST":
        return _proposed(request, mentor, business, back=reverse("mentee_list", args=[mentor.pk]))
    context = {"mentor": mentor, "business": business}
    return render(request, "programs/pilots/lineage/mentorship_propose.html", context)


@requires(is_cadre)
def mentorship_ask(request: SignedInRequest, business_id: int) -> HttpResponse:
    """The owner of a verified business asks a pembina of her province."""
    rows = Business.objects.owned_by(request.user).verified().select_related("owner", "province")
    business = get_object_or_404(rows, pk=business_id)
    mentors = queries.mentors_for(business)
    form = AskForm(request.POST if request.method == "POST" else None, mentors=mentors)
    if request.method == "POST" and form.is_valid():
        return _proposed(request, form.cleaned_data["mentor"], business, back=business.get_absolute_url())
    context = {
        "business": business,
        "form": form,
        "has_mentors": mentors.exists(),
        "guided_by": Mentorship.objects.active().filter(business=business).select_related("guide").first(),
    }
    return render(request, "programs/pilots/lineage/mentorship_ask.html", context)


def _proposed(request: SignedInRequest, mentor: Mentor, business: Business, *, back: str) -> HttpResponse:
    try:
        mentorship = matching.propose_mentorship(mentor=mentor, business=business, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    messages.success(request, _("Sudah ditanyakan. Pembinaan dimulai setelah keduanya setuju."))
    return redirect(mentorship)


@requires(may_see_mentors)
def mentorship_detail(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    mentorship = _visible(request, mentorship_id)
    guides, is_guided = sides_of(request.user, mentorship)
    is_open = mentorship.state == MentorshipState.PROPOSED
    waits = (guides and not mentorship.mentor_agreed_at) or (is_guided and not mentorship.mentee_agreed_at)
    context = {
        "mentorship": mentorship,
        "guides": guides,
        "is_guided": is_guided,
        "may_answer": is_open and waits,
        "may_take_back": is_open and not waits and may_end_mentorship(request.user, mentorship),
        "may_end": mentorship.state == MentorshipState.ACTIVE
        and may_end_mentorship(request.user, mentorship),
        "shows_contacts": mentorship.state == MentorshipState.ACTIVE,
    }
    return render(request, "programs/pilots/lineage/mentorship_detail.html", context)


@requires(may_take_part)
def mentorship_answer(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """Yes by one press; no after a page that asks why, which may stay empty."""
    mentorship = _visible(request, mentorship_id)
    if request.method != "POST":
        context = {"mentorship": mentorship, "form": DeclineForm()}
        return render(request, "programs/pilots/lineage/mentorship_decline.html", context)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Jawaban ini tidak terbaca. Coba lagi."))
        return redirect(mentorship)
    try:
        messages.success(request, _answer(request, mentorship, **form.cleaned_data))
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect(mentorship)


def _answer(request: SignedInRequest, mentorship: Mentorship, *, answer: str, reason: str) -> str:
    if answer != YES:
        matching.decline_mentorship(mentorship=mentorship, by=request.user, reason=reason)
        return _("Jawaban Anda disampaikan.")
    agreed = matching.agree_to_mentorship(mentorship=mentorship, by=request.user)
    if agreed.state == MentorshipState.ACTIVE:
        return _("Pembinaan dimulai. Hubungilah satu sama lain.")
    return _("Anda setuju. Kami menunggu jawaban pihak lain.")


@requires(may_take_part)
def mentorship_end(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    mentorship = _visible(request, mentorship_id)
    if not may_end_mentorship(request.user, mentorship):
        raise PermissionDenied(_("Hanya kedua pemilik atau koordinator provinsinya yang dapat mengakhiri."))
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            matching.end_mentorship(mentorship=mentorship, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Pembinaan diakhiri. Keduanya diberi tahu."))
            return redirect(mentorship)
    context: dict[str, Any] = {"mentorship": mentorship, "form": form}
    return render(request, "programs/pilots/lineage/mentorship_end.html", context)


def _speaking_for(request: SignedInRequest, mentor_id: int) -> Mentor:
    mentor = visible_mentor(request, mentor_id)
    if not may_nominate_in(request.user, mentor.province):
        raise PermissionDenied(
            _("%(province)s punya koordinator sendiri, jadi koordinator itu yang mempertemukan.")
            % {"province": mentor.province}
        )
    return mentor


def _visible(request: SignedInRequest, mentorship_id: int) -> Mentorship:
    rows = Mentorship.objects.visible_to(request.user).select_related(*matching.WITH_ALL)
    return get_object_or_404(rows, pk=mentorship_id)
