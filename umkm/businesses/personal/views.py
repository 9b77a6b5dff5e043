"""A masked number is read once, by somebody who may, after saying why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.views.scope import visible_business
from umkm.cadres.choices import CadreState, SecretField, UnmaskReason
from umkm.cadres.models import Cadre
from umkm.cadres.permissions import may_unmask, may_unmask_of
from umkm.cadres.rights.forms import UnmaskForm
from umkm.cadres.rights.unmasking import Why, unmask_nik

from .unmasking import unmask_npwp


@dataclass(frozen=True)
class Back:
    """Where the number was asked for."""

    label: str
    url: str


@requires(may_unmask)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cadre_unmask(request: SignedInRequest, business_id: int, field: str) -> HttpResponse:
    """Asks why; only the answer to that form has the number, and no cache keeps it."""
    if field not in SecretField.values:
        raise Http404
    business = visible_business(request, business_id)
    if not may_unmask_of(request.user, business.owner, province=business.province_id):
        raise PermissionDenied(
            _("Hanya koordinator provinsi usaha ini dan administrator yang membuka nomornya.")
        )

    def read(why: Why) -> str:
        if field == SecretField.NPWP:
            return unmask_npwp(business=business, by=request.user, why=why)
        return unmask_nik(cadre=business.owner, by=request.user, why=why, province=business.province_id)

    back = Back(business.name, business.get_absolute_url())
    return _asked_why(request, business.owner, SecretField(field), back, read)


@requires(may_unmask)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card_unmask(request: SignedInRequest, cadre_id: int) -> HttpResponse:
    """The NIK of a member whose card is examined, wherever the businesses lie."""
    sent = Cadre.objects.visible_to(request.user).exclude(state=CadreState.DRAFT)
    cadre = get_object_or_404(sent.select_related("user", "province"), pk=cadre_id)
    if not may_unmask_of(request.user, cadre):
        raise PermissionDenied(
            _("Hanya koordinator provinsi kader ini dan administrator yang membuka nomornya.")
        )
    back = Back(cadre.full_name, reverse("cadre_verification", args=[cadre.pk]))
    return _asked_why(
        request, cadre, SecretField.NIK, back, lambda why: unmask_nik(cadre=cadre, by=request.user, why=why)
    )


def _asked_why(
    request: SignedInRequest, cadre: Cadre, field: SecretField, back: Back, read: Callable[[Why], str]
) -> HttpResponse:
    form = UnmaskForm(request.POST if request.method == "POST" else None)
    digits = ""
    if form.is_bound and form.is_valid():
        why = Why(UnmaskReason(form.cleaned_data["reason"]), form.cleaned_data["words"])
        try:
            digits = read(why)
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
    context = {"owner": cadre, "field": field, "form": form, "digits": digits, "back": back}
    return render(request, "umkm/businesses/personal/cadre_unmask.html", context)
