"""A member's own card: where it stands, what is to be mended, and the way to send it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.display import phone
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.parts import Fact
from umkm.businesses.fields import nik_in_words
from umkm.businesses.forms.card import CardForm
from umkm.businesses.models import Business
from umkm.businesses.permissions import may_register
from umkm.businesses.standing import card_sentence
from umkm.cadres.choices import CadreState
from umkm.cadres.membership import CARD_LABELS, latest_card_return
from umkm.cadres.models import Cadre
from umkm.cadres.services import submit_cadre
from umkm.cadres.telling import tell_identity


@requires(may_register)
@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: SignedInRequest) -> HttpResponse:
    cadre: Cadre = request.user.cadre
    form = CardForm(request.POST or None, cadre=cadre)
    mends = cadre.state == CadreState.RETURNED
    if request.method == "POST" and mends and form.is_valid():
        try:
            submit_cadre(cadre=tell_identity(cadre=cadre, by=request.user, **form.told()), by=request.user)
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(
                request, _("Kartu anggota dikirim lagi. Anda menerima pesan begitu selesai diperiksa.")
            )
            return redirect("membership")
    returned = latest_card_return(cadre)
    context = {
        "cadre": cadre,
        "tone": CadreState(cadre.state).tone,
        "sentence": card_sentence(cadre),
        "form": form if mends else None,
        "returned": returned,
        "remarks": [(CARD_LABELS[row.field], row.text) for row in returned.remarks.all()] if returned else [],
        "facts": _facts(cadre),
        "with_documents": Business.objects.owned_by(request.user).order_by("-pk").first(),
    }
    return render(request, "umkm/businesses/membership.html", context)


def _facts(cadre: Cadre) -> list[Fact]:
    values = {
        "full_name": cadre.full_name,
        "nik": nik_in_words(cadre),
        "membership_number": cadre.membership_number,
        "phone": phone(cadre.phone),
    }
    return [Fact(str(CARD_LABELS[name]), value) for name, value in values.items()]
