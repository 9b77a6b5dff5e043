"""Does the programme work? One page, its download, and the way to count anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programs.impact import choices
from programs.impact.export import RESPONSES, export
from programs.impact.permissions import may_recount, may_see_impact
from programs.impact.queries import impact, last_count
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.background import once_committed
from soksi_portal.common.tabular import FORMAT

EXPIRES = 600  # seconds; whoever asked has gone by then


@requires(may_see_impact)
@require_safe
def impact_detail(request: SignedInRequest) -> HttpResponseBase:
    snapshot = last_count()
    wanted = request.GET.get(FORMAT, "")
    if snapshot and wanted in RESPONSES:
        return export(snapshot, wanted)
    context = {
        "impact": impact(snapshot) if snapshot else None,
        "may_recount": may_recount(request.user),
        "bounds": choices,
    }
    return render(request, "programs/impact/impact_detail.html", context)


@requires(may_recount)
@require_POST
def impact_recount(request: SignedInRequest) -> HttpResponse:
    """By a worker: it takes some seconds, and a page waits for nothing."""
    once_committed("programs.impact.tasks.count_impact", request.user.pk, expires=EXPIRES)
    messages.success(request, _("Hitungan dimulai. Muat ulang halaman ini sebentar lagi."))
    return redirect("impact_detail")
