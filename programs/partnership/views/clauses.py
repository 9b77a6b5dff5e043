"""Clauses and the amendments that supersede them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from programs.partnership import queries, services
from programs.partnership.forms import AmendmentForm, AmendmentWordsForm, ClauseForm
from programs.partnership.models import Amendment, Clause, Memorandum
from programs.partnership.permissions import may_keep_memoranda
from soksi_portal.accounts.guards import SignedInRequest, requires

from .answers import answered, sent
from .memoranda import FORM, page_of, read_and_write


@requires(may_keep_memoranda)
@read_and_write
def clause_create(request: SignedInRequest, memorandum_id: int) -> HttpResponse:
    memorandum = get_object_or_404(Memorandum, pk=memorandum_id)
    form = ClauseForm(sent(request))
    return answered(
        request,
        form,
        lambda: services.add_clause(memorandum=memorandum, text=form.cleaned_data["text"], by=request.user),
        done=_("Butir disimpan."),
        goes_to=lambda: memorandum,
        page=(
            FORM,
            page_of(
                memorandum,
                _("Tambah butir"),
                lead=_(
                    "Butir yang sudah ada sejak nota ditandatangani. Yang datang kemudian dicatat sebagai adendum."
                ),
            ),
        ),
    )


@requires(may_keep_memoranda)
@read_and_write
def clause_correct(request: SignedInRequest, clause_id: int) -> HttpResponse:
    """A slip in typing the present words."""
    clause = get_object_or_404(Clause.objects.select_related("memorandum"), pk=clause_id)
    text = clause.texts.latest("version")
    form = ClauseForm(sent(request), initial={"text": text.text})
    return answered(
        request,
        form,
        lambda: services.correct_clause(text=text, words=form.cleaned_data["text"], by=request.user),
        done=_("Salah ketiknya diperbaiki."),
        goes_to=lambda: clause.memorandum,
        page=(
            FORM,
            page_of(
                clause.memorandum,
                _("Perbaiki salah ketik: %(clause)s") % {"clause": clause},
                lead=_("Hanya untuk salah ketik. Bila isinya memang berubah, catat adendumnya."),
            ),
        ),
    )


@requires(may_keep_memoranda)
@read_and_write
def amendment_create(request: SignedInRequest, memorandum_id: int) -> HttpResponse:
    memorandum = get_object_or_404(Memorandum, pk=memorandum_id)
    form = AmendmentForm(sent(request), present=queries.present_texts(memorandum))
    return answered(
        request,
        form,
        lambda: services.record_amendment(memorandum=memorandum, amended=form.amended(), by=request.user),
        done=_("Adendum disimpan. Isi yang lama tetap dapat dibaca."),
        goes_to=lambda: memorandum,
        page=(
            FORM,
            page_of(
                memorandum,
                _("Catat adendum"),
                lead=_(
                    "Yang digantikan adendum tidak dapat diubah lagi, jadi periksa baik-baik sebelum menyimpan."
                ),
            ),
        ),
    )


@requires(may_keep_memoranda)
@read_and_write
def amendment_edit(request: SignedInRequest, amendment_id: int) -> HttpResponse:
    amendment = get_object_or_404(Amendment.objects.select_related("memorandum"), pk=amendment_id)
    told = {"signed_at_place": amendment.signed_at_place, "summary": amendment.summary}
    form = AmendmentWordsForm(sent(request), initial=told)
    return answered(
        request,
        form,
        lambda: services.correct_amendment(amendment=amendment, by=request.user, **form.cleaned_data),
        done=_("Perubahan disimpan."),
        goes_to=lambda: amendment.memorandum,
        page=(FORM, page_of(amendment.memorandum, _("Perbaiki %(amendment)s") % {"amendment": amendment})),
    )
