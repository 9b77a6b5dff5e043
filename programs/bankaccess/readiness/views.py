"""How ready for a bank: the list, one business with the reason of each point, and the rubrics."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.bankaccess.choices import Criterion
from programs.bankaccess.errors import RubricRefused
from programs.bankaccess.models import Rubric
from programs.bankaccess.permissions import (
    may_export_readiness,
    may_keep_rubrics,
    may_see_readiness,
    owns,
    reads_credit_of,
)
from programs.bankaccess.products.forms import show_refusal
from programs.mentoring.reports.views.scope import note_opening
from programs.partnership.models import Phase
from programs.pilots.models import Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.accounts.models import User
from soksi_portal.common.tabular import Listing
from umkm.businesses.models import Business
from umkm.regions.scoping import coordinates, sees_whole_country

from . import services
from .forms import RubricForm
from .listing import READINESS_COLUMNS, ReadinessFilter
from .queries import current_score, curve_of, latest_score, pilots_with_score
from .scoring import from_rows
from .wording import groups_of, steps_of

FOLDER = "programs/bankaccess/readiness"


@requires(may_see_readiness)
@require_safe
def readiness_list(request: SignedInRequest) -> HttpResponseBase:
    """A cadre's own; for everybody else the pilots within reach."""
    own = _own(request.user) if request.user.has_role(Role.CADRE) else []
    if not (sees_whole_country(request.user) or coordinates(request.user)):
        return render(request, f"{FOLDER}/readiness_own.html", {"own": own})
    chosen = ReadinessFilter(request.GET, pilots_with_score(request.user), user=request.user)
    listing = Listing(
        request,
        chosen.qs,
        columns=READINESS_COLUMNS,
        default_sort="provinsi",
        filename="kesiapan",
        may_export=may_export_readiness(request.user),
    )
    if listing.wants_export:
        return listing.export()
    context = {"listing": listing, "filter": chosen, "own": own, "may_keep": may_keep_rubrics(request.user)}
    return render(request, f"{FOLDER}/readiness_list.html", context)


def _own(user: User) -> list[dict[str, Any]]:
    """A person has a handful of businesses."""
    found = []
    rows = Business.objects.filter(owner__user=user, pk__in=Pilot.objects.values("business"))
    for business in rows.order_by("name", "pk"):
        score = latest_score(business.pk)
        found.append(
            {
                "business": business,
                "score": score,
                "steps": steps_of(from_rows(score.points), business.pk, most=1) if score else [],
            }
        )
    return found


@requires(may_see_readiness)
@require_safe
def readiness_detail(request: SignedInRequest, business_id: int) -> HttpResponse:
    """Points and curve for the owner, Jamkrindo and admins; for coordinators and board the total and the steps."""
    rows = Business.objects.visible_to(request.user).select_related("owner__user", "province")
    business = get_object_or_404(rows, pk=business_id)
    if not Pilot.objects.filter(business=business).exists():
        raise Http404
    reads_all = reads_credit_of(request.user, business)
    score = current_score(business)
    points = from_rows(score.points) if score else []
    context: dict[str, Any] = {
        "business": business,
        "score": score,
        "is_own": owns(request.user, business),
        "reads_all": reads_all,
        "steps": steps_of(points, business.pk, private=reads_all),
    }
    if reads_all:
        note_opening(business, request.user)
        context |= {"groups": groups_of(points, business.pk), "curve": curve_of(business)}
    return render(request, f"{FOLDER}/readiness_detail.html", context)


@requires(may_keep_rubrics)
@require_http_methods(["GET", "HEAD", "POST"])
def rubric_edit(request: SignedInRequest, phase_id: int | None = None) -> HttpResponse:
    """The version in force as a start; saving makes a new one."""
    phase = get_object_or_404(Phase, pk=phase_id) if phase_id is not None else None
    versions = list(Rubric.objects.of_phase(phase_id).select_related("recorded_by"))
    last = versions[0] if versions else Rubric.objects.of_phase(None).first()
    start = model_to_dict(last, fields=RubricForm.Meta.fields) if last else {}
    start |= {"reason": "", "seen": len(versions)}
    form = RubricForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_bound and form.is_valid() and _recorded(form, phase, request.user):
        messages.success(request, _("Versi baru tersimpan. Nilai yang lama tetap seperti semula."))
        return redirect(request.path)
    context = {
        "form": form,
        "phase": phase,
        "versions": [(one, one.weights.items()) for one in versions],
        "phases": Phase.objects.order_by("pk"),
        "list_url": reverse("readiness_list"),
    }
    return render(request, f"{FOLDER}/rubric_edit.html", context)


def _recorded(form: RubricForm, phase: Phase | None, by: User) -> bool:
    data = form.cleaned_data
    try:
        services.record_rubric(
            phase=phase,
            weights={one.value: data[one.value] for one in Criterion},
            trainings_needed=data["trainings_needed"],
            reason=data["reason"],
            seen=data["seen"],
            by=by,
        )
    except RubricRefused as refusal:
        show_refusal(form, refusal)
        return False
    return True
