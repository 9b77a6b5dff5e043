"""Commitments: public to read with the list behind each number; admins keep them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.partnership import keeping, services
from programs.partnership.forms import CommitmentForm, ReasonForm
from programs.partnership.models import Commitment, Memorandum
from programs.partnership.permissions import may_keep_memoranda
from soksi_portal.accounts.guards import SignedInRequest, public, requires

from .answers import answered, may_keep, sent
from .memoranda import FORM, page_of, read_and_write


@public
@require_safe
def commitment_detail(request: HttpRequest, commitment_id: int) -> HttpResponse:
    commitment = _commitment(commitment_id)
    context = {
        "commitment": commitment,
        "account": keeping.accounts([commitment])[0],
        "behind": None if commitment.ended_at else keeping.behind(commitment),
        "slack": keeping.SLACK,
        "may_keep": may_keep(request),
    }
    return render(request, "programs/partnership/commitment_detail.html", context)


@requires(may_keep_memoranda)
@read_and_write
def commitment_create(request: SignedInRequest, memorandum_id: int) -> HttpResponse:
    memorandum = get_object_or_404(Memorandum, pk=memorandum_id)
    form = CommitmentForm(sent(request), memorandum=memorandum)
    return answered(
        request,
        form,
        lambda: services.create_commitment(memorandum=memorandum, promise=form.promise(), by=request.user),
        done=_("Komitmen disimpan."),
        goes_to=lambda: memorandum,
        page=(FORM, page_of(memorandum, _("Tambah komitmen"))),
    )


@requires(may_keep_memoranda)
@read_and_write
def commitment_edit(request: SignedInRequest, commitment_id: int) -> HttpResponse:
    commitment = _commitment(commitment_id)
    form = CommitmentForm(sent(request), memorandum=commitment.memorandum, commitment=commitment)
    return answered(
        request,
        form,
        lambda: services.correct_commitment(commitment=commitment, promise=form.promise(), by=request.user),
        done=_("Perubahan disimpan."),
        goes_to=lambda: commitment,
        page=(FORM, _page(commitment, _("Perbaiki komitmen"))),
    )


@requires(may_keep_memoranda)
@read_and_write
def commitment_end(request: SignedInRequest, commitment_id: int) -> HttpResponse:
    commitment = _commitment(commitment_id)
    form = ReasonForm(sent(request))
    return answered(
        request,
        form,
        lambda: services.end_commitment(
            commitment=commitment, reason=form.cleaned_data["reason"], by=request.user
        ),
        done=_("Komitmen diakhiri. Ia tetap dapat dibaca."),
        goes_to=lambda: commitment,
        page=(
            FORM,
            _page(
                commitment,
                _("Akhiri komitmen ini?"),
                lead=_("Komitmen ini tidak dihitung lagi, tetapi tetap terbaca dengan alasannya."),
                submit=_("Akhiri komitmen"),
                danger=True,
            ),
        ),
    )


def _commitment(commitment_id: int) -> Commitment:
    rows = Commitment.objects.select_related("memorandum", "clause", "owner", "ended_by")
    return get_object_or_404(rows, pk=commitment_id)


def _page(commitment: Commitment, title: str, **more: object) -> dict[str, object]:
    back = {"back_url": commitment.get_absolute_url(), "back_label": commitment.text}
    return {**page_of(commitment.memorandum, title), **back, **more}
