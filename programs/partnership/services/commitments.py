"""Promises: written down, corrected, ended with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from ..errors import AgreementRefused
from ..models import Clause, Commitment, Memorandum, Organisation

LEAST_REASON = 10  # letters


@dataclass(frozen=True)
class Promise:
    """What is promised, as an admin types it."""

    clause: Clause
    owner: Organisation | None
    text: str
    measure: str = ""
    target: int | None = None
    starts_on: date | None = None
    due_on: date | None = None


@transaction.atomic
def create_commitment(*, memorandum: Memorandum, promise: Promise, by: User) -> Commitment:
    """Raises AgreementRefused."""
    _must_fit(memorandum, promise)
    with because(_("Komitmen dicatat."), by=by):
        return Commitment.objects.create(memorandum=memorandum, **vars(promise))


@transaction.atomic
def correct_commitment(*, commitment: Commitment, promise: Promise, by: User) -> Commitment:
    """Raises AgreementRefused."""
    commitment = _running(commitment)
    _must_fit(commitment.memorandum, promise)
    for name, value in vars(promise).items():
        setattr(commitment, name, value)
    with because(_("Komitmen diperbaiki."), by=by):
        commitment.save()
    return commitment


@transaction.atomic
def end_commitment(*, commitment: Commitment, reason: str, by: User) -> Commitment:
    """It is no longer counted, and stays readable with the reason. Raises AgreementRefused."""
    commitment = _running(commitment)
    reason = reason.strip()
    if len(reason) < LEAST_REASON:
        raise AgreementRefused(
            _("Tulis alasannya sedikit lebih panjang, supaya orang lain mengerti."), field="reason"
        )
    commitment.ended_at, commitment.ended_by, commitment.end_reason = timezone.now(), by, reason
    with because(_("Komitmen diakhiri."), by=by):
        commitment.save(update_fields=["ended_at", "ended_by", "end_reason"])
    return commitment


def _running(commitment: Commitment) -> Commitment:
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True).select_related("memorandum")
    commitment = rows.get(pk=commitment.pk)
    if commitment.ended_at is not None:
        raise AgreementRefused(_("Komitmen ini sudah diakhiri, jadi tidak diubah lagi."))
    return commitment


def _must_fit(memorandum: Memorandum, promise: Promise) -> None:
    if promise.clause.memorandum_id != memorandum.pk:
        raise AgreementRefused(_("Pilih butir dari nota kerja sama ini."), field="clause")
    if promise.measure and promise.target is None:
        raise AgreementRefused(_("Tulis targetnya, supaya dapat diukur."), field="target")
    if promise.starts_on and promise.starts_on < memorandum.signed_on:
        raise AgreementRefused(
            _("Komitmen dihitung paling awal sejak nota ditandatangani."), field="starts_on"
        )
    if promise.due_on and promise.due_on <= (promise.starts_on or memorandum.signed_on):
        raise AgreementRefused(_("Tenggat harus sesudah tanggal mulainya."), field="due_on")
