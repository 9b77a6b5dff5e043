"""The owner reads and answers; takes it back at any time."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.bankaccess.choices import ReferralState
from programs.bankaccess.models import Referral
from programs.bankaccess.permissions import may_consent, may_refer, may_see_referrals, owns
from programs.bankaccess.referrals import consents, services
from programs.bankaccess.referrals.dossier import dossier_of
from programs.bankaccess.referrals.forms import WordsForm
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from .scope import FOLDER, reads_as_bank, visible_referral

read_and_write = require_http_methods(["GET", "HEAD", "POST"])


@requires(may_consent)
@read_and_write
def referral_consent(request: SignedInRequest, referral_id: int) -> HttpResponse:
    """The fingerprint goes with the page: another file than the one shown is never consented to."""
    referral = _own(request, referral_id)
    if referral.state != "prepared":
        return redirect(referral)
    if request.method == "POST":
        try:
            consents.give_consent(
                referral=referral,
                fingerprint=request.POST.get("berkas", ""),
                text_version=request.POST.get("teks", ""),
                by=request.user,
            )
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
            return redirect("referral_consent", referral.pk)
        messages.success(
            request, _("Terima kasih. Jamkrindo mengirimnya ke %(bank)s.") % {"bank": referral.bank}
        )
        return redirect(referral)
    context = {
        "referral": referral,
        "text": consents.text_in_force(),
        "fingerprint": dossier_of(referral).fingerprint,
    }
    return render(request, f"{FOLDER}/referral_consent.html", context)


@requires(may_see_referrals)
@read_and_write
def referral_withdraw(request: SignedInRequest, referral_id: int) -> HttpResponse:
    """By its owner at any time; by Jamkrindo until it is sent."""
    referral = visible_referral(request.user, referral_id)
    is_own = owns(request.user, referral.business)
    if not is_own and (not may_refer(request.user) or reads_as_bank(request.user, referral)):
        raise PermissionDenied(_("Rujukan ditarik oleh pemilik usahanya."))
    form = WordsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            act = consents.end_consent if is_own else services.withdraw_referral
            act(referral=referral, words=form.cleaned_data["words"], by=request.user)
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
        else:
            was_sent = referral.steps.filter(to_state=ReferralState.SENT).exists()
            words = _("Bank tidak lagi melihat berkasnya.") if was_sent else _("Bank belum melihat apa pun.")
            messages.success(request, _("Ditarik. %(bank)s") % {"bank": words})
        return redirect(referral)
    return render(
        request, f"{FOLDER}/referral_withdraw.html", {"referral": referral, "form": form, "is_own": is_own}
    )


def _own(request: SignedInRequest, referral_id: int) -> Referral:
    referral = visible_referral(request.user, referral_id)
    if not owns(request.user, referral.business):
        raise PermissionDenied(_("Hanya pemilik usaha ini yang menjawab."))
    return referral
