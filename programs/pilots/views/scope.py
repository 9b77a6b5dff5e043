"""How views of this slice fetch one record: in scope or 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from programs.pilots.models import Nomination, Pilot
from soksi_portal.accounts.guards import SignedInRequest


def visible_nomination(request: SignedInRequest, nomination_id: int) -> Nomination:
    rows = Nomination.objects.visible_to(request.user).select_related(
        "phase", "province", "business__owner__user", "business__province", "business__regency", "business__kbli",
        "nominated_by", "decided_by", "pilot__seat",
    )  # fmt: skip
    return get_object_or_404(rows, pk=nomination_id)


def visible_pilot(request: SignedInRequest, pilot_id: int) -> Pilot:
    rows = Pilot.objects.visible_to(request.user).select_related(
        "seat__phase", "seat__province", "business__owner__user", "business__province", "business__regency",
        "business__kbli", "nomination__nominated_by", "accepted_by", "ended_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pilot_id)
