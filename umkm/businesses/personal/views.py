"""A masked number is read once, by somebody who may, after saying why."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.models import Business
from umkm.businesses.views.scope import visible_business
from umkm.cadres.choices import SecretField, UnmaskReason
from umkm.cadres.permissions import may_unmask, may_unmask_of
from umkm.cadres.rights.forms import UnmaskForm
from umkm.cadres.rights.unmasking import Why, unmask_nik

from .unmasking import unmask_npwp


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
    form = UnmaskForm(request.POST if request.method == "POST" else None)
    digits = ""
    if form.is_bound and form.is_valid():
        try:
            digits = _read(request, business, SecretField(field), form)
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
    context = {"business": business, "field": SecretField(field), "form": form, "digits": digits}
    return render(request, "umkm/businesses/personal/cadre_unmask.html", context)


def _read(request: SignedInRequest, business: Business, field: SecretField, form: UnmaskForm) -> str:
    why = Why(UnmaskReason(form.cleaned_data["reason"]), form.cleaned_data["words"])
    if field == SecretField.NPWP:
        return unmask_npwp(business=business, by=request.user, why=why)
    return unmask_nik(cadre=business.owner, by=request.user, why=why, province=business.province_id)
