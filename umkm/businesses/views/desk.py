"""What pages of both kinds do at the desk: claim on opening, let go, take over, go on to the next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from soksi_portal.accounts.guards import SignedInRequest, requires
from umkm.businesses.choices import BusinessState
from umkm.businesses.claims import Record, claim, held_sentence, release
from umkm.businesses.desk import DESKS, Desk, claim_next
from umkm.businesses.filters import CadreQueueFilter, QueueFilter
from umkm.businesses.models import Business
from umkm.businesses.permissions import may_verify
from umkm.regions.scoping import province_codes

FILTERS = {"usaha": QueueFilter, "kader": CadreQueueFilter}


def query_of(request: SignedInRequest) -> str:
    """The filter of the queue, which goes along from record to record."""
    return f"?{request.GET.urlencode()}" if request.GET else ""


def claimed(request: SignedInRequest, desk: Desk, record: Record) -> dict[str, Any]:
    """Claim what is opened to be examined: for the page, with `held` where somebody else has it."""
    found = claim(record=record, by=request.user)
    is_mine = found.user_id == request.user.pk
    return {
        "claim": found if is_mine else None,
        "held": "" if is_mine else held_sentence(found, record),
        "kind": desk.kind,
        "record": record,
        "query": query_of(request),
    }


def onward(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """After a decision: the next record of the same filter that nobody holds, or the queue."""
    if "next" in request.POST:
        return _next(request, desk)
    return redirect(reverse(desk.queue) + query_of(request))


@requires(may_verify)
@require_POST
def examine_next(request: SignedInRequest, kind: str) -> HttpResponse:
    return _next(request, _desk(kind))


@requires(may_verify)
@require_POST
def claim_keep(request: SignedInRequest, kind: str, record_id: int) -> HttpResponse:
    """Renewed while somebody writes, without a new page; where another has taken over, that is said."""
    desk = _desk(kind)
    context = claimed(request, desk, _record(request, desk, record_id))
    if not request.htmx:
        return redirect(reverse(desk.detail, args=[record_id]) + query_of(request))
    return render(request, "umkm/businesses/_claim.html", context)


@requires(may_verify)
@require_POST
def claim_take_over(request: SignedInRequest, kind: str, record_id: int) -> HttpResponse:
    desk = _desk(kind)
    claim(record=_record(request, desk, record_id), by=request.user, take_over=True)
    messages.success(request, _("Sekarang Anda yang memeriksa ini."))
    return redirect(reverse(desk.detail, args=[record_id]) + query_of(request))


@requires(may_verify)
@require_POST
def claim_release(request: SignedInRequest, kind: str, record_id: int) -> HttpResponse:
    """By the button, or by the page as one leaves it: that one names the claim it was shown with."""
    desk = _desk(kind)
    leaving = "leaving" in request.GET
    until = _moment(request.POST.get("until", "")) if leaving else None
    record = get_object_or_404(desk.visible(request.user), pk=record_id)
    if not leaving or until is not None:
        release(record=record, by=request.user, until=until)
    return HttpResponse(status=204) if leaving else redirect(reverse(desk.queue) + query_of(request))


def _next(request: SignedInRequest, desk: Desk) -> HttpResponse:
    def narrowed(rows: QuerySet[Any]) -> QuerySet[Any]:
        return FILTERS[desk.kind](request.GET, queryset=rows, request=request).qs

    record = claim_next(desk, by=request.user, narrowed=narrowed)
    if record is None:
        messages.info(request, _("Tidak ada lagi yang bebas untuk diperiksa di sini."))
        return redirect(reverse(desk.queue) + query_of(request))
    return redirect(reverse(desk.detail, args=[record.pk]) + query_of(request))


def _desk(kind: str) -> Desk:
    if kind not in DESKS:
        raise Http404
    return DESKS[kind]


def _record(request: SignedInRequest, desk: Desk, record_id: int) -> Record:
    """One that this person may decide on, and that still waits."""
    rows = desk.visible(request.user).select_related("province")
    record: Record = get_object_or_404(rows, pk=record_id)
    if record.province_id not in province_codes(request.user):
        raise PermissionDenied(_("Hanya koordinator provinsinya yang dapat memeriksa ini."))
    own = record.owner.user_id if isinstance(record, Business) else record.user_id
    if own == request.user.pk or record.state != BusinessState.SUBMITTED:
        raise PermissionDenied(_("Ini tidak menunggu pemeriksaan Anda."))
    return record


def _moment(text: str) -> Any:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
