"""One page for a consent: the owner reads and answers; the nominating side asks, or records a paper."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.pilots import queries
from programs.pilots.errors import NotConsenting
from programs.pilots.forms import show_refusal
from programs.pilots.permissions import may_consent, may_nominate_business
from programs.pilots.services.eligibility import consent_of
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.models import Business
from umkm.businesses.views.scope import visible_business

from . import services
from .forms import PaperForm


@requires(may_consent)
@require_http_methods(["GET", "HEAD", "POST"])
def nomination_consent(request: SignedInRequest, business_id: int) -> HttpResponse:
    business = visible_business(request, business_id)
    is_own = business.owner.user_id == request.user.pk
    if not is_own and not may_nominate_business(request.user, business):
        raise PermissionDenied(_("Persetujuan diberikan pemilik usaha, atas permintaan yang mengusulkannya."))
    action = request.POST.get("tindakan", "")
    form = PaperForm(request.POST if action == "catat" else None)
    if request.method == "POST" and (action != "catat" or form.is_valid()):
        try:
            messages.success(request, _answer(request, business, action, form))
        except RuleViolation as refusal:
            if refusal.field not in form.fields:
                messages.error(request, refusal.message)
                return redirect("nomination_consent", business.pk)
            show_refusal(form, refusal)
        else:
            return redirect("nomination_consent", business.pk)
    context = {
        "business": business,
        "is_own": is_own,
        "consent": consent_of(business),
        "text": services.text_in_force(),
        "form": form,
    }
    return render(request, "programs/pilots/consents/nomination_consent.html", context)


def _answer(request: SignedInRequest, business: Business, action: str, form: PaperForm) -> str:
    """What was done, as a sentence. Raises RuleViolation."""
    rules: dict[str, Callable[[], str]] = {
        "setuju": lambda: _agree(request, business),
        "tarik": lambda: _take_back(request, business),
        "minta": lambda: _ask(request, business),
        "catat": lambda: _record(request, business, form),
    }
    if action not in rules:
        raise NotConsenting(_("Pilih salah satu jawabannya."))
    return rules[action]()


def _agree(request: SignedInRequest, business: Business) -> str:
    services.give_consent(business=business, by=request.user)
    return _("Terima kasih. Usaha ini kini dapat diusulkan.")


def _take_back(request: SignedInRequest, business: Business) -> str:
    services.withdraw_consent(business=business, by=request.user)
    return _("Persetujuan ditarik. Usulan yang belum diputuskan ikut ditarik.")


def _ask(request: SignedInRequest, business: Business) -> str:
    phase = queries.phases_for(business).first()
    if phase is None:
        raise NotConsenting(
            _("Tidak ada tahap yang sedang dibuka untuk %(province)s.") % {"province": business.province}
        )
    is_new = services.ask_consent(business=business, phase=phase, by=request.user)
    if not is_new:
        raise NotConsenting(
            _("%(owner)s sudah ditanya untuk tahap ini. Hubungi langsung.") % {"owner": business.owner}
        )
    return _("%(owner)s menerima pesan dan menjawab di portal.") % {"owner": business.owner}


def _record(request: SignedInRequest, business: Business, form: PaperForm) -> str:
    services.record_paper_consent(
        business=business, signed_on=form.cleaned_data["signed_on"], by=request.user
    )
    return _("Persetujuan tertulis tercatat.")
