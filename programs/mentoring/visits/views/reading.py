"""The start page of mentoring (differs by role), the lists of staff, one business, one visit."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.mentoring.matching.choices import HandoverState, Side
from programs.mentoring.matching.permissions import (
    assignment_of,
    may_give_tasks,
    may_list_mentoring,
    may_match,
    may_mentor,
    may_see_mentoring,
    may_write_down,
    reads_notes_of,
    side_of,
)
from programs.mentoring.models import ActionItem, Assignment, Handover, Visit
from programs.mentoring.visits.choices import VisitMode, VisitState
from programs.mentoring.visits.listing import (
    MENTORING_COLUMNS,
    VISIT_COLUMNS,
    MentoringFilter,
    VisitFilter,
    listed_visits,
    mentored_pilots,
)
from programs.mentoring.visits.needing import needs_of
from programs.mentoring.visits.own import own_mentoring
from programs.pilots.models import Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.tabular import Listing
from umkm.businesses.models import Business

from .scope import mentored_business, visible_visit

FOLDER = "programs/mentoring/visits"
MOST_SHOWN = 30


@requires(may_see_mentoring)
@require_safe
def mentoring_home(request: SignedInRequest) -> HttpResponse:
    """A cadre's visits and tasks; a mentor's list of who needs her most; for everybody else the list of all."""
    user = request.user
    if may_mentor(user) and hasattr(user, "mentor_profile"):
        offers = Handover.objects.filter(to_mentor__user=user, state=HandoverState.OFFERED)
        context = {
            "needs": needs_of(user),
            "profile": user.mentor_profile,
            "offers": offers.select_related("assignment__business", "offered_by"),
        }
        return render(request, f"{FOLDER}/mentoring_needs.html", context)
    if user.has_role(Role.CADRE) and not may_list_mentoring(user):
        return render(request, f"{FOLDER}/mentoring_own.html", {"own": own_mentoring(user)})
    return redirect("mentoring_list")


@requires(may_list_mentoring)
def mentoring_list(request: SignedInRequest) -> HttpResponseBase:
    chosen = MentoringFilter(request.GET, mentored_pilots(request.user), request=request, user=request.user)
    listing = Listing(
        request, chosen.qs, columns=MENTORING_COLUMNS, default_sort="kunjungan", filename="pendampingan"
    )
    if listing.wants_export:
        return listing.export()
    context = {"listing": listing, "filter": chosen, "may_match": may_match(request.user)}
    return render(request, f"{FOLDER}/mentoring_list.html", context)


@requires(may_list_mentoring)
def visit_list(request: SignedInRequest) -> HttpResponseBase:
    chosen = VisitFilter(request.GET, listed_visits(request.user), request=request, user=request.user)
    listing = Listing(
        request, chosen.qs, columns=VISIT_COLUMNS, default_sort="-waktu", filename="kunjungan-pendampingan"
    )
    if listing.wants_export:
        return listing.export()
    return render(request, f"{FOLDER}/visit_list.html", {"listing": listing, "filter": chosen})


@requires(may_see_mentoring)
@require_safe
def mentoring_detail(request: SignedInRequest, business_id: int) -> HttpResponse:
    """Who mentors a business, its visits and its tasks."""
    business = mentored_business(request, business_id)
    visits = Visit.objects.filter(business=business).select_related("province", "mentor__user", "recorded_by")
    tasks = list(ActionItem.objects.filter(business=business).order_by("due_on", "pk"))
    context = {
        "business": business,
        "planned": list(visits.planned().order_by("starts_at")),
        "past": list(visits.exclude(pk__in=visits.planned()).order_by("-starts_at", "-pk")[:MOST_SHOWN]),
        "open_tasks": [one for one in tasks if one.state in ("open", "done")],
        "ended_tasks": [one for one in reversed(tasks) if one.state not in ("open", "done")][:MOST_SHOWN],
        "modes": VisitMode,
        **_who(request, business),
    }
    return render(request, f"{FOLDER}/mentoring_detail.html", context)


def _who(request: SignedInRequest, business: Business) -> dict[str, Any]:
    user, assignment = request.user, assignment_of(business.pk)
    earlier = (
        Assignment.objects.filter(business=business).exclude(ended_at=None).select_related("mentor__user")
    )
    offered = (
        Handover.objects.filter(assignment=assignment, state=HandoverState.OFFERED) if assignment else None
    )
    side = side_of(user, business)
    return {
        "assignment": assignment,
        "earlier": earlier.order_by("-began_at"),
        "handover": offered.select_related("to_mentor__user").first() if offered is not None else None,
        "side": side,
        "is_own": side == Side.CADRE,
        "is_mentor": side == Side.MENTOR,
        "reads_notes": reads_notes_of(user, business),
        "may_match": may_match(user),
        "may_give": may_give_tasks(user),
        "is_seated": Pilot.objects.active().filter(business=business).exists(),
    }


@requires(may_see_mentoring)
@require_safe
def visit_detail(request: SignedInRequest, visit_id: int) -> HttpResponse:
    """What is agreed, what is to be answered; afterwards what was found, for those who read it."""
    visit = visible_visit(request, visit_id)
    user = request.user
    side = side_of(user, visit.business)
    reads = reads_notes_of(user, visit.business)
    context = {
        "visit": visit,
        "side": side,
        "may_answer": visit.state == VisitState.PROPOSED and visit.waits_for == side and not visit.has_begun,
        "may_change": visit.is_planned and side is not None,
        "may_record": visit.state != VisitState.CANCELLED and may_write_down(user, visit, timezone.now()),
        "reads_notes": reads,
        "photos": visit.photos.kept().order_by("pk") if reads else [],
        "tasks": visit.actions.order_by("due_on", "pk"),
    }
    return render(request, f"{FOLDER}/visit_detail.html", context)
