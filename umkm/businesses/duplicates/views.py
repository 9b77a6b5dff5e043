"""Pairs side by side; the coordinator says that they differ, or merges them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from umkm.businesses.choices import DuplicateState
from umkm.businesses.models import PossibleDuplicate

from . import services
from .comparing import rows
from .forms import DifferentForm, MergeForm
from .listing import DUPLICATE_COLUMNS, DuplicateFilter
from .permissions import may_decide, may_decide_on, may_see_duplicates
from .queries import with_businesses

KEEP = "pertahankan"


@requires(may_see_duplicates)
def duplicate_list(request: SignedInRequest) -> HttpResponseBase:
    """The likest first."""
    visible = with_businesses(PossibleDuplicate.objects.visible_to(request.user))
    filtered = DuplicateFilter(request.GET, queryset=visible, request=request)
    listing = Listing(
        request, filtered.qs, columns=DUPLICATE_COLUMNS, default_sort="-mirip", filename="usaha-kembar"
    )
    if listing.wants_export:
        return listing.export()
    context = {"listing": listing, "filter": filtered}
    return render(request, "umkm/businesses/duplicates/duplicate_list.html", context)


@requires(may_see_duplicates)
def duplicate_detail(request: SignedInRequest, pair_id: int) -> HttpResponse:
    return _page(request, _visible(request, pair_id), DifferentForm())


@requires(may_decide)
@require_POST
def duplicate_different(request: SignedInRequest, pair_id: int) -> HttpResponse:
    pair, form = _decidable(request, pair_id), DifferentForm(request.POST)
    if not form.is_valid():
        return _page(request, pair, form)
    try:
        services.say_different(pair=pair, by=request.user, reason=form.cleaned_data["reason"])
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect(pair)
    messages.success(request, _("Dicatat: keduanya berbeda. Anda dapat membukanya lagi di daftar."))
    return redirect("duplicate_list")


@requires(may_decide)
@require_POST
def duplicate_reopen(request: SignedInRequest, pair_id: int) -> HttpResponse:
    pair = _decidable(request, pair_id)
    try:
        services.reopen(pair=pair, by=request.user)
        messages.success(request, _("Pasangan ini terbuka lagi."))
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect(pair)


@requires(may_decide)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate_merge(request: SignedInRequest, pair_id: int) -> HttpResponse:
    """`?pertahankan=` says which one stays; then field by field whose value."""
    pair = _decidable(request, pair_id)
    sides = {str(pair.first_id): (pair.first, pair.second), str(pair.second_id): (pair.second, pair.first)}
    chosen = sides.get(request.GET.get(KEEP, ""))
    if chosen is None or pair.state != DuplicateState.OPEN:
        return redirect(pair)
    kept, other = chosen
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, other=other)
    if form.is_bound and form.is_valid():
        reason, taken = form.cleaned_data["reason"], form.taken()
        try:
            services.merge(pair=pair, keep=kept.pk, by=request.user, reason=reason, take=taken)
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
            return redirect(pair)
        messages.success(request, _("Digabungkan. Pemiliknya diberi tahu."))
        return redirect("duplicate_list")
    context = {"pair": pair, "kept": kept, "other": other, "form": form}
    return render(request, "umkm/businesses/duplicates/duplicate_merge.html", context)


def _visible(request: SignedInRequest, pair_id: int) -> PossibleDuplicate:
    return get_object_or_404(with_businesses(PossibleDuplicate.objects.visible_to(request.user)), pk=pair_id)


def _decidable(request: SignedInRequest, pair_id: int) -> PossibleDuplicate:
    pair = _visible(request, pair_id)
    if not may_decide_on(request.user, pair):
        raise PermissionDenied(_("Koordinator provinsi usaha ini yang memutuskan."))
    return pair


def _page(request: SignedInRequest, pair: PossibleDuplicate, form: DifferentForm) -> HttpResponse:
    context: dict[str, Any] = {
        "pair": pair,
        "rows": rows(pair.first, pair.second),
        "form": form,
        "is_open": pair.state == DuplicateState.OPEN,
        "is_different": pair.state == DuplicateState.DIFFERENT,
        "may_decide": may_decide_on(request.user, pair),
    }
    return render(request, "umkm/businesses/duplicates/duplicate_detail.html", context)
