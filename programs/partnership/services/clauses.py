"""The numbered points of a memorandum's scope."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from ..errors import AgreementRefused
from ..models import Amendment, Clause, ClauseText, Memorandum
from .memoranda import locked_memorandum


@transaction.atomic
def add_clause(*, memorandum: Memorandum, text: str, by: User) -> Clause:
    """A point that stood there from the first day, typed from the paper."""
    memorandum = locked_memorandum(memorandum)
    with because(_("Butir dicatat."), by=by):
        return new_clause(memorandum, text)


def new_clause(memorandum: Memorandum, text: str, amendment: Amendment | None = None) -> Clause:
    """Inside a transaction that holds the memorandum's row: the next number."""
    last = memorandum.clauses.aggregate(last=Max("number"))["last"] or 0
    clause = Clause.objects.create(memorandum=memorandum, number=last + 1)
    ClauseText.objects.create(clause=clause, version=1, text=text, amendment=amendment)
    return clause


@transaction.atomic
def correct_clause(*, text: ClauseText, words: str, by: User) -> ClauseText:
    """A slip in typing the present text. What an amendment superseded is never edited. Raises AgreementRefused."""
    clause = Clause.objects.select_for_update(no_key=True).get(pk=text.clause_id)
    present = clause.texts.latest("version")
    if present.pk != text.pk or present.is_repealed:
        raise AgreementRefused(
            _("Isi ini sudah digantikan oleh adendum, jadi tidak diubah lagi."), field="text"
        )
    present.text = words
    with because(_("Salah ketik dalam butir diperbaiki."), by=by):
        present.save(update_fields=["text"])
    return present
