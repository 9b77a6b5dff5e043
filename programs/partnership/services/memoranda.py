"""A memorandum's frame: who, when, where, until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.outbox.services import cancel_about

from ..errors import AgreementRefused
from ..messages import EXPIRY
from ..models import Amendment, Memorandum, Organisation


@dataclass(frozen=True)
class Agreement:
    """What an admin types from the paper."""

    title: str
    parties: Iterable[Organisation]
    signed_on: date
    signed_at_place: str
    valid_until: date | None = None
    source: str = ""


@transaction.atomic
def create_memorandum(*, agreement: Agreement, by: User) -> Memorandum:
    """Raises AgreementRefused."""
    _must_be_sensible(agreement)
    with because(_("Nota kerja sama dicatat."), by=by):
        memorandum = Memorandum(
            title=agreement.title,
            signed_on=agreement.signed_on,
            signed_at_place=agreement.signed_at_place,
            valid_until=agreement.valid_until,
            source=agreement.source,
        )
        memorandum.save()
        memorandum.parties.set(agreement.parties)
    return memorandum


@transaction.atomic
def edit_memorandum(*, memorandum: Memorandum, agreement: Agreement, by: User) -> Memorandum:
    """Correct what was typed. Another end of validity takes back the notices of the old one. Raises AgreementRefused."""
    memorandum = locked_memorandum(memorandum)
    _must_be_sensible(agreement)
    first = memorandum.amendments.order_by("number").first()
    if first is not None and first.signed_on < agreement.signed_on:
        raise AgreementRefused(
            _("%(amendment)s ditandatangani lebih dahulu daripada tanggal ini. Periksa tanggalnya.")
            % {"amendment": first},
            field="signed_on",
        )
    with because(_("Nota kerja sama diperbaiki."), by=by):
        if agreement.valid_until != memorandum.valid_until:
            _correct_validity(memorandum, agreement.valid_until)
        memorandum.title, memorandum.source = agreement.title, agreement.source
        memorandum.signed_on, memorandum.signed_at_place = agreement.signed_on, agreement.signed_at_place
        memorandum.save()
        memorandum.parties.set(agreement.parties)
    return memorandum


def set_validity(memorandum: Memorandum, valid_until: date | None) -> None:
    """Of a locked memorandum; notices about the end that no longer holds are taken back, new ones are planned."""
    memorandum.valid_until = valid_until
    cancel_about(
        subject_ref=memorandum.subject_ref, occasion=EXPIRY, reason=_("Masa berlaku nota ini berubah.")
    )


def _correct_validity(memorandum: Memorandum, valid_until: date | None) -> None:
    """Where an amendment said until when, it is that amendment's date that was mistyped."""
    told: Amendment | None = memorandum.amendments.filter(changes_validity=True).order_by("-number").first()
    if told is not None:
        if valid_until is None:
            raise AgreementRefused(
                _("%(amendment)s menetapkan masa berlakunya, jadi tanggal ini tidak bisa dikosongkan.")
                % {"amendment": told},
                field="valid_until",
            )
        told.valid_until = valid_until
        told.save(update_fields=["valid_until"])
    set_validity(memorandum, valid_until)


def locked_memorandum(memorandum: Memorandum | int) -> Memorandum:
    pk = memorandum if isinstance(memorandum, int) else memorandum.pk
    return Memorandum.objects.select_for_update(no_key=True).get(pk=pk)


def save_plain(*, form: forms.ModelForm, reason: str, by: User) -> None:
    """What has no rule of its own, such as a signatory's name or an organisation, with its trace."""
    with transaction.atomic(), because(reason, by=by):
        form.save()


def _must_be_sensible(agreement: Agreement) -> None:
    if agreement.valid_until is not None and agreement.valid_until <= agreement.signed_on:
        raise AgreementRefused(
            _("Masa berlaku harus berakhir sesudah tanggal penandatanganan."), field="valid_until"
        )
