"""How views of this slice fetch one business: in scope or 404, allowed or 403 with a sentence."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from soksi_portal.accounts.guards import SignedInRequest
from umkm.businesses.models import Business
from umkm.businesses.permissions import owns


def visible_business(request: SignedInRequest, business_id: int) -> Business:
    rows = Business.objects.visible_to(request.user).select_related(
        "owner__user", "province", "regency", "kbli"
    )
    return get_object_or_404(rows, pk=business_id)


def own_business(request: SignedInRequest, business_id: int) -> Business:
    business = visible_business(request, business_id)
    if not owns(request.user, business):
        raise PermissionDenied(_("Hanya pemiliknya yang dapat mengubah usaha ini."))
    return business
