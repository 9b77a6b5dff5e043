"""How a business is written, submitted, examined. Every rule locks the row first, so that the second of two
people who press at the same moment reads what the first has done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment
from soksi_portal.outbox.services import cancel_about
from umkm.cadres.choices import CadreState
from umkm.cadres.membership import must_be_ticked
from umkm.cadres.models import Cadre
from umkm.cadres.services import submit_cadre
from umkm.regions.models import Regency

from .checklist import business_points
from .choices import BusinessState, Decision
from .claims import forget, must_be_free
from .completeness import problems
from .duplicates.hooks import seek_soon
from .errors import (
    AlreadyDecided,
    Incomplete,
    NibTaken,
    NotWritable,
    OwnBusiness,
    OwnerNotVerified,
    ReasonMissing,
)
from .fields import label_of
from .messages import subject_of, tell_returned, tell_verified
from .models import EDITABLE, WRITABLE, Business, Remark, Verification
from .reasons import REASON_LABELS
from .writing import must_stay_whole, write_facts


@transaction.atomic
def start_draft(*, by: User, name: str, regency: Regency | None = None, **facts: Any) -> Business:
    """A new draft of the cadre `by`, in her province until a regency says another.

    The cadre's row is locked and a draft of the same name in the same regency is used again, so that a
    button pressed twice makes one business.
    """
    cadre = Cadre.objects.select_for_update().get(user=by)
    drafts = Business.objects.filter(owner=cadre, state=BusinessState.DRAFT)
    draft = drafts.filter(name=name, regency=regency).order_by("pk").first()
    if draft is None:
        province_id = regency.province_id if regency else cadre.province_id
        draft = Business.objects.create(owner=cadre, province_id=province_id, regency=regency, name=name)
    told = {fact: value for fact, value in facts.items() if value not in (None, "")}
    return save_draft(business=draft, by=by, facts=told)


@transaction.atomic
def save_draft(*, business: Business, by: User, facts: dict[str, Any]) -> Business:
    """Write some facts of a business: all of one in its owner's hands, the plain ones of a verified one.

    Raises NotWritable, KeyFixed, Incomplete, NibTaken.
    """
    business = _locked(business)
    _must_be_editable(business, by)
    changed = write_facts(business, facts)
    if not changed:
        return business
    must_stay_whole(business, changed)
    try:
        with transaction.atomic():
            business.save(update_fields=changed)
    except IntegrityError as error:
        if "nib" in changed and "nib" in str(error):
            raise nib_taken() from error
        raise
    return business


def nib_taken() -> NibTaken:
    return NibTaken(
        _(
            "NIB ini sudah dipakai usaha lain yang terdaftar di sini. Periksa lagi angkanya di dokumen NIB Anda."
            " Bila memang milik Anda, kosongkan dulu isian ini, simpan, dan beri tahu koordinator provinsi Anda:"
            " pusat akan memeriksa siapa pemiliknya."
        ),
        field="nib",
    )


@transaction.atomic
def submit_business(*, business: Business, by: User) -> Business:
    """Hand a complete draft, or a mended one, to the coordinator. Pressing twice submits once.

    Raises NotWritable, Incomplete.
    """
    business = _locked(business)
    if business.state == BusinessState.SUBMITTED and business.owner.user_id == by.pk:
        return business
    _must_be_writable(business, by)
    missing = problems(business)
    if missing:
        raise Incomplete(
            _("Belum bisa dikirim. Lengkapi dulu: %(fields)s.")
            % {"fields": ", ".join(label_of(business, field) for field in missing)}
        )
    submit_cadre(cadre=business.owner, by=by)
    cancel_about(subject_ref=subject_of(business), reason=_("Usahanya sudah dikirim lagi."), by=by)
    now = timezone.now()
    _move(business, BusinessState.SUBMITTED, now, submitted_at=now)
    seek_soon(business)
    return business


@transaction.atomic
def withdraw_business(*, business: Business, by: User) -> Business:
    """The owner takes a submitted business back to mend it. Raises NotWritable when it is decided already."""
    business = _locked(business)
    if business.owner.user_id != by.pk:
        raise NotWritable(_("Hanya pemiliknya yang dapat menarik usaha ini kembali."))
    if business.state == BusinessState.DRAFT:
        return business
    if business.state != BusinessState.SUBMITTED:
        raise NotWritable(_state_sentence(business))
    _move(business, BusinessState.DRAFT, timezone.now())
    return business


@transaction.atomic
def verify_business(
    *,
    business: Business,
    by: User,
    checklist: Sequence[str],
    note: str = "",
    seen: datetime | None = None,
) -> Verification:
    """Confirm a submitted business; its owner is told. `seen` is the submission that was read.

    Raises AlreadyDecided, OwnBusiness, HeldByAnother, OwnerNotVerified, ChecklistIncomplete.
    """
    business = _locked(business)
    _must_be_decidable(business, by, seen)
    if business.owner.restricted_at is not None:
        raise OwnerNotVerified(
            _("Pemiliknya meminta datanya tidak diproses, jadi usaha ini tidak diperiksa.")
        )
    if business.owner.state != CadreState.VERIFIED:  # once verified it stays so
        raise OwnerNotVerified(
            _("Kartu anggota %(owner)s belum diverifikasi. Periksa dulu kartunya, lalu usaha ini.")
            % {"owner": business.owner}
        )
    must_be_ticked(business_points(business), checklist)
    verification = Verification.objects.create(
        business=business, decision=Decision.VERIFIED, note=note, checklist=list(checklist), decided_by=by
    )
    at = verification.decided_at
    _move(business, BusinessState.VERIFIED, at, verified_at=at, verified_by=by)
    tell_verified(business, revision=business.verifications.count())
    return verification


@transaction.atomic
def return_business(
    *,
    business: Business,
    by: User,
    reasons: dict[str, str],
    note: str = "",
    checklist: Sequence[str] = (),
    seen: datetime | None = None,
) -> Verification:
    """Give a submitted business back with a reason for each field to mend; its owner is told.

    Raises ReasonMissing, AlreadyDecided, OwnBusiness, HeldByAnother.
    """
    reasons = {field: text for field, text in reasons.items() if text}
    if not reasons:
        raise ReasonMissing(_("Tulis apa yang perlu diperbaiki, paling sedikit pada satu isian."))
    unknown = reasons.keys() - REASON_LABELS.keys()
    if unknown:
        raise ValueError(f"not facts of a business: {sorted(unknown)}")
    business = _locked(business)
    _must_be_decidable(business, by, seen)
    verification = Verification.objects.create(
        business=business, decision=Decision.RETURNED, note=note, checklist=list(checklist), decided_by=by
    )
    Remark.objects.bulk_create(
        Remark(verification=verification, field=field, text=text) for field, text in reasons.items()
    )
    _move(business, BusinessState.RETURNED, verification.decided_at)
    tell_returned(business, verification, revision=business.verifications.count())
    return verification


def _locked(business: Business) -> Business:
    """A fresh state of the row that nobody else changes before the transaction ends."""
    rows = Business.objects.select_for_update(of=("self",)).select_related(
        "owner__user", "province", "regency"
    )
    return rows.get(pk=business.pk)


def _move(business: Business, state: BusinessState, at: datetime, **more: Any) -> None:
    values = {"state": state, "state_since": at, **more}
    for name, value in values.items():
        setattr(business, name, value)
    business.save(update_fields=list(values))
    forget(business)


def _must_be_writable(business: Business, by: User) -> None:
    _must_be_editable(business, by)
    if business.state not in WRITABLE:
        raise NotWritable(_state_sentence(business))


def _must_be_editable(business: Business, by: User) -> None:
    if business.owner.user_id != by.pk:
        raise NotWritable(_("Hanya pemiliknya yang dapat mengubah usaha ini."))
    if business.state not in EDITABLE:
        raise NotWritable(_state_sentence(business))


def _must_be_decidable(business: Business, by: User, seen: datetime | None) -> None:
    if business.owner.user_id == by.pk:
        raise OwnBusiness(
            _("Usaha ini milik Anda sendiri, jadi koordinator lain atau pusat yang memeriksanya.")
        )
    if business.state != BusinessState.SUBMITTED:
        raise AlreadyDecided(_state_sentence(business))
    if seen is not None and seen != business.submitted_at:
        raise AlreadyDecided(
            _("Data usaha ini dikirim ulang pada %(at)s. Periksa dulu data yang baru.")
            % {"at": moment(business.submitted_at, business.province.zone)}
        )
    must_be_free(business, by)


def _state_sentence(business: Business) -> str:
    """Who has done what, and when: for the one who came second."""
    at = moment(business.state_since, business.province.zone)
    if business.state == BusinessState.SUBMITTED:
        return _(
            "Usaha ini sudah dikirim pada %(at)s dan sedang diperiksa, jadi tidak bisa diubah sekarang."
        ) % {"at": at}
    if business.state == BusinessState.DRAFT:
        return _("Pemiliknya sudah menarik usaha ini kembali pada %(at)s.") % {"at": at}
    if business.state == BusinessState.MERGED:
        return _("Usaha ini sudah digabungkan dengan usaha lain pada %(at)s.") % {"at": at}
    latest = business.verifications.select_related("decided_by").order_by("-decided_at", "-pk").first()
    sentence = (
        _("Usaha ini sudah diverifikasi oleh %(who)s pada %(at)s.")
        if business.state == BusinessState.VERIFIED
        else _("Usaha ini sudah dikembalikan oleh %(who)s pada %(at)s.")
    )
    return sentence % {"who": latest.decided_by if latest else _("koordinator"), "at": at}
