"""An addendum and what it supersedes come in one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import day

from ..errors import AgreementRefused
from ..models import Amendment, Clause, ClauseText, Memorandum
from .clauses import new_clause
from .memoranda import locked_memorandum, set_validity


@dataclass(frozen=True)
class Amended:
    """What an addendum says. `texts`: the new words of a clause, or None where it is repealed."""

    signed_on: date
    signed_at_place: str
    summary: str
    texts: Mapping[Clause, str | None] = field(default_factory=dict)
    added: str = ""
    valid_until: date | None = None
    # what stood there when the form was shown; others may have been at work since
    seen: Mapping[Clause, str] = field(default_factory=dict)


@transaction.atomic
def record_amendment(*, memorandum: Memorandum, amended: Amended, by: User) -> Amendment:
    """The memorandum's next addendum. The old words stay, readable and untouchable. Raises AgreementRefused."""
    memorandum = locked_memorandum(memorandum)
    last = memorandum.amendments.order_by("-number").first()
    _must_fit(memorandum, amended, last)
    with because(_("Adendum dicatat."), by=by):
        amendment = Amendment.objects.create(
            memorandum=memorandum,
            number=last.number + 1 if last else 1,
            signed_on=amended.signed_on,
            signed_at_place=amended.signed_at_place,
            summary=amended.summary,
            changes_validity=amended.valid_until is not None,
            valid_until=amended.valid_until,
            valid_until_before=memorandum.valid_until if amended.valid_until else None,
            recorded_by=by,
        )
        for clause in sorted(amended.texts, key=lambda one: one.number):
            _supersede(clause, amendment, amended)
        if amended.added:
            new_clause(memorandum, amended.added, amendment)
        if amended.valid_until is not None:
            set_validity(memorandum, amended.valid_until)
            memorandum.save(update_fields=["valid_until"])
    return amendment


@transaction.atomic
def correct_amendment(*, amendment: Amendment, signed_at_place: str, summary: str, by: User) -> Amendment:
    """A slip in typing where it was signed, or in its summary."""
    amendment = Amendment.objects.select_for_update(no_key=True).get(pk=amendment.pk)
    amendment.signed_at_place, amendment.summary = signed_at_place, summary
    with because(_("Adendum diperbaiki."), by=by):
        amendment.save(update_fields=["signed_at_place", "summary"])
    return amendment


def _supersede(clause: Clause, amendment: Amendment, amended: Amended) -> None:
    Clause.objects.select_for_update(no_key=True).get(pk=clause.pk)
    present = clause.texts.select_related("amendment").latest("version")
    seen = amended.seen.get(clause)
    if present.is_repealed or (seen is not None and seen != present.text):
        raise AgreementRefused(
            _("%(clause)s baru saja diubah orang lain. Muat ulang halaman ini, lalu periksa lagi.")
            % {"clause": clause},
            field=f"text_{clause.pk}",
        )
    words = amended.texts[clause]
    ClauseText.objects.create(
        clause=clause,
        version=present.version + 1,
        amendment=amendment,
        text=words or "",
        is_repealed=words is None,
    )


def _must_fit(memorandum: Memorandum, amended: Amended, last: Amendment | None) -> None:
    if amended.signed_on > timezone.localdate():
        raise AgreementRefused(
            _("Adendum dicatat setelah ditandatangani. Tanggal ini masih akan datang."), field="signed_on"
        )
    earliest = last.signed_on if last else memorandum.signed_on
    if amended.signed_on < earliest:
        sentence = _("Adendum ini tidak mungkin lebih dahulu daripada %(earlier)s (%(day)s).")
        earlier = str(last) if last else _("nota kerja samanya")
        raise AgreementRefused(sentence % {"earlier": earlier, "day": day(earliest)}, field="signed_on")
    if amended.valid_until is not None and amended.valid_until <= amended.signed_on:
        raise AgreementRefused(
            _("Masa berlaku yang baru harus berakhir sesudah tanggal adendum."), field="valid_until"
        )
    if not (amended.texts or amended.added or amended.valid_until):
        raise AgreementRefused(
            _("Belum ada yang diubah. Ubah satu butir, tambah butir, atau isi masa berlaku.")
        )
