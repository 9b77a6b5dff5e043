"""The list, one referral, and its file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs.bankaccess.choices import AT_BANK, Opened, ReferralState
from programs.bankaccess.models import Consent, Referral, Step
from programs.bankaccess.models.products import bank_of
from programs.bankaccess.permissions import STAFF, may_refer, may_see_referrals, owns
from programs.bankaccess.products.views import pdf_response
from programs.bankaccess.referrals.advice import advice_for
from programs.bankaccess.referrals.columns import REFERRAL_COLUMNS
from programs.bankaccess.referrals.dossier import dossier_of
from programs.bankaccess.referrals.filters import ReferralFilter
from programs.bankaccess.referrals.pdf import dossier_pdf
from programs.bankaccess.referrals.showing import (
    approval_words,
    ending_words,
    looks_of,
    next_for,
    steps_shown,
)
from programs.bankaccess.referrals.steps import today_in
from programs.mentoring.reports.views.scope import note_opening
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.tabular import Listing
from umkm.businesses.models import Business

from .scope import FOLDER, opened, reads_as_bank, visible_referral

OPENINGS_SHOWN = 200  # a day of one person is one line


@requires(may_see_referrals)
@require_safe
def referral_list(request: SignedInRequest) -> HttpResponseBase:
    """The own ones; all for staff; for a bank what lies there with standing consent."""
    is_staff = request.user.has_role(*STAFF)
    chosen = ReferralFilter(request.GET, Referral.objects.visible_to(request.user), user=request.user)
    rows = chosen.qs.select_related("business", "bank", "product", "terms", "province")
    listing = Listing(
        request,
        rows,
        columns=REFERRAL_COLUMNS,
        default_sort="-sejak",
        filename="rujukan",
        may_export=is_staff,
    )
    if listing.wants_export:
        return listing.export()
    own = (
        Business.objects.verified().filter(owner__user=request.user)
        if request.user.has_role(Role.CADRE)
        else []
    )
    context = {
        "listing": listing,
        "filter": chosen,
        "is_staff": is_staff,
        "is_bank": bank_of(request.user) is not None,
        "own": own,
        "asked": rows.filter(business__in=own, state=ReferralState.PREPARED) if own else (),
    }
    return render(request, f"{FOLDER}/referral_list.html", context)


@requires(may_see_referrals)
@require_safe
def referral_detail(request: SignedInRequest, referral_id: int) -> HttpResponse:
    referral = visible_referral(request.user, referral_id)
    opened(request.user, referral, Opened.PAGE)
    is_own, is_bank = owns(request.user, referral.business), reads_as_bank(request.user, referral)
    steps = list(referral.steps.select_related("by").order_by("number"))
    consent = getattr(referral, "consent", None)
    openings = referral.openings.select_related("opened_by").order_by("-opened_at")
    approval, declined = _last(steps, ReferralState.APPROVED), _last(steps, ReferralState.DECLINED)
    context = {
        "referral": referral,
        "consent": consent,
        "is_own": is_own,
        "is_bank": is_bank,
        "next": next_for(referral, user=request.user, is_own=is_own, is_bank=is_bank),
        "events": steps_shown(steps, names=not is_bank),
        "approval": approval,
        "approval_words": approval_words(approval) if approval else "",
        "declined": declined,
        "advice": advice_for(declined.reason) if declined else "",
        "ending_words": ending_words(consent) if consent and consent.ended_at else "",
        "looks": [] if is_bank else looks_of(openings[:OPENINGS_SHOWN], referral.province.time_zone),
        "may_withdraw": (is_own and (referral.is_open or bool(consent and consent.stands))),
        **_staff_may(request, referral, is_own=is_own),
    }  # fmt: skip
    return render(request, f"{FOLDER}/referral_detail.html", context)


def _staff_may(request: SignedInRequest, referral: Referral, *, is_own: bool) -> dict[str, Any]:
    refers = may_refer(request.user) and not is_own
    is_overdue = referral.due_on is not None and referral.due_on < today_in(referral.province)
    return {
        "may_take_back": refers and referral.is_open and referral.state not in AT_BANK,
        "may_expire": refers and referral.is_open and is_overdue,
    }


def _is_of_an_owner_before(request: SignedInRequest, referral: Referral, consent: Consent) -> bool:
    """Who took the business over reads nothing of the papers that the owner before showed."""
    return owns(request.user, referral.business) and consent.given_by_id != request.user.pk


def _last(steps: list[Step], state: ReferralState) -> Step | None:
    return next((step for step in reversed(steps) if step.to_state == state), None)


@requires(may_see_referrals)
@require_safe
def referral_file(request: SignedInRequest, referral_id: int) -> HttpResponse:
    """The frozen one, once the owner consented to it; before that what it says now. The bank only ever sees the frozen one."""
    referral = visible_referral(request.user, referral_id)
    consent = getattr(referral, "consent", None)
    if not reads_as_bank(request.user, referral):
        note_opening(referral.business, request.user)
    name = f"berkas-{referral}.pdf".lower()
    if consent is not None:
        opened(request.user, referral, Opened.FILE)
        if not consent.file or _is_of_an_owner_before(request, referral, consent):
            raise Http404
        return pdf_response(consent.file, name)
    if not referral.is_open:
        raise Http404
    response = HttpResponse(dossier_pdf(dossier_of(referral)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="konsep-{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
