"""The list of sessions, and one session."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from programs.training import queries
from programs.training.assessment.queries import standing_of
from programs.training.certificates.queries import certificates_of, own_certificates
from programs.training.choices import InvitationState, SessionState
from programs.training.columns import OWN_COLUMNS, SESSION_COLUMNS
from programs.training.filters import SessionFilter
from programs.training.models import Invitation, Session
from programs.training.permissions import (
    may_export,
    may_keep_attendance,
    may_keep_attendance_of,
    may_schedule,
    may_see_sessions,
    may_see_unserved,
)
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.display import zone_name
from soksi_portal.common.tabular import Listing


@requires(may_see_sessions)
def session_list(request: SignedInRequest) -> HttpResponseBase:
    """Coming ones first, the next at the top; past ones the latest first."""
    sessions = Session.objects.visible_to(request.user).with_answers()
    sessions = sessions.select_related("module", "venue", "trainer").prefetch_related("provinces")
    is_staff = may_export(request.user)
    if not is_staff:
        sessions = sessions.with_own_part(request.user)
    chosen = SessionFilter(request.GET, sessions, request=request, user=request.user)
    listing = Listing(
        request,
        chosen.qs,
        columns=SESSION_COLUMNS if is_staff else OWN_COLUMNS,
        default_sort="-waktu" if chosen.shows_past else "waktu",
        filename="pelatihan",
        may_export=is_staff,
    )
    if listing.wants_export:
        return listing.export()
    context = {"listing": listing, "filter": chosen, "may_schedule": may_schedule(request.user)}
    context["reads_unserved"] = may_see_unserved(request.user)
    context["reads_results"] = may_keep_attendance(request.user)
    if request.user.has_role(Role.CADRE):
        context["own_certificates"] = own_certificates(request.user)
    if request.user.has_role(Role.TRAINER):
        context["own_trainer_page"] = reverse("trainer_detail", args=[request.user.pk])
    return render(request, "programs/training/session_list.html", context)


@requires(may_see_sessions)
def session_detail(request: SignedInRequest, session_id: int) -> HttpResponse:
    session: Any = get_object_or_404(
        Session.objects.visible_to(request.user)
        .with_answers()
        .select_related("module", "phase", "trainer", "venue__regency__province", "cancelled_by"),
        pk=session_id,
    )
    return render(request, "programs/training/session_detail.html", _facts(request, session))


def _facts(request: SignedInRequest, session: Any) -> dict[str, Any]:
    """A coordinator reads the invitations of the own province, a cadre only the own one."""
    user = request.user
    invitations = list(
        Invitation.objects.visible_to(user)
        .filter(session=session)
        .select_related("person", "business", "substitute", "province", "attendance__substitute")
        .order_by("province__name", "person__full_name", "pk")
    )
    own = next((one for one in invitations if one.person_id == user.pk and one.ended_at is None), None)
    staff, keeps = may_schedule(user), may_keep_attendance_of(user, session)
    times, zone = queries.local_times(session), queries.viewer_zone(user)
    return {
        "session": session,
        "times": times,
        "viewer_zone": zone,
        "viewer_zone_differs": zone_name(zone) not in [one.zone for one in times],
        "places_left": max(0, session.capacity - session.confirmed),
        "invitations": invitations,
        "own": own,
        "own_tests": standing_of(own) if own else None,
        "certificates": certificates_of(session, user),
        "may_change": staff and session.is_upcoming,
        "may_cancel": staff and session.can_be_cancelled,
        "may_move_series": staff and session.series_id is not None and session.is_upcoming,
        "may_keep_attendance": keeps and session.takes_attendance,
        "may_print_sheet": keeps and session.state == SessionState.PLANNED,
        "may_hold_tests": keeps and session.state != SessionState.CANCELLED,
        "shows_people": user.has_role(*queries.PEOPLE_READERS) or keeps,
        "shows_link": staff or keeps or (own is not None and own.state == InvitationState.CONFIRMED),
        "unreachable": queries.unreachable_pilots(session) if staff and session.is_upcoming else [],
    }
