"""`/alamat/`: whom the portal cannot reach, for those who know them and can ask."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing
from soksi_portal.outbox.troubles.services import LONGEST_END, end_trouble

from ..permissions import may_mend_addresses
from .columns import COLUMNS
from .queries import troubles_visible_to


class MendedForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Bagaimana alamat ini dibetulkan?"),
        max_length=LONGEST_END,
        help_text=gettext_lazy("Contoh: Sudah ditelepon, kotak suratnya penuh dan kini kosong lagi."),
        error_messages={"required": gettext_lazy("Tulis bagaimana alamat ini dibetulkan.")},
    )


@require_safe
@requires(may_mend_addresses)
def address_trouble_list(request: SignedInRequest) -> HttpResponseBase:
    found = troubles_visible_to(request.user).select_related("user")
    listing = Listing(request, found, columns=COLUMNS, default_sort="-sejak", filename="alamat")
    if listing.wants_export:
        return listing.export()
    return render(request, "umkm/cadres/addresses/address_trouble_list.html", {"listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_mend_addresses)
def address_trouble(request: SignedInRequest, trouble_id: int) -> HttpResponse:
    """Whom to ask, and saying that it is mended."""
    found = troubles_visible_to(request.user).select_related("user")
    trouble = get_object_or_404(found, pk=trouble_id)
    form = MendedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_trouble(trouble=trouble, by=request.user, reason=form.cleaned_data["reason"])
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Alamat ini dinyatakan beres."))
            return redirect("address_trouble_list")
    context = {"trouble": trouble, "form": form}
    return render(request, "umkm/cadres/addresses/address_trouble.html", context)
