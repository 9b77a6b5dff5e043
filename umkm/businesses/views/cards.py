"""A coordinator examines the membership of cadres of the province, before their businesses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.parts import Event, Fact
from soksi_portal.common.tabular import Listing
from umkm.businesses.columns import cadre_queue_columns, listed_cadres
from umkm.businesses.desk import DESKS, waiting_cadres
from umkm.businesses.documents.queries import DocumentLine, papers_of
from umkm.businesses.examination import ExaminationForm, examined_cadre
from umkm.businesses.filters import CadreQueueFilter
from umkm.businesses.memberships import return_membership, verify_membership
from umkm.businesses.models import Business
from umkm.businesses.permissions import may_decide_on_card, may_see_queue, may_verify
from umkm.businesses.personal.queries import secret_of_card
from umkm.cadres.choices import CadreDecision, CadreState
from umkm.cadres.membership import CARD_LABELS, CARD_POINTS, fingerprint
from umkm.cadres.models import Cadre

from .desk import claimed, onward, query_of
from .verification import queue_context

DESK = DESKS["kader"]
MOST_SHOWN = 20  # businesses of one cadre


@requires(may_see_queue)
def cadre_queue(request: SignedInRequest) -> HttpResponseBase:
    waiting = listed_cadres(waiting_cadres(request.user))
    filtered = CadreQueueFilter(request.GET, queryset=waiting, request=request)
    listing = Listing(
        request,
        filtered.qs,
        columns=cadre_queue_columns(query_of(request)),
        default_sort="menunggu",
        filename="antrean-kartu-anggota",
    )
    if listing.wants_export:
        return listing.export()
    context = queue_context(request, "cadre_queue") | {"listing": listing, "filter": filtered}
    return render(request, "umkm/businesses/verification_queue.html", context)


@requires(may_see_queue)
def cadre_verification(request: SignedInRequest, cadre_id: int) -> HttpResponse:
    return _page(request, _visible(request, cadre_id))


@requires(may_verify)
@require_POST
def cadre_verification_accept(request: SignedInRequest, cadre_id: int) -> HttpResponse:
    return _decide(request, _decidable(request, cadre_id), verifying=True)


@requires(may_verify)
@require_POST
def cadre_verification_return(request: SignedInRequest, cadre_id: int) -> HttpResponse:
    return _decide(request, _decidable(request, cadre_id), verifying=False)


def _decide(request: SignedInRequest, cadre: Cadre, *, verifying: bool) -> HttpResponse:
    form = _form(request, cadre, papers_of(cadre, viewer=request.user), verifying=verifying)
    if not form.is_valid():
        return _page(request, cadre, form)
    said = {"cadre": cadre, "by": request.user, "seen": request.POST.get("seen", "")[:64], **form.said()}
    try:
        if verifying:
            verify_membership(**said)
        else:
            return_membership(**said, reasons=form.reasons)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect(reverse("cadre_verification", args=[cadre.pk]) + query_of(request))
    told = _("Kartu %(who)s sudah diverifikasi.") if verifying else _("Kartu %(who)s dikembalikan.")
    messages.success(request, told % {"who": cadre.full_name})
    return onward(request, DESK)


def _visible(request: SignedInRequest, cadre_id: int) -> Cadre:
    """A card that has been sent: before, it is its member's alone."""
    rows = DESK.visible(request.user).select_related("user", "province", "regency")
    return get_object_or_404(rows, pk=cadre_id)


def _decidable(request: SignedInRequest, cadre_id: int) -> Cadre:
    cadre = _visible(request, cadre_id)
    if not may_decide_on_card(request.user, cadre):
        raise PermissionDenied(_("Hanya koordinator provinsi kader ini yang dapat memeriksa kartunya."))
    return cadre


def _businesses(request: SignedInRequest, cadre: Cadre) -> list[Business]:
    rows = Business.objects.visible_to(request.user).filter(owner=cadre).order_by("-created_at", "-pk")
    return list(rows.select_related("owner", "regency")[:MOST_SHOWN])


def _form(
    request: SignedInRequest, cadre: Cadre, documents: list[DocumentLine], *, verifying: bool = False
) -> ExaminationForm:
    return ExaminationForm(
        request.POST if request.method == "POST" else None,
        points=CARD_POINTS,
        examined=examined_cadre(cadre, documents),
        verifying=verifying,
    )


def _page(request: SignedInRequest, cadre: Cadre, form: ExaminationForm | None = None) -> HttpResponse:
    is_own = cadre.user_id == request.user.pk
    may_decide = may_decide_on_card(request.user, cadre) and not is_own
    documents = papers_of(cadre, viewer=request.user)
    context: dict[str, Any] = {
        "cadre": cadre,
        "tone": CadreState(cadre.state).tone,
        "seen": fingerprint(cadre),
        "documents": documents,
        "businesses": _businesses(request, cadre),
        "facts": [Fact(line.label, line.value) for line in examined_cadre(cadre, documents)],
        "secrets": secret_of_card(cadre, viewer=request.user),
        "events": _events(cadre),
        "may_decide": may_decide,
        "is_own": is_own,
        "form": form or _form(request, cadre, documents),
        "query": query_of(request),
    }
    if may_decide and cadre.state == CadreState.SUBMITTED:
        context |= claimed(request, DESK, cadre)
    return render(request, "umkm/businesses/cadre_verification.html", context)


def _events(cadre: Cadre) -> list[Event]:
    """The decisions so far, the newest first."""
    rows = cadre.verifications.select_related("decided_by").prefetch_related("remarks")
    return [
        Event(
            title=str(CadreDecision(row.decision).label),
            at=row.decided_at,
            by=row.decided_by.full_name,
            text="\n".join(
                [f"{CARD_LABELS[remark.field]}: {remark.text}" for remark in row.remarks.all()]
                + ([row.note] if row.note else [])
            ),
            tone="good" if row.decision == CadreDecision.VERIFIED else "attention",
        )
        for row in rows.order_by("-decided_at", "-pk")
    ]
